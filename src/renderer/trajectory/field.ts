import { niceCeiling } from '../lenses/plane/ticks';
import { type Extent, type PlaneView, type Size, visibleExtent } from '../lenses/plane/transform';
import { VIRIDIS } from './colours';

/** CSS pixels between arrows, at least: an eighth of the plane's shorter side, between these. */
const CLOSEST = 17;
const WIDEST = 27;
const MOST_ARROWS = 2_500;

/** Places of the arrows: a grid at multiples of its spacing, so that it stays put while the view moves. */
export interface FieldGrid {
  /** Row-major x, y. */
  points: Float32Array<ArrayBuffer>;
  count: number;
  /** World units between neighbours. */
  spacing: number;
  /** How much there is to each arrow: 1 near the particles, less where the network has seen nothing and only guesses. */
  trust: Float32Array;
}

/** How far beyond what is framed the network is taken at its word, and where it is trusted least; shares of that size. */
const TRUSTED = 0.25;
const GUESSED = 1;
const LEAST_TRUST = 0.3;

export function fieldGrid(view: PlaneView, size: Size, framed: Extent | null): FieldGrid {
  const seen = visibleExtent(view, size);
  const pixels = Math.max(CLOSEST, Math.min(WIDEST, Math.min(size.width, size.height) / 8));
  // A ladder of √2: the grid stays put while the view moves, and zooming never leaves it sparse.
  let spacing = 2 ** (Math.ceil(2 * Math.log2(pixels / view.scale)) / 2);
  while (((seen.maxX - seen.minX) / spacing) * ((seen.maxY - seen.minY) / spacing) > MOST_ARROWS) spacing *= 1.5;
  const [firstX, lastX] = [Math.ceil(seen.minX / spacing), Math.floor(seen.maxX / spacing)];
  const [firstY, lastY] = [Math.ceil(seen.minY / spacing), Math.floor(seen.maxY / spacing)];
  const columns = Math.max(0, lastX - firstX + 1);
  const rows = Math.max(0, lastY - firstY + 1);
  const points = new Float32Array(2 * columns * rows);
  const trust = new Float32Array(columns * rows).fill(1);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = 2 * (row * columns + column);
      points[at] = (firstX + column) * spacing;
      points[at + 1] = (firstY + row) * spacing;
      if (framed) trust[at / 2] = trustAt(points[at], points[at + 1], framed);
    }
  }
  return { points, count: columns * rows, spacing, trust };
}

function trustAt(x: number, y: number, { minX, maxX, minY, maxY }: Extent): number {
  const beyond = Math.max(
    (minX - x) / (maxX - minX),
    (x - maxX) / (maxX - minX),
    (minY - y) / (maxY - minY),
    (y - maxY) / (maxY - minY),
  );
  const share = Math.min(1, Math.max(0, (beyond - TRUSTED) / (GUESSED - TRUSTED)));
  return 1 - share * (1 - LEAST_TRUST);
}

/**
 * A round length at or above the 75th percentile of the trusted arrows (of all where none is), which stays as it was while it
 * still fits: a steady scale for colours.
 */
export function fieldScale({ count, trust }: FieldGrid, vectors: Float32Array, before: number | null): number {
  if (count === 0) return before ?? 1;
  const trusted = trust.includes(1) ? 1 : 0;
  const lengths = new Float32Array(count);
  let known = 0;
  for (let i = 0; i < count; i++) {
    if (trust[i] >= trusted) lengths[known++] = Math.sqrt(vectors[2 * i] ** 2 + vectors[2 * i + 1] ** 2);
  }
  const bulk = lengths.subarray(0, known).sort()[Math.min(known - 1, Math.floor(0.75 * known))];
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
 * on, so that slow places still show their direction. Where the network only guesses, it is faint.
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
    tints[4 * i + 3] = Math.round(220 * grid.trust[i]);
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
