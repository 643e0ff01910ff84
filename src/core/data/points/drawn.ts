import { pick, samplePoints } from './sampling';
import type { DrawnPoint, Moments, PointSet } from './types';

/** Standard deviation of the brush, where the canvas spans [-1, 1]. */
const BRUSH = 0.03;

/**
 * Mean of what was drawn, and one variance for both axes (half of the total), so that a drawing keeps its proportions:
 * a flat line stays a line.
 */
function moments(points: readonly DrawnPoint[]): Moments {
  const mean = (axis: 0 | 1): number => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const centre: [x: number, y: number] = [mean(0), mean(1)];
  const spread = points.reduce((sum, [x, y]) => sum + (x - centre[0]) ** 2 + (y - centre[1]) ** 2, 0) / points.length;
  const variance = spread / 2 + BRUSH ** 2;
  return { mean: centre, variance: [variance, variance] };
}

/** What the user drew: a random drawn point and a small round brush, standard deviation 0.03 of the canvas [-1, 1]. */
export const drawn: PointSet = {
  id: 'drawn',
  title: 'Your drawing',
  help: 'Points that you draw. Each sample is one of them, smudged by a small brush.',
  labelName: 'drawing',
  labelCount: 1,
  sample: (n, key, points = []) => {
    if (points.length === 0) {
      throw new RangeError('your drawing: has no points yet; draw something, or choose another set.');
    }
    return samplePoints(n, key, moments(points), (choice, _along, noiseX, noiseY) => {
      const [x, y] = points[pick(choice, points.length)];
      return [x + BRUSH * noiseX, y + BRUSH * noiseY, 0];
    });
  },
};
