import { eightGaussiansModes, lineSet, pointSet } from '../data';
import {
  bandwidthLadder,
  classifierAccuracy,
  mmd,
  modeCoverage,
  randomWaves,
  realFloor,
  slicedWasserstein,
} from '../metrics';
import type { RandomKey } from '../tensor';
import { takeOut } from './remedies';
import { type DatasetSpec, defineNode, type Judging } from './types';

/** Items of more numbers are no points. */
const MOST_DIMENSIONS = 2;
const COUNT = 10_000;
const FLOOR_REPEATS = 4;
/** Points of each set between which kernels are taken, and that a classifier sees and is tried on. */
const PAIRED = 1_000;
const TOLD = 4_000;
/** Cosines and sines that the classifier sees of points, as parts of the median distance. */
const WAVES = { count: 64, widths: [1 / 16, 1 / 8, 1 / 4, 1 / 2] };
/** The directions and the held-out points are the same for every run, so that runs can be compared. */
const FIXED_SEED = 0;

const NAMES = [
  'sliced_wasserstein',
  'sliced_wasserstein_floor',
  'mmd',
  'mmd_floor',
  'c2st_accuracy',
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

const firstOf = (points: Float32Array, count: number, dimensions: number): Float32Array =>
  points.subarray(0, count * dimensions);

/** What real points say of real points: as good as it gets. */
const floorsOf = ({ dimensions, draw }: Judged, key: RandomKey) => {
  const [one, other] = [draw(0), draw(1)];
  const bandwidths = bandwidthLadder(one, other, dimensions);
  const paired = (index: number): Float32Array => firstOf(draw(index), PAIRED, dimensions);
  const apart = Array.from({ length: FLOOR_REPEATS }, (_, repeat) =>
    mmd(paired(2 * repeat), paired(2 * repeat + 1), dimensions, { bandwidths }),
  );
  return {
    bandwidths,
    slicedWasserstein: realFloor(draw, dimensions, { key, repeats: FLOOR_REPEATS }).mean,
    mmd: apart.reduce((sum, value) => sum + value, 0) / FLOOR_REPEATS,
  };
};

/** Compares samples (count × dimensions) with held-out points of the set, and real points with real points. */
const judge = async (samples: Float32Array, { dataset }: Judging): Promise<Record<string, number>> => {
  const set = judgedSet(dataset);
  if (!set) return {};
  const { dimensions, draw, modes } = set;
  const key = { seed: FIXED_SEED, stream: 'directions', step: 0 };
  const { bandwidths, ...floor } = floorsOf(set, key);
  const real = draw(0);
  const median = bandwidths[Math.floor(bandwidths.length / 2)];
  const waves = { waves: WAVES.count, widths: WAVES.widths.map((width) => width * median), key };
  const [seen, held] = [samples, real].map((points) =>
    randomWaves(firstOf(points, TOLD, dimensions), dimensions, waves),
  );
  const measures: Record<string, number> = {
    sliced_wasserstein: slicedWasserstein(samples, real, dimensions, { key }),
    sliced_wasserstein_floor: floor.slicedWasserstein,
    mmd: mmd(firstOf(samples, PAIRED, dimensions), firstOf(real, PAIRED, dimensions), dimensions, { bandwidths }),
    mmd_floor: floor.mmd,
    c2st_accuracy: classifierAccuracy(seen, held, 2 * WAVES.count),
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
  help: 'Sliced Wasserstein distance between 10 000 samples and 10 000 held-out points, averaged over 128 directions, and maximum mean discrepancy (MMD) between 1 000 of each. Two draws of real data are never at distance 0: the floors say what is perfect. The classifier two-sample test (C2ST) trains a small classifier to tell samples from data and says how often it is right on others: ½ where nobody could, 1 where they never mix. Where the set has round modes of one size it also counts the modes found and the share of samples within 3 σ of one.',
  formula: 'SW_1(P, Q) = \\mathbb E_{\\theta}\\left[ W_1(\\theta^\\top P,\\ \\theta^\\top Q) \\right]',
  source: 'Bonneel et al. 2015; MMD: Gretton et al. 2012, eq. 5; C2ST: Lopez-Paz & Oquab 2017',
  keywords: ['sliced wasserstein', 'mmd', 'c2st', 'classifier', 'modes', 'two-sample', 'evaluation'],
  inputs: {
    trajectory: { label: 'trajectory', kinds: ['trajectory'] },
    data: { label: 'data', kinds: ['data'] },
  },
  outputs: {},
  settings: {},
  sampleMeasure: { names: NAMES, count: () => COUNT, measure: judge },
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
