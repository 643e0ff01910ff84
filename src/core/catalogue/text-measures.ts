import { bandwidthLadder, classifierAccuracy, mmd, pointsAt, TOKEN_FEATURES, tokenFeatures } from '../metrics';
import { permutation } from '../tensor';
import { tokensOn } from './autoregressive';
import { takeOut } from './remedies';
import { defineNode, type Judging } from './types';

/** Held-out windows that are compared with. */
const HELD_OUT = 2_000;
/** Draws of the held-out windows that the floor is the mean of: few windows vary much. */
const FLOOR_REPEATS = 4;
/** Windows of each side below which nothing can be told: a short text of the user's own may hold out one alone. */
const FEWEST = 4;

const NAMES = ['mmd', 'mmd_floor', 'c2st_accuracy'];

/** Compares samples (count × length tokens) with held-out windows, and as many held-out windows with others. */
const judge = async (
  samples: Float32Array,
  { itemShape: [length], items }: Judging,
): Promise<Record<string, number>> => {
  const found = tokenFeatures(samples, length);
  const all = tokenFeatures(items('test', 0, HELD_OUT), length);
  // Neighbours in a text are alike: which windows stand on which side must not follow their order.
  const order = (repeat: number) =>
    permutation(all.length / TOKEN_FEATURES, { seed: 0, stream: 'text-quality', step: repeat });
  const count = Math.floor(Math.min(found.length, all.length / 2) / TOKEN_FEATURES);
  if (count < FEWEST) return {};
  const drawn = (repeat: number, from: number): Float32Array =>
    pointsAt(all, TOKEN_FEATURES, order(repeat).subarray(from, from + count));
  const held = drawn(0, 0);
  const bandwidths = bandwidthLadder(held, drawn(0, count), TOKEN_FEATURES);
  const distance = (a: Float32Array, b: Float32Array): number => mmd(a, b, TOKEN_FEATURES, { bandwidths });
  let floor = 0;
  for (let repeat = 0; repeat < FLOOR_REPEATS; repeat++)
    floor += distance(drawn(repeat, 0), drawn(repeat, count)) / FLOOR_REPEATS;
  const seen = found.subarray(0, held.length);
  return { mmd: distance(seen, held), mmd_floor: floor, c2st_accuracy: classifierAccuracy(seen, held, TOKEN_FEATURES) };
};

const textMetric = defineNode({
  type: 'metric.texts',
  version: 1,
  title: 'Text quality',
  level: 'study',
  category: 'metric',
  summary: 'Distance of written texts from held-out ones, by the letters and short runs that they are made of',
  help: 'Counts tokens, pairs and triples in each sample and in each held-out window, and compares both sets: maximum mean discrepancy (MMD), beside the floor that as many other held-out windows get, and a classifier two-sample test (C2ST), which says how often samples are told from text: ½ where nobody could. It sees spelling and short words, not meaning. A network that takes long to write is asked for fewer samples, and with few samples the floor is higher.',
  formula:
    '\\mathrm{MMD}(P, Q) = \\left\\|\\mathbb E_{x \\sim P}\\,\\varphi(x) - \\mathbb E_{y \\sim Q}\\,\\varphi(y)\\right\\|',
  source:
    'MMD: Gretton et al. 2012, eq. 5; counts of runs: Leslie et al. 2002; hashed: Weinberger et al. 2009; C2ST: Lopez-Paz & Oquab 2017',
  keywords: ['mmd', 'c2st', 'two-sample', 'text', 'n-gram', 'spectrum kernel', 'evaluation'],
  inputs: {
    trajectory: { label: 'trajectory', kinds: ['trajectory'] },
    data: { label: 'text', kinds: ['tokens'] },
  },
  outputs: {},
  settings: {
    count: {
      type: 'integer',
      label: 'Samples',
      help: 'Texts that are written to be judged.',
      default: 500,
      min: 64,
      max: 1_000,
      scale: 'log',
    },
  },
  sampleMeasure: { names: NAMES, count: ({ count }) => Number(count), measure: judge },
  build: (context) => {
    const trajectory = context.input('trajectory');
    if (trajectory.kind !== 'trajectory') return context.fail('needs a trajectory from a sampler.');
    const wanted = tokensOn(context, 'data').tensor.shape.slice(1);
    if (trajectory.itemShape.join() !== wanted.join())
      context.fail(
        `compares texts of ${wanted.join(' × ')} tokens, but the sampler gives items of ${trajectory.itemShape.join(' × ')}; wire in the samples of a model of this text, or take it out.`,
        takeOut(context),
      );
    return {};
  },
});

export const textMeasures = [textMetric];
