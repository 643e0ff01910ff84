import { eightGaussiansModes, pointSet } from '../data';
import { modeCoverage, realFloor, slicedWasserstein } from '../metrics';
import { takeOut } from './remedies';
import { type DatasetSpec, defineNode } from './types';

const DIMENSIONS = 2;
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

/** Compares samples (count × 2) with held-out points of the set, and real points with real points. */
const judge = (samples: Float32Array, dataset: DatasetSpec): Record<string, number> => {
  if (dataset.type !== 'points') return {};
  const set = pointSet(dataset.set);
  const draw = (index: number): Float32Array =>
    set.sample(COUNT, { seed: FIXED_SEED, stream: 'data/held-out', step: index }, dataset.drawn).x;
  const key = { seed: FIXED_SEED, stream: 'directions', step: 0 };
  const measures: Record<string, number> = {
    sliced_wasserstein: slicedWasserstein(samples, draw(0), DIMENSIONS, { key }),
    sliced_wasserstein_floor: realFloor(draw, DIMENSIONS, { key, repeats: FLOOR_REPEATS }).mean,
  };
  if (dataset.set === 'eight-gaussians') {
    const { centres, sigma } = eightGaussiansModes;
    const { shares, covered, highQuality } = modeCoverage(samples, centres, sigma);
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
  summary: 'Distance of samples in the plane from held-out data, beside its real-against-real floor',
  help: 'Sliced Wasserstein distance between 10 000 samples and 10 000 held-out points, averaged over 128 directions. Two draws of real data are never at distance 0: the floor says what is perfect. For the eight Gaussians it also counts the modes found and the share of samples within 3 σ of one.',
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
    if (trajectory.itemShape.join() !== `${DIMENSIONS}`)
      context.fail(
        `measures points in the plane, but the sampler gives items of ${trajectory.itemShape.join(' × ')}; take it out, or train on points in the plane.`,
        takeOut(context),
      );
    return {};
  },
});

export const measures = [pointsMetric];
