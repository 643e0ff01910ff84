import { pick, samplePoints } from './sampling';
import type { PointSet } from './types';

/** Each radius before standardising. */
const RADII = [0.25, 0.5, 0.75, 1];
const SIGMA = 0.025;
/** Of each coordinate: half the mean square radius, and the noise. */
const VARIANCE = RADII.reduce((sum, radius) => sum + radius ** 2, 0) / RADII.length / 2 + SIGMA ** 2;

/** Four circles around one centre, a quarter of the points each, noise 0.025 before standardising. */
export const rings: PointSet = {
  id: 'rings',
  title: 'Rings',
  help: 'Four circles around one centre. Each ring closes on itself, so a map from one blob has to tear.',
  labelName: 'ring',
  labelCount: RADII.length,
  sample: (n, key) =>
    samplePoints(n, key, { mean: [0, 0], variance: [VARIANCE, VARIANCE] }, (choice, along, noiseX, noiseY) => {
      const ring = pick(choice, RADII.length);
      const angle = 2 * Math.PI * along;
      return [RADII[ring] * Math.cos(angle) + SIGMA * noiseX, RADII[ring] * Math.sin(angle) + SIGMA * noiseY, ring];
    }),
};
