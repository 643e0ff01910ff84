import { contours } from 'd3-contour';
import { robustExtent } from '../../lenses/plane/extent';
import type { Extent } from '../../lenses/plane/transform';

/** Lines along which the density of points is the same, in world units. */
export interface Contour {
  /** Share of the highest density, in (0, 1). */
  level: number;
  /** Each a closed line: row-major x, y. */
  rings: Float32Array[];
}

/** Cells along the longer side of the histogram. */
const CELLS = 160;
/** Standard deviation of the blur, in cells: about Scott's rule for ten thousand points spread over the histogram. */
const BLUR = 2.6;
/** Shares of the highest density: each line encloses about twice the density of the one around it. */
export const LEVELS = [0.03, 0.0625, 0.125, 0.25, 0.5, 0.8];

export interface DensityGrid {
  /** rows × columns, the lowest row first; the sum is the number of points inside. */
  values: Float32Array;
  columns: number;
  rows: number;
  /** World units along a cell's side. */
  cell: number;
  extent: Extent;
}

/** Histogram of points (row-major x, y) over their bulk, blurred by a Gaussian; null without points that spread. */
export function densityGrid(points: Float32Array, count: number): DensityGrid | null {
  const bulk = robustExtent(points, count, 0.001);
  if (!bulk) return null;
  const side = Math.max(bulk.maxX - bulk.minX, bulk.maxY - bulk.minY);
  if (!(side > 0)) return null;
  // Room around for the blur, so that no line is cut off.
  const room = side * 0.12;
  const cell = (side + 2 * room) / CELLS;
  const extent = {
    minX: bulk.minX - room,
    maxX: bulk.maxX + room,
    minY: bulk.minY - room,
    maxY: bulk.maxY + room,
  };
  const columns = Math.max(1, Math.ceil((extent.maxX - extent.minX) / cell));
  const rows = Math.max(1, Math.ceil((extent.maxY - extent.minY) / cell));
  const values = new Float32Array(columns * rows);
  for (let i = 0; i < count; i++) {
    const column = Math.floor((points[2 * i] - extent.minX) / cell);
    const row = Math.floor((points[2 * i + 1] - extent.minY) / cell);
    if (column >= 0 && column < columns && row >= 0 && row < rows) values[row * columns + column]++;
  }
  return { values: blurred(blurred(values, columns, rows, 1), rows, columns, columns), columns, rows, cell, extent };
}

/**
 * Blurs `lines` lines of `length` numbers along one axis; `stride` 1 along the rows, else along the columns (then `length`
 * and `lines` are exchanged).
 */
function blurred(values: Float32Array, length: number, lines: number, stride: number): Float32Array {
  const reach = Math.ceil(3 * BLUR);
  const weights = Float32Array.from({ length: 2 * reach + 1 }, (_, k) =>
    Math.exp(-((k - reach) ** 2) / (2 * BLUR ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const out = new Float32Array(values.length);
  for (let line = 0; line < lines; line++) {
    const start = stride === 1 ? line * length : line;
    for (let at = 0; at < length; at++) {
      const value = values[start + at * stride];
      if (value === 0) continue;
      for (let k = Math.max(-reach, -at); k <= Math.min(reach, length - 1 - at); k++)
        out[start + (at + k) * stride] += (value * weights[k + reach]) / sum;
    }
  }
  return out;
}

/** Contours of the density of points (row-major x, y), the outermost first. */
export function densityContours(points: Float32Array, count: number): Contour[] {
  const grid = densityGrid(points, count);
  if (!grid) return [];
  const { values, columns, rows, cell, extent } = grid;
  const most = values.reduce((high, value) => Math.max(high, value), 0);
  if (most === 0) return [];
  const shapes = contours()
    .size([columns, rows])
    .thresholds(LEVELS.map((level) => level * most))(Array.from(values));
  return shapes.map(({ coordinates }, i) => ({
    level: LEVELS[i],
    rings: coordinates.flat().map((ring) =>
      // d3-contour's corner (0, 0) is the lower left corner of the first cell.
      Float32Array.from(ring.flatMap(([x, y]) => [extent.minX + x * cell, extent.minY + y * cell])),
    ),
  }));
}
