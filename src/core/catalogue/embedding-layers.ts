import { embed, sinusoidalPositions, timestepEmbedding } from '../nn';
import { add, oneHot, reshape, silu, type Tensor } from '../tensor';
import { affine, defineLayer, needSequence, one, port, show } from './layer-tools';
import type { BuildContext } from './types';

const width = {
  type: 'integer',
  label: 'Width',
  help: 'Numbers put out for each index.',
  default: 64,
  min: 1,
  max: 4_096,
  scale: 'log',
} as const;

const entries = {
  type: 'integer',
  label: 'Entries',
  help: 'How many different labels or tokens there are.',
  default: 10,
  min: 2,
  max: 65_536,
  scale: 'log',
} as const;

const spread = {
  type: 'number',
  label: 'Start spread',
  help: 'Standard deviation of the first values. Transformers use 0.02, PyTorch’s own default is 1.',
  default: 0.02,
  min: 0.001,
  max: 1,
  scale: 'log',
} as const;

const needIndices = (context: BuildContext, tensor: Tensor): Tensor =>
  tensor.dtype === 'int32'
    ? tensor
    : context.fail('needs labels or tokens (whole numbers) but gets real numbers; wire labels or tokens here.');

const embeddingLayer = defineLayer({
  type: 'layer.embedding',
  title: 'Embedding',
  category: 'layer',
  summary: 'A trainable vector for each label or token',
  help: 'Looks up a row of a table. Labels 0, 1, 2 … become vectors that the network learns; so do the tokens of a text.',
  source: 'Bengio et al. 2003',
  formula: 'y = E_{i}',
  keywords: ['lookup', 'token', 'label', 'class', 'gather'],
  inputs: { x: port('index') },
  settings: { entries, width, spread },
  build: (context) => {
    const indices = needIndices(context, context.tensor('x'));
    const shape = [context.number('entries'), context.number('width')];
    return one(embed(context.parameter('weight', shape, { type: 'normal', std: context.number('spread') }), indices));
  },
});

const tokenEmbeddingLayer = defineLayer({
  type: 'layer.token_embedding',
  title: 'Token embedding',
  category: 'layer',
  summary: 'A trainable vector for each token, and one for the start',
  help: 'The first layer of a sequence model. Its table fits itself: a row for each token that the model can predict, and a last one for the start token that stands before the sequence. Inside a block, which knows nothing of the model around it, use Embedding.',
  formula: 'y_i = E_{x_i}',
  source: 'Bengio et al. 2003',
  keywords: ['lookup', 'token', 'vocabulary', 'language model', 'text', 'start token'],
  inputs: { x: port('tokens') },
  settings: { width, spread },
  build: (context) => {
    const indices = needIndices(context, context.tensor('x'));
    const { inputs = {}, shape } = context.surroundings ?? {};
    const vocabulary = Object.hasOwn(inputs, 'tokens') ? shape?.at(-1) : undefined;
    if (vocabulary === undefined)
      return context.fail('belongs directly in the network of a Sequence model; use an Embedding here.');
    const entries = [vocabulary + 1, context.number('width')];
    return one(embed(context.parameter('weight', entries, { type: 'normal', std: context.number('spread') }), indices));
  },
});

const oneHotLayer = defineLayer({
  type: 'layer.one_hot',
  title: 'One-hot',
  category: 'layer',
  summary: 'A label as zeros and a single 1',
  help: 'Gives one number for each possible label: 1 for the label that came in, 0 for all others. Nothing is trained.',
  formula: 'y_k = \\begin{cases} 1 & k = i \\\\ 0 & k \\neq i \\end{cases}',
  keywords: ['label', 'class', 'indicator'],
  inputs: { x: port('index') },
  settings: { entries },
  build: (context) => one(oneHot(needIndices(context, context.tensor('x')), context.number('entries'))),
});

const timeEmbeddingLayer = defineLayer({
  type: 'layer.time_embedding',
  title: 'Time embedding',
  category: 'layer',
  summary: 'Turns a time t in [0, 1] into features',
  help: 'Plain passes t on as one number, enough for small problems in the plane. Sinusoidal gives sines and cosines of many frequencies, which lets a network tell close times apart.',
  formula: '\\left[\\cos(1000\\,t\\,\\omega_i),\\ \\sin(1000\\,t\\,\\omega_i)\\right],\\quad \\omega_i = 10000^{-2i/d}',
  source: 'Vaswani et al. 2017, section 3.5; Ho et al. 2020',
  keywords: ['sinusoidal', 'positional', 'timestep'],
  inputs: { t: port('t') },
  settings: {
    embedding: {
      type: 'choice',
      label: 'Form',
      help: 'Plain: t itself. Sinusoidal: sines and cosines.',
      default: 'sinusoidal',
      options: [
        { value: 'plain', label: 'Plain' },
        { value: 'sinusoidal', label: 'Sinusoidal' },
      ],
    },
    width: {
      type: 'integer',
      label: 'Width',
      help: 'Number of features, half of them sines.',
      default: 64,
      min: 2,
      max: 1_024,
      scale: 'log',
      visibleWhen: { setting: 'embedding', is: ['sinusoidal'] },
    },
    hidden: {
      type: 'integer',
      label: 'MLP width',
      help: 'Sends the features through two linear layers of this width with a SiLU between; 0 leaves them out.',
      default: 0,
      min: 0,
      max: 4_096,
    },
  },
  build: (context) => {
    const t = context.tensor('t');
    if (t.shape.length !== 1)
      context.fail(`takes one time an item but gets ${show(t.shape)}; wire the network’s t input here.`);
    const plain = context.text('embedding') === 'plain';
    const features = plain ? reshape(t, [t.shape[0], 1]) : timestepEmbedding(t, context.number('width'));
    const hidden = context.number('hidden');
    if (hidden === 0) return one(features);
    return one(affine(context, '1.', silu(affine(context, '0.', features, hidden)), hidden));
  },
});

const positionLayer = defineLayer({
  type: 'layer.position',
  title: 'Positional embedding',
  category: 'sequence',
  summary: 'Tells each step of a sequence where it stands',
  help: 'Adds a vector for each position. Attention sees a set without it. Learned positions are trained; sinusoidal ones are a fixed table.',
  formula: 'y_p = x_p + e_p,\\quad e_{p,2i} = \\sin(p\\,\\omega_i),\\ e_{p,2i+1} = \\cos(p\\,\\omega_i)',
  source: 'Vaswani et al. 2017, section 3.5',
  keywords: ['position', 'transformer', 'sinusoidal', 'learned'],
  settings: {
    form: {
      type: 'choice',
      label: 'Form',
      help: 'Learned: a trainable table. Sinusoidal: sines and cosines.',
      default: 'learned',
      options: [
        { value: 'learned', label: 'Learned' },
        { value: 'sinusoidal', label: 'Sinusoidal' },
      ],
    },
  },
  build: (context) => {
    const input = needSequence(context, context.tensor('x'));
    const [, length, features] = input.shape;
    const learned = context.text('form') === 'learned';
    return one(
      add(
        input,
        learned
          ? context.parameter('weight', [length, features], { type: 'normal', std: 0.02 })
          : sinusoidalPositions(length, features),
      ),
    );
  },
});

export const embeddingLayers = [embeddingLayer, tokenEmbeddingLayer, oneHotLayer, timeEmbeddingLayer, positionLayer];
