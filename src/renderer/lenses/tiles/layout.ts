/** A grid of equal tiles with `gap` pixels between them (not around). */
export interface TileLayout {
  columns: number;
  rows: number;
  /** In pixels of the items themselves. */
  width: number;
  height: number;
}

export const tileLayout = (
  count: number,
  columns: number,
  tileWidth: number,
  tileHeight: number,
  gap: number,
): TileLayout => {
  const used = Math.max(1, Math.min(columns, count));
  const rows = Math.max(1, Math.ceil(count / used));
  return { columns: used, rows, width: used * (tileWidth + gap) - gap, height: rows * (tileHeight + gap) - gap };
};

/**
 * CSS pixels per item pixel so that tiles of `columns` fit `room` CSS pixels and every item pixel covers a whole number of
 * device pixels (anything else makes some pixels fatter than their neighbours). Never below one device pixel.
 */
export function pixelScale(room: number, itemPixels: number, pixelRatio: number, most: number): number {
  const whole = Math.floor((Math.min(room / itemPixels, most) + 1e-6) * pixelRatio);
  return Math.max(1, whole) / pixelRatio;
}

/** How many columns of tiles of about `wanted` CSS pixels fill `room`. */
export const columnsFor = (room: number, wanted: number, gap: number): number =>
  Math.max(1, Math.floor((room + gap) / (wanted + gap)));
