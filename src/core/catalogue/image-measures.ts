import {
  bandwidthLadder,
  classCoverage,
  classifierAccuracy,
  DIGIT_CLASSES,
  FEATURES,
  frechetDistance,
  kernelDistance,
  mmd,
  moments,
  PICTURE_SIDE,
  pointsAt,
} from '../metrics';
import { permutation, sizeOf } from '../tensor';
import { takeOut } from './remedies';
import { defineNode, type Judging, type PictureFeatures } from './types';

const SIZE = PICTURE_SIDE ** 2;
/** Rows and columns of pictures that are judged: whole ones, or means of 2 × 2, 4 × 4 or 7 × 7 of their pixels. */
const SIDES = [28, 14, 7, 4];
/** Held-out pictures that are looked at. */
const HELD_OUT = 10_000;
/** Pictures of each set between which Gaussian kernels are taken. */
const PAIRED = 1_000;

const NAMES = [
  'fid',
  'fid_floor',
  'kid',
  'kid_floor',
  'mmd',
  'mmd_floor',
  'c2st_accuracy',
  'classes_covered',
  'class_entropy',
  'label_accuracy',
];

const firstOf = (features: Float32Array, count: number): Float32Array => features.subarray(0, count * FEATURES);

/** Distances between features of pictures and those of held-out ones. */
const distances = (features: Float32Array, held: Float32Array, bandwidths: readonly number[]) => ({
  fid: frechetDistance(moments(features, FEATURES), moments(held, FEATURES)),
  kid: kernelDistance(features, held, FEATURES),
  mmd: mmd(firstOf(features, PAIRED), firstOf(held, Math.min(PAIRED, features.length / FEATURES)), FEATURES, {
    bandwidths,
  }),
});

/** Share of the pictures in which the digit is seen that was asked for, each class in turn. */
const labelAccuracy = ({ digits }: PictureFeatures, classes: number): number =>
  digits.reduce((right, digit, i) => right + (digit === i % classes ? 1 : 0), 0) / digits.length;

/** The held-out pictures in two halves, as they fall in an order without pattern: datasets are often sorted by who wrote. */
const halves = (judging: Judging): readonly [Float32Array, Float32Array] => {
  const all = judging.items('test', 0, HELD_OUT);
  const half = Math.floor(all.length / SIZE / 2);
  const order = permutation(all.length / SIZE, { seed: 0, stream: 'picture-quality', step: 0 });
  const taken = (from: number): Float32Array => pointsAt(all, SIZE, order.subarray(from, from + half));
  return [taken(0), taken(half)];
};

/** Where the pixel of a small picture (side × side) lies that a pixel of the whole one belongs to, both counted through all pictures. */
const smallPixel = (pixel: number, side: number): number => {
  const factor = PICTURE_SIDE / side;
  const [picture, row, column] = [
    Math.floor(pixel / SIZE),
    Math.floor((pixel % SIZE) / PICTURE_SIDE),
    pixel % PICTURE_SIDE,
  ];
  return (picture * side + Math.floor(row / factor)) * side + Math.floor(column / factor);
};

/** Pictures (count × side²) as whole ones (count × 784), each of their pixels a square. */
const enlarged = (pictures: Float32Array, side: number): Float32Array =>
  Float32Array.from({ length: (pictures.length / side ** 2) * SIZE }, (_, i) => pictures[smallPixel(i, side)]);

/** Whole pictures in which every square of pixels has its mean, as if they came from a picture of `side` rows. */
const coarse = (pictures: Float32Array, side: number): Float32Array => {
  if (side === PICTURE_SIDE) return pictures;
  const means = new Float32Array((pictures.length / SIZE) * side ** 2);
  for (let i = 0; i < pictures.length; i++) means[smallPixel(i, side)] += (pictures[i] * side ** 2) / SIZE;
  return enlarged(means, side);
};

/** Compares samples (count × item) with one half of the held-out pictures, and as many of the other half with the same. */
const judge = async (samples: Float32Array, judging: Judging): Promise<Record<string, number>> => {
  const side = Math.sqrt(sizeOf(judging.itemShape));
  // Numbers beyond black and white are shown as these.
  const shown = enlarged(
    samples.map((value) => Math.min(1, Math.max(0, value))),
    side,
  );
  const seen = await judging.look(shown);
  const [reference, others] = halves(judging);
  const { features: held } = await judging.look(coarse(reference, side));
  const { features: real } = await judging.look(coarse(others.subarray(0, shown.length), side));
  const bandwidths = bandwidthLadder(held, real, FEATURES);
  const [found, floor] = [seen.features, real].map((features) => distances(features, held, bandwidths));
  const { covered, entropy } = classCoverage(seen.digits, DIGIT_CLASSES);
  return {
    fid: found.fid,
    fid_floor: floor.fid,
    kid: found.kid,
    kid_floor: floor.kid,
    mmd: found.mmd,
    mmd_floor: floor.mmd,
    c2st_accuracy: classifierAccuracy(seen.features, held, FEATURES),
    classes_covered: covered,
    class_entropy: entropy,
    ...(judging.classes === DIGIT_CLASSES && { label_accuracy: labelAccuracy(seen, DIGIT_CLASSES) }),
  };
};

const imagesMetric = defineNode({
  type: 'metric.images',
  version: 1,
  title: 'Picture quality',
  level: 'study',
  category: 'metric',
  summary: 'Distance of grey pictures from held-out ones in the features of a network that knows digits',
  help: 'A small network that was trained to read digits turns each picture into 64 features. The Fréchet distance (FID) compares their mean and covariance with those of held-out pictures, the kernel distances (KID, MMD) all that a kernel sees of them. The floors are what as many other held-out pictures get, which is as good as it gets; KID may fall below 0 by chance. The classifier two-sample test (C2ST) says how often samples are told from data: ½ is perfect. Classes are the digits that the network sees: 10 and an entropy of log 10 ≈ 2.303 where none is missing. Label accuracy is the share of samples in which it reads the digit that was asked for. Samples of 14 × 14, 7 × 7 or 4 × 4 pixels are compared with held-out pictures made as coarse. The features are those of this program, so compare the numbers among each other and with their floors, not with those of papers.',
  formula:
    '\\mathrm{FID} = \\left\\|\\mu - \\mu_r\\right\\|^2 + \\mathrm{tr}\\left(\\Sigma + \\Sigma_r - 2 (\\Sigma\\,\\Sigma_r)^{1/2}\\right)',
  source:
    'FID: Heusel et al. 2017, eq. 6; KID: Bińkowski et al. 2018, section 4; MMD: Gretton et al. 2012, eq. 5; C2ST: Lopez-Paz & Oquab 2017; classes: Che et al. 2017',
  keywords: ['fid', 'kid', 'mmd', 'c2st', 'two-sample', 'images', 'digits', 'coverage', 'evaluation', 'inception'],
  inputs: {
    trajectory: { label: 'trajectory', kinds: ['trajectory'] },
    data: { label: 'data', kinds: ['data'] },
  },
  outputs: {},
  settings: {
    count: {
      type: 'integer',
      label: 'Samples',
      help: 'Pictures that are drawn to be judged. More of them bring the floor of FID down and cost time; a sampler that takes long is asked for fewer.',
      default: 2_000,
      min: 64,
      max: 5_000,
      scale: 'log',
    },
  },
  sampleMeasure: { names: NAMES, count: ({ count }) => Number(count), measure: judge },
  build: (context) => {
    const trajectory = context.input('trajectory');
    if (trajectory.kind !== 'trajectory') return context.fail('needs a trajectory from a sampler.');
    const refuse = (whose: string, shape: readonly number[], size: string): never =>
      context.fail(
        `looks at grey pictures of ${size}, but ${whose} gives items of ${shape.join(' × ')}; take it out, or work on such pictures.`,
        takeOut(context),
      );
    const [drawn, data] = [trajectory.itemShape, context.tensor('data').shape.slice(1)];
    if (!SIDES.some((side) => sizeOf(drawn) === side ** 2))
      refuse('the sampler', drawn, '28 × 28, 14 × 14, 7 × 7 or 4 × 4');
    if (sizeOf(data) !== SIZE) refuse('the data', data, '28 × 28');
    return {};
  },
});

export const imageMeasures = [imagesMetric];
