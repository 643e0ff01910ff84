import { viridis } from '../lenses/colour/viridis';
import { niceCeiling, niceStep } from '../lenses/plane/ticks';
import { type PlaneView, type Size, visibleExtent } from '../lenses/plane/transform';

/** CSS pixels between arrows, at least. */
const DISTANCE = 27;
const MOST_ARROWS = 2_500;

/** Places of the arrows: a grid at round world coordinates, so that it stays put while the view moves. */
export interface FieldGrid {
  /** Row-major x, y. */
  points: Float32Array<ArrayBuffer>;
  count: number;
  /** World units between neighbours. */
  spacing: number;
}

export function fieldGrid(view: PlaneView, size: Size): FieldGrid {
  const seen = visibleExtent(view, size);
  let spacing = niceStep(DISTANCE / view.scale, 1);
  while (spacing * view.scale < DISTANCE) spacing *= 1.25;
  while (((seen.maxX - seen.minX) / spacing) * ((seen.maxY - seen.minY) / spacing) > MOST_ARROWS) spacing *= 1.5;
  const [firstX, lastX] = [Math.ceil(seen.minX / spacing), Math.floor(seen.maxX / spacing)];
  const [firstY, lastY] = [Math.ceil(seen.minY / spacing), Math.floor(seen.maxY / spacing)];
  const columns = Math.max(0, lastX - firstX + 1);
  const rows = Math.max(0, lastY - firstY + 1);
  const points = new Float32Array(2 * columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = 2 * (row * columns + column);
      points[at] = (firstX + column) * spacing;
      points[at + 1] = (firstY + row) * spacing;
    }
  }
  return { points, count: columns * rows, spacing };
}

/** A round length at or above the 95th percentile, which stays as it was while it still fits: a steady scale for colours. */
export function fieldScale(vectors: Float32Array, count: number, before: number | null): number {
  if (count === 0) return before ?? 1;
  const lengths = new Float32Array(count);
  for (let i = 0; i < count; i++) lengths[i] = Math.hypot(vectors[2 * i], vectors[2 * i + 1]);
  const bulk = lengths.sort()[Math.min(count - 1, Math.floor(0.95 * count))];
  if (before !== null && bulk <= before && bulk > 0.3 * before) return before;
  return niceCeiling(bulk);
}

export interface Arrows {
  tails: Float32Array;
  vectors: Float32Array;
  tints: Uint8Array;
}

/**
 * Arrows for v = dx/dt. Sampling lets t fall, so particles move along −v, and that is the way the arrows point. An arrow is
 * centred on its grid point, as long as the grid's spacing at the top of the scale, coloured by ‖v‖ in viridis.
 */
export function fieldArrows(grid: FieldGrid, vectors: Float32Array, scale: number): Arrows {
  const tails = new Float32Array(2 * grid.count);
  const drawn = new Float32Array(2 * grid.count);
  const tints = new Uint8Array(4 * grid.count);
  for (let i = 0; i < grid.count; i++) {
    const [vx, vy] = [vectors[2 * i], vectors[2 * i + 1]];
    const length = Math.hypot(vx, vy);
    const share = Math.min(1, length / scale);
    const factor = length > 0 ? (-share * grid.spacing * 0.92) / length : 0;
    drawn[2 * i] = vx * factor;
    drawn[2 * i + 1] = vy * factor;
    tails[2 * i] = grid.points[2 * i] - drawn[2 * i] / 2;
    tails[2 * i + 1] = grid.points[2 * i + 1] - drawn[2 * i + 1] / 2;
    const [red, green, blue] = viridis(share);
    tints.set([red, green, blue, 220], 4 * i);
  }
  return { tails, vectors: drawn, tints };
}
