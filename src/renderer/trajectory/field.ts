import { niceCeiling, niceStep } from '../lenses/plane/ticks';
import { type Extent, type PlaneView, type Size, visibleExtent } from '../lenses/plane/transform';
import { VIRIDIS } from './colours';

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

/** How far beyond what is framed the field is drawn, as a share of its size: farther out a network only guesses. */
const MARGIN = 0.4;

export function fieldGrid(view: PlaneView, size: Size, framed: Extent | null): FieldGrid {
  const seen = framed ? overlap(visibleExtent(view, size), framed) : visibleExtent(view, size);
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

function overlap(seen: Extent, framed: Extent): Extent {
  const [wide, high] = [MARGIN * (framed.maxX - framed.minX), MARGIN * (framed.maxY - framed.minY)];
  return {
    minX: Math.max(seen.minX, framed.minX - wide),
    maxX: Math.min(seen.maxX, framed.maxX + wide),
    minY: Math.max(seen.minY, framed.minY - high),
    maxY: Math.min(seen.maxY, framed.maxY + high),
  };
}

/** A round length at or above the 75th percentile, which stays as it was while it still fits: a steady scale for colours. */
export function fieldScale(vectors: Float32Array, count: number, before: number | null): number {
  if (count === 0) return before ?? 1;
  const lengths = new Float32Array(count);
  for (let i = 0; i < count; i++) lengths[i] = Math.sqrt(vectors[2 * i] ** 2 + vectors[2 * i + 1] ** 2);
  const bulk = lengths.sort()[Math.min(count - 1, Math.floor(0.75 * count))];
  if (before !== null && bulk <= before && bulk > 0.3 * before) return before;
  return niceCeiling(bulk);
}

export interface Arrows {
  tails: Float32Array;
  vectors: Float32Array;
  tints: Uint8Array;
}

/**
 * Arrows for a field. `direction` is −1 for v = dx/dt: sampling lets t fall, so particles move along −v, and that is the way
 * the arrows point. It is 1 for a score, which points to where data is denser. An arrow is
 * centred on its grid point and coloured by ‖v‖ in viridis; its length grows with ‖v‖ too, from a third of the grid's spacing
 * on, so that slow places still show their direction.
 */
export function fieldArrows(grid: FieldGrid, vectors: Float32Array, scale: number, direction: 1 | -1): Arrows {
  const tails = new Float32Array(2 * grid.count);
  const drawn = new Float32Array(2 * grid.count);
  const tints = new Uint8Array(4 * grid.count);
  for (let i = 0; i < grid.count; i++) {
    const vx = vectors[2 * i];
    const vy = vectors[2 * i + 1];
    const length = Math.sqrt(vx * vx + vy * vy);
    const share = Math.min(1, length / scale);
    const factor = length > 0 ? (direction * (0.33 + 0.6 * share) * grid.spacing) / length : 0;
    drawn[2 * i] = vx * factor;
    drawn[2 * i + 1] = vy * factor;
    tails[2 * i] = grid.points[2 * i] - drawn[2 * i] / 2;
    tails[2 * i + 1] = grid.points[2 * i + 1] - drawn[2 * i + 1] / 2;
    const colour = 3 * Math.round(255 * share);
    tints[4 * i] = VIRIDIS[colour];
    tints[4 * i + 1] = VIRIDIS[colour + 1];
    tints[4 * i + 2] = VIRIDIS[colour + 2];
    tints[4 * i + 3] = 220;
  }
  return { tails, vectors: drawn, tints };
}

/** Nearest t to the data at which a score is asked: its length grows as 1/t. */
export const LEAST_SCORE_TIME = 0.02;

/**
 * The score ∇ log p_t(x) from the velocity v = E[ε − x_0 | x_t = x] of the path x_t = (1 − t)·x_0 + t·ε:
 * ε = x + (1 − t)·v, and s = −ε/t (Song et al. 2021, with noise of deviation t). `points` and `vectors` are count × 2.
 */
export function scoreOf(points: Float32Array, vectors: Float32Array, t: number): Float32Array {
  const time = Math.max(t, LEAST_SCORE_TIME);
  return vectors.map((v, i) => -(points[i] + (1 - time) * v) / time);
}
