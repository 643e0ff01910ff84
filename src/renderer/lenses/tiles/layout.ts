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

/** Columns with which `count` equal tiles are largest in a room. */
export function bestColumns(count: number, room: { width: number; height: number }): number {
  let best = 1;
  let largest = 0;
  for (let columns = 1; columns <= count; columns++) {
    const side = Math.min(room.width / columns, room.height / Math.ceil(count / columns));
    if (side > largest + 1e-6) {
      largest = side;
      best = columns;
    }
  }
  return best;
}

/** How large a picture of `layout` is shown. */
export interface Enlargement {
  /** CSS pixels per item pixel, so that it fits the room and is at most `largest`. */
  scale: number;
  /**
   * Device pixels that each item pixel is drawn with before the window fits the picture in: the next whole number, so that
   * pixels stay square and equally large, and none is lost.
   */
  blocks: number;
}

export function enlarge(
  layout: TileLayout,
  room: { width: number; height: number },
  largest: number,
  pixelRatio: number,
): Enlargement {
  const scale = Math.max(0.25, Math.min(room.width / layout.width, room.height / layout.height, largest));
  return { scale, blocks: Math.max(1, Math.ceil(scale * pixelRatio - 1e-6)) };
}
