import { pick, samplePoints } from './sampling';
import type { Moments, PointSet } from './types';

const ROLL_FROM = 1.5 * Math.PI;
const ROLL_TO = 4.5 * Math.PI;
const ROLL_HALF_TURNS = 3;
const ROLL_SIGMA = 0.5;

/** Moments of (t cos t, t sin t) for t uniform in [ROLL_FROM, ROLL_TO], from the integrals of t cos t, t sin t, t² cos² t. */
function rollMoments(): Moments {
  const mean = (integral: (t: number) => number): number =>
    (integral(ROLL_TO) - integral(ROLL_FROM)) / (ROLL_TO - ROLL_FROM);
  const meanX = mean((t) => t * Math.sin(t) + Math.cos(t));
  const meanY = mean((t) => Math.sin(t) - t * Math.cos(t));
  const wave = (t: number): number => (t ** 2 / 4 - 1 / 8) * Math.sin(2 * t) + (t / 4) * Math.cos(2 * t);
  const squareX = mean((t) => t ** 3 / 6 + wave(t));
  const squareY = mean((t) => t ** 3 / 6 - wave(t));
  return {
    mean: [meanX, meanY],
    variance: [squareX - meanX ** 2 + ROLL_SIGMA ** 2, squareY - meanY ** 2 + ROLL_SIGMA ** 2],
  };
}

const roll = rollMoments();

/** The plane section of scikit-learn's `make_swiss_roll`, noise 0.5 before standardising (its outer radius is 14). */
export const swissRoll: PointSet = {
  id: 'swiss-roll',
  title: 'Swiss roll',
  help: 'One band rolled up one and a half turns. Neighbours across the gap are far apart along the band.',
  labelName: 'half turn',
  labelCount: ROLL_HALF_TURNS,
  sample: (n, key) =>
    samplePoints(n, key, roll, (_choice, along, noiseX, noiseY) => {
      const t = ROLL_FROM + (ROLL_TO - ROLL_FROM) * along;
      return [
        t * Math.cos(t) + ROLL_SIGMA * noiseX,
        t * Math.sin(t) + ROLL_SIGMA * noiseY,
        pick(along, ROLL_HALF_TURNS),
      ];
    }),
};

const ARM_ANGLE = 3 * Math.PI;
const ARM_SIGMA = 0.25;

/**
 * Arm points ±θ(cos θ, sin θ) with θ = T sqrt(u), u uniform, so that points lie about evenly along the arm. For
 * T = 3 pi the mean squares are (T² + 3) / 4 and (T² - 3) / 4; the two arms mirror each other, so the mean is 0.
 */
const arms: Moments = {
  mean: [0, 0],
  variance: [(ARM_ANGLE ** 2 + 3) / 4 + ARM_SIGMA ** 2, (ARM_ANGLE ** 2 - 3) / 4 + ARM_SIGMA ** 2],
};

/** Two Archimedean spiral arms of one and a half turns, noise 0.25 before standardising (their outer radius is 3 pi). */
export const spirals: PointSet = {
  id: 'spirals',
  title: 'Two spirals',
  help: 'Two arms wound around each other. Needs a sharp field that turns with the radius.',
  labelName: 'arm',
  labelCount: 2,
  sample: (n, key) =>
    samplePoints(n, key, arms, (choice, along, noiseX, noiseY) => {
      const arm = pick(choice, 2);
      const angle = ARM_ANGLE * Math.sqrt(along);
      const radius = arm === 0 ? angle : -angle;
      return [radius * Math.cos(angle) + ARM_SIGMA * noiseX, radius * Math.sin(angle) + ARM_SIGMA * noiseY, arm];
    }),
};

const BLADES = 5;
const BLADE_RADIAL = 0.3;
const BLADE_TANGENTIAL = 0.1;
const BLADE_RATE = 0.25;

/** Rotation by a fifth of a turn keeps the set, so the mean is 0 and both variances are half the mean square radius. */
const BLADE_VARIANCE = (1 + BLADE_RADIAL ** 2 + BLADE_TANGENTIAL ** 2) / 2;

/** Five bent blades (Johnson et al. 2016, "Composing graphical models with neural networks", figure 4). */
export const pinwheel: PointSet = {
  id: 'pinwheel',
  title: 'Pinwheel',
  help: 'Five bent blades around a centre. Clusters that are neither round nor straight.',
  labelName: 'blade',
  labelCount: BLADES,
  sample: (n, key) =>
    samplePoints(
      n,
      key,
      { mean: [0, 0], variance: [BLADE_VARIANCE, BLADE_VARIANCE] },
      (choice, _along, noiseX, noiseY) => {
        const blade = pick(choice, BLADES);
        const radial = 1 + BLADE_RADIAL * noiseX;
        const tangential = BLADE_TANGENTIAL * noiseY;
        const angle = (2 * Math.PI * blade) / BLADES + BLADE_RATE * Math.exp(radial);
        const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
        return [radial * cos - tangential * sin, radial * sin + tangential * cos, blade];
      },
    ),
};
