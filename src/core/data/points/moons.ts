import { pick, samplePoints } from './sampling';
import type { Moments, PointSet } from './types';

const SIGMA = 0.06;

/**
 * For an angle uniform in [0, pi]: cos has mean 0 and mean square 1/2, sin has mean 2/pi and mean square 1/2.
 * The moons (cos, sin) and (1 - cos, 1/2 - sin), half of the points each, have mean (1/2, 1/4), and mean squares
 * (1/2 + 3/2) / 2 = 1 and (1/2 + 3/4 - 2/pi) / 2.
 */
const moments: Moments = {
  mean: [1 / 2, 1 / 4],
  variance: [1 - 1 / 4 + SIGMA ** 2, (5 / 4 - 2 / Math.PI) / 2 - 1 / 16 + SIGMA ** 2],
};

/** The two interleaved half circles of scikit-learn's `make_moons`, noise 0.06 before standardising. */
export const twoMoons: PointSet = {
  id: 'two-moons',
  title: 'Two moons',
  help: 'Two interleaved half circles. Thin, curved and disconnected: hard for a model that warps one blob smoothly.',
  labelName: 'moon',
  labelCount: 2,
  sample: (n, key) =>
    samplePoints(n, key, moments, (choice, along, noiseX, noiseY) => {
      const moon = pick(choice, 2);
      const angle = Math.PI * along;
      const x = moon === 0 ? Math.cos(angle) : 1 - Math.cos(angle);
      const y = moon === 0 ? Math.sin(angle) : 1 / 2 - Math.sin(angle);
      return [x + SIGMA * noiseX, y + SIGMA * noiseY, moon];
    }),
};
