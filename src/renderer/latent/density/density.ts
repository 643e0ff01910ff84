import { contours } from 'd3-contour';
import { Histogram2d } from '../../lenses/maths/histogram-2d';
import { robustExtent } from '../../lenses/plane/extent';

/** Lines along which the density of points is the same, in world units. */
export interface Contour {
  /** Share of the highest density, in (0, 1). */
  level: number;
  /** Each a closed line: row-major x, y. */
  rings: Float32Array[];
}

/** Cells along the longer side of the histogram; its blur is then about Scott's rule for ten thousand points. */
const CELLS = 160;
/** Shares of the highest density: each line encloses about twice the density of the one around it. */
export const LEVELS = [0.03, 0.0625, 0.125, 0.25, 0.5, 0.8];

/** Histogram of points (row-major x, y) over their bulk, blurred; null without points that spread. */
export function densityOf(points: Float32Array, count: number): Histogram2d | null {
  const bulk = robustExtent(points, count, 0.001);
  if (!bulk) return null;
  const side = Math.max(bulk.maxX - bulk.minX, bulk.maxY - bulk.minY);
  if (!(side > 0)) return null;
  // Room around for the blur, so that no line is cut off.
  const room = side * 0.12;
  const extent = {
    minX: bulk.minX - room,
    maxX: bulk.maxX + room,
    minY: bulk.minY - room,
    maxY: bulk.maxY + room,
  };
  const density = new Histogram2d(extent, CELLS);
  density.fill(points, count, 1);
  return density;
}

/** Contours of the density of points (row-major x, y), the outermost first. */
export function densityContours(points: Float32Array, count: number): Contour[] {
  const density = densityOf(points, count);
  if (!density) return [];
  const { values, columns, rows, cell, extent } = density;
  const most = values.reduce((high, value) => Math.max(high, value), 0);
  if (most === 0) return [];
  const shapes = contours()
    .size([columns, rows])
    .thresholds(LEVELS.map((level) => level * most))(Array.from(values));
  return shapes.map(({ coordinates }, i) => ({
    level: LEVELS[i],
    rings: coordinates.flat().map((ring) =>
      // d3-contour's corner (0, 0) is the lower left corner of the first cell.
      Float32Array.from(ring.flatMap(([x, y]) => [extent.minX + x * cell.width, extent.minY + y * cell.height])),
    ),
  }));
}
