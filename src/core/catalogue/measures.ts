import { eightGaussiansModes, lineSet, pointSet } from '../data';
import { modeCoverage, realFloor, slicedWasserstein } from '../metrics';
import type { RandomKey } from '../tensor';
import { takeOut } from './remedies';
import { type DatasetSpec, defineNode } from './types';

/** Items of more numbers are no points. */
const MOST_DIMENSIONS = 2;
const COUNT = 10_000;
const FLOOR_REPEATS = 4;
/** The directions and the held-out points are the same for every run, so that runs can be compared. */
const FIXED_SEED = 0;

const NAMES = [
  'sliced_wasserstein',
  'sliced_wasserstein_floor',
  'modes_covered',
  'high_quality',
  'mode_share_min',
  'mode_share_max',
];

/** A set of points as it is judged. */
interface Judged {
  dimensions: number;
  draw(index: number): Float32Array;
  /** Where its modes are, where it has round ones: [k, dimensions]. */
  modes?: { centres: Float32Array; sigma: number };
}

const keyOf = (index: number): RandomKey => ({ seed: FIXED_SEED, stream: 'data/held-out', step: index });

const judgedSet = (dataset: DatasetSpec): Judged | undefined => {
  if (dataset.type === 'points') {
    const set = pointSet(dataset.set);
    return {
      dimensions: 2,
      draw: (index) => set.sample(COUNT, keyOf(index), dataset.drawn).x,
      ...(dataset.set === 'eight-gaussians' && { modes: eightGaussiansModes }),
    };
  }
  if (dataset.type !== 'line') return undefined;
  const { modes, sample } = lineSet(dataset.set);
  const [{ sigma }] = modes;
  const alike = modes.every((mode) => mode.sigma === sigma);
  return {
    dimensions: 1,
    draw: (index) => sample(COUNT, keyOf(index)).x,
    ...(alike && { modes: { centres: Float32Array.from(modes, ({ centre }) => centre), sigma } }),
  };
};

/** Compares samples (count × dimensions) with held-out points of the set, and real points with real points. */
const judge = (samples: Float32Array, dataset: DatasetSpec): Record<string, number> => {
  const set = judgedSet(dataset);
  if (!set) return {};
  const { dimensions, draw, modes } = set;
  const key = { seed: FIXED_SEED, stream: 'directions', step: 0 };
  const measures: Record<string, number> = {
    sliced_wasserstein: slicedWasserstein(samples, draw(0), dimensions, { key }),
    sliced_wasserstein_floor: realFloor(draw, dimensions, { key, repeats: FLOOR_REPEATS }).mean,
  };
  if (modes) {
    const { shares, covered, highQuality } = modeCoverage(samples, modes.centres, modes.sigma, { dim: dimensions });
    measures.modes_covered = covered;
    measures.high_quality = highQuality;
    measures.mode_share_min = Math.min(...shares);
    measures.mode_share_max = Math.max(...shares);
  }
  return measures;
};

const pointsMetric = defineNode({
  type: 'metric.points',
  version: 1,
  title: 'Sample quality',
  level: 'study',
  category: 'metric',
  summary: 'Distance of samples on a line or in the plane from held-out data, beside its real-against-real floor',
  help: 'Sliced Wasserstein distance between 10 000 samples and 10 000 held-out points, averaged over 128 directions. Two draws of real data are never at distance 0: the floor says what is perfect. Where the set has round modes of one size it also counts the modes found and the share of samples within 3 σ of one.',
  formula: 'SW_1(P, Q) = \\mathbb E_{\\theta}\\left[ W_1(\\theta^\\top P,\\ \\theta^\\top Q) \\right]',
  source: 'Bonneel et al. 2015',
  keywords: ['sliced wasserstein', 'modes', 'two-sample', 'evaluation'],
  inputs: {
    trajectory: { label: 'trajectory', kinds: ['trajectory'] },
    data: { label: 'data', kinds: ['data'] },
  },
  outputs: {},
  settings: {},
  sampleMeasure: { names: NAMES, count: COUNT, measure: judge },
  build: (context) => {
    const trajectory = context.input('trajectory');
    if (trajectory.kind !== 'trajectory') return context.fail('needs a trajectory from a sampler.');
    if (trajectory.itemShape.length !== 1 || trajectory.itemShape[0] > MOST_DIMENSIONS)
      context.fail(
        `measures points on a line or in the plane, but the sampler gives items of ${trajectory.itemShape.join(' × ')}; take it out, or train on such points.`,
        takeOut(context),
      );
    return {};
  },
});

export const measures = [pointsMetric];
