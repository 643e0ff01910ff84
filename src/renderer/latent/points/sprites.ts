import { labelColour } from '../../lenses/colour/labels';
import type { TileSheet } from '../../lenses/plane/tiles-layer';
import type { Extent } from '../../lenses/plane/transform';
import { type PictureShape, writeItem } from '../../lenses/tiles/item';

/** Pictures that are asked for at a time, at most. */
export const MOST_SPRITES = 400;
/** Pixels of the frame in the colour of the class. */
const FRAME = 1;

/** Items in view of which no two lie closer than `side` world units along both axes: what there is room for. */
export function spreadItems(places: Float32Array, count: number, extent: Extent, side: number): number[] {
  const columns = Math.max(1, Math.ceil((extent.maxX - extent.minX) / side));
  const rows = Math.max(1, Math.ceil((extent.maxY - extent.minY) / side));
  // One more on each side: every cell has neighbours. Holds 1 + the item in a cell, of which there is at most one.
  const width = columns + 2;
  const taken = new Int32Array(width * (rows + 2));
  const around = [-width - 1, -width, -width + 1, -1, 0, 1, width - 1, width, width + 1];
  const found: number[] = [];
  for (let i = 0; i < count && found.length < MOST_SPRITES; i++) {
    const [x, y] = [places[2 * i], places[2 * i + 1]];
    const column = Math.floor((x - extent.minX) / side);
    const row = Math.floor((y - extent.minY) / side);
    if (!(column >= 0 && column < columns && row >= 0 && row < rows)) continue;
    const cell = (row + 1) * width + column + 1;
    if (taken[cell]) continue;
    let free = true;
    for (let k = 0; k < around.length && free; k++) {
      const other = taken[cell + around[k]] - 1;
      free = other < 0 || Math.abs(places[2 * other] - x) >= side || Math.abs(places[2 * other + 1] - y) >= side;
    }
    if (!free) continue;
    taken[cell] = i + 1;
    found.push(i);
  }
  return found;
}

/** Items as one sheet, each `side` world units wide around its place and framed in the colour of its class. */
export function spriteSheet(
  items: readonly number[],
  values: Float32Array,
  labels: Uint8Array,
  places: Float32Array,
  shape: PictureShape,
  side: number,
): TileSheet {
  const columns = Math.max(1, Math.ceil(Math.sqrt(items.length)));
  const cell = { width: shape.width + 2 * FRAME, height: shape.height + 2 * FRAME };
  const width = columns * cell.width;
  const height = Math.max(1, Math.ceil(items.length / columns)) * cell.height;
  const pixels = new Uint8ClampedArray(4 * width * height);
  const cuts = new Float32Array(4 * items.length);
  const at = new Float32Array(4 * items.length);
  const half = { x: 0.46 * side, y: (0.46 * side * cell.height) / cell.width };
  items.forEach((item, row) => {
    const left = (row % columns) * cell.width;
    const top = Math.floor(row / columns) * cell.height;
    const [red, green, blue] = labelColour(labels[item]);
    for (let y = top; y < top + cell.height; y++)
      for (let x = left; x < left + cell.width; x++) pixels.set([red, green, blue, 255], 4 * (y * width + x));
    writeItem(values, row, shape, pixels, width, left + FRAME, top + FRAME);
    cuts.set([left, top, left + cell.width, top + cell.height], 4 * row);
    const [x, y] = [places[2 * item], places[2 * item + 1]];
    at.set([x - half.x, y - half.y, x + half.x, y + half.y], 4 * row);
  });
  return { pixels: new Uint8Array(pixels.buffer), width, height, places: at, cuts, count: items.length };
}
