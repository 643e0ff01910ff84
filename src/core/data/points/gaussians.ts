import { pick, samplePoints } from './sampling';
import type { PointSet } from './types';

const MODES = 8;
const RADIUS = 1;
const SIGMA = 0.1;
/** Of each coordinate: a circle of radius r gives r² / 2, the noise adds sigma². */
const VARIANCE = RADIUS ** 2 / 2 + SIGMA ** 2;

const centre = (mode: number): [x: number, y: number] => {
  const angle = (2 * Math.PI * mode) / MODES;
  return [RADIUS * Math.cos(angle), RADIUS * Math.sin(angle)];
};

/** Eight Gaussians of equal weight, sigma 0.1, on a circle of radius 1, before standardising. */
export const eightGaussians: PointSet = {
  id: 'eight-gaussians',
  title: 'Eight Gaussians',
  help: 'Eight small round clouds on a circle. Shows at a glance whether a model drops a mode or smears between modes.',
  labelName: 'mode',
  labelCount: MODES,
  sample: (n, key) =>
    samplePoints(n, key, { mean: [0, 0], variance: [VARIANCE, VARIANCE] }, (choice, _along, noiseX, noiseY) => {
      const mode = pick(choice, MODES);
      const [x, y] = centre(mode);
      return [x + SIGMA * noiseX, y + SIGMA * noiseY, mode];
    }),
};

/** Modes of `eightGaussians` as it is sampled, that is, standardised. For `modeCoverage`. */
export const eightGaussiansModes: {
  /** [8, 2], in the order of the labels. */
  centres: Float32Array;
  /** Standard deviation of each mode, the same along each axis. */
  sigma: number;
} = {
  centres: Float32Array.from(
    Array.from({ length: MODES }, (_, mode) => centre(mode)).flat(),
    (coordinate) => coordinate / Math.sqrt(VARIANCE),
  ),
  sigma: SIGMA / Math.sqrt(VARIANCE),
};
