import {
  add,
  concat,
  constant,
  conv2d,
  convTranspose2d,
  cos,
  gelu,
  leakyRelu,
  linear,
  mul,
  relu,
  reshape,
  sigmoid,
  silu,
  sin,
  softplus,
  type Tensor,
  tanh,
} from '../tensor';
import { fanIn } from './initializers';
import { type BuildContext, defineNode, type PortValue } from './types';

const one = (tensor: Tensor): Record<string, PortValue> => ({ y: { kind: 'tensor', tensor } });
const x = { x: { label: 'x', kinds: ['tensor'] } } as const;
const y = { y: { label: 'y', kinds: ['tensor'] } } as const;
const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const show = (shape: readonly number[]): string => shape.join(' × ');

const activations = {
  relu,
  silu,
  gelu,
  tanh,
  sigmoid,
  softplus,
  leaky_relu: (t: Tensor) => leakyRelu(t, 0.2),
} as const;
type Activation = keyof typeof activations;

const activationOptions = [
  { value: 'relu', label: 'ReLU' },
  { value: 'silu', label: 'SiLU (swish)' },
  { value: 'gelu', label: 'GELU' },
  { value: 'tanh', label: 'tanh' },
  { value: 'sigmoid', label: 'Sigmoid' },
  { value: 'softplus', label: 'Softplus' },
  { value: 'leaky_relu', label: 'Leaky ReLU (0.2)' },
] as const;

const activate = (context: BuildContext, tensor: Tensor): Tensor =>
  activations[context.text('activation') as Activation](tensor);

/** Affine map of the last axis: (…, in) → (…, features), named `weight` (in × features) and `bias`. */
const affine = (context: BuildContext, prefix: string, input: Tensor, features: number): Tensor => {
  const size = input.shape[input.shape.length - 1];
  const weight = context.parameter(`${prefix}weight`, [size, features], fanIn(size));
  return linear(input, weight, context.parameter(`${prefix}bias`, [features], fanIn(size)));
};

const flat = (tensor: Tensor): Tensor =>
  tensor.shape.length === 2 ? tensor : reshape(tensor, [tensor.shape[0], product(tensor.shape.slice(1))]);

const needImages = (context: BuildContext, tensor: Tensor): Tensor =>
  tensor.shape.length === 4
    ? tensor
    : context.fail(
        `needs images (batch × channels × height × width) but gets ${show(tensor.shape)}; set the data's layout to "image" or insert Reshape before it.`,
      );

export const networkInput = defineNode({
  type: 'layer.input',
  version: 1,
  title: 'Input',
  level: 'network',
  category: 'input/output',
  summary: 'What the network is given',
  help: 'One of the values that the network’s node receives on the study graph: x for encoders, z for decoders, x and t for denoisers.',
  inputs: {},
  outputs: y,
  settings: {
    name: {
      type: 'choice',
      label: 'Value',
      help: 'Which of the node’s inputs enters here.',
      default: 'x',
      options: [
        { value: 'x', label: 'x (data or noisy data)' },
        { value: 'z', label: 'z (latent)' },
        { value: 't', label: 't (time)' },
      ],
    },
  },
  build: (context) => {
    const name = context.text('name');
    const given = context.surroundings?.inputs ?? {};
    const tensor = given[name];
    if (!tensor) {
      const known = Object.keys(given).map((key) => `"${key}"`);
      return context.fail(`asks for "${name}", which this network is not given; choose ${known.join(' or ')}.`);
    }
    return one(tensor);
  },
});

export const networkOutput = defineNode({
  type: 'layer.output',
  version: 1,
  title: 'Output',
  level: 'network',
  category: 'input/output',
  summary: 'What the network gives back, fitted to the shape its node needs',
  help: 'Passes the value on when it already has the shape the study graph needs, reshapes it when only the arrangement differs, and otherwise adds a linear layer of the right width.',
  inputs: x,
  outputs: y,
  settings: {},
  build: (context) => {
    const input = context.tensor('x');
    const wanted = context.surroundings?.shape ?? input.shape;
    const size = product(wanted.slice(1));
    const value = product(input.shape.slice(1)) === size ? input : affine(context, '', flat(input), size);
    const same = value.shape.length === wanted.length && value.shape.every((n, axis) => n === wanted[axis]);
    return one(same ? value : reshape(value, wanted));
  },
});

export const linearLayer = defineNode({
  type: 'layer.linear',
  version: 1,
  title: 'Linear',
  level: 'network',
  category: 'layer',
  summary: 'Affine map of the last axis',
  help: 'Multiplies by a trainable matrix and adds a trainable bias. Starts from U(−1/√in, 1/√in), as PyTorch does.',
  formula: 'y = xW + b',
  keywords: ['dense', 'fully connected', 'affine'],
  inputs: x,
  outputs: y,
  settings: {
    features: {
      type: 'integer',
      label: 'Width',
      help: 'Numbers put out for each item.',
      default: 128,
      min: 1,
      max: 16_384,
      scale: 'log',
    },
  },
  build: (context) => one(affine(context, '', context.tensor('x'), context.number('features'))),
});

export const activationLayer = defineNode({
  type: 'layer.activation',
  version: 1,
  title: 'Activation',
  level: 'network',
  category: 'layer',
  summary: 'Elementwise non-linearity',
  help: 'Without it two linear layers would be one.',
  keywords: ['relu', 'silu', 'gelu', 'tanh', 'sigmoid'],
  inputs: x,
  outputs: y,
  settings: {
    activation: {
      type: 'choice',
      label: 'Function',
      help: 'ReLU is the plain choice; SiLU is smooth, which flows and diffusion like.',
      default: 'relu',
      options: activationOptions,
    },
  },
  build: (context) => one(activate(context, context.tensor('x'))),
});

export const mlpBlock = defineNode({
  type: 'block.mlp',
  version: 1,
  title: 'MLP',
  level: 'network',
  category: 'block',
  summary: 'A stack of linear layers, each followed by an activation',
  help: 'Images are flattened first. The last layer here is hidden too: Output adds the final linear layer.',
  formula: 'h_{i+1} = \\phi(h_i W_i + b_i)',
  keywords: ['multilayer perceptron', 'dense', 'fully connected'],
  inputs: x,
  outputs: y,
  settings: {
    hidden: {
      type: 'integers',
      label: 'Hidden widths',
      help: 'One linear layer a number.',
      default: [128, 128],
      min: 1,
      max: 8_192,
      minLength: 1,
      maxLength: 16,
    },
    activation: {
      type: 'choice',
      label: 'Activation',
      help: 'Applied after every layer.',
      default: 'relu',
      options: activationOptions,
    },
  },
  build: (context) =>
    one(
      context
        .integers('hidden')
        .reduce((h, width, i) => activate(context, affine(context, `${i}.`, h, width)), flat(context.tensor('x'))),
    ),
});

const convSettings = {
  channels: {
    type: 'integer',
    label: 'Channels',
    help: 'Feature maps put out.',
    default: 32,
    min: 1,
    max: 1_024,
    scale: 'log',
  },
  kernel: {
    type: 'integer',
    label: 'Kernel',
    help: 'Height and width of the filter in pixels.',
    default: 4,
    min: 1,
    max: 15,
    unit: 'px',
  },
  stride: {
    type: 'integer',
    label: 'Stride',
    help: 'Pixels between two positions of the filter.',
    default: 2,
    min: 1,
    max: 8,
    unit: 'px',
  },
  padding: {
    type: 'integer',
    label: 'Padding',
    help: 'Zeros put around the picture.',
    default: 1,
    min: 0,
    max: 8,
    unit: 'px',
  },
} as const;

const geometry = (context: BuildContext) => ({ stride: context.number('stride'), padding: context.number('padding') });

export const convLayer = defineNode({
  type: 'layer.conv2d',
  version: 1,
  title: 'Convolution',
  level: 'network',
  category: 'layer',
  summary: 'Slides trainable filters over a picture',
  help: 'A kernel of 4 with stride 2 and padding 1 halves height and width.',
  formula: 'y_{o} = b_o + \\sum_c W_{o,c} \\star x_c',
  keywords: ['conv2d', 'convnet'],
  inputs: x,
  outputs: y,
  settings: convSettings,
  build: (context) => {
    const input = needImages(context, context.tensor('x'));
    const [channels, kernel] = [context.number('channels'), context.number('kernel')];
    const fan = input.shape[1] * kernel * kernel;
    const weight = context.parameter('weight', [channels, input.shape[1], kernel, kernel], fanIn(fan));
    const bias = context.parameter('bias', [channels], fanIn(fan));
    return one(conv2d(input, weight, { ...geometry(context), bias }));
  },
});

export const convTransposeLayer = defineNode({
  type: 'layer.conv_transpose2d',
  version: 1,
  title: 'Transposed convolution',
  level: 'network',
  category: 'layer',
  summary: 'Grows a picture with trainable filters',
  help: 'The transpose of a convolution: a kernel of 4 with stride 2 and padding 1 doubles height and width.',
  keywords: ['deconvolution', 'upsample', 'convtranspose2d'],
  inputs: x,
  outputs: y,
  settings: convSettings,
  build: (context) => {
    const input = needImages(context, context.tensor('x'));
    const [channels, kernel] = [context.number('channels'), context.number('kernel')];
    // PyTorch counts the fan of a transposed convolution over the output channels; we start from the same bound.
    const fan = channels * kernel * kernel;
    const weight = context.parameter('weight', [input.shape[1], channels, kernel, kernel], fanIn(fan));
    const bias = context.parameter('bias', [channels], fanIn(fan));
    return one(convTranspose2d(input, weight, { ...geometry(context), bias }));
  },
});

export const flattenLayer = defineNode({
  type: 'layer.flatten',
  version: 1,
  title: 'Flatten',
  level: 'network',
  category: 'layer',
  summary: 'One row of numbers an item',
  help: 'Keeps the batch axis and joins all others.',
  inputs: x,
  outputs: y,
  settings: {},
  build: (context) => one(flat(context.tensor('x'))),
});

export const reshapeLayer = defineNode({
  type: 'layer.reshape',
  version: 1,
  title: 'Reshape',
  level: 'network',
  category: 'layer',
  summary: 'Rearranges the numbers of an item',
  help: 'The batch axis stays. Channels come first: 64, 7, 7 is 64 maps of 7 × 7 pixels.',
  inputs: x,
  outputs: y,
  settings: {
    shape: {
      type: 'integers',
      label: 'Shape',
      help: 'Shape of one item, without the batch.',
      default: [64, 7, 7],
      min: 1,
      max: 65_536,
      minLength: 1,
      maxLength: 4,
    },
  },
  build: (context) => {
    const input = context.tensor('x');
    const shape = context.integers('shape');
    if (product(shape) !== product(input.shape.slice(1)))
      context.fail(
        `gets ${product(input.shape.slice(1))} numbers an item, but ${show(shape)} holds ${product(shape)}; change the shape or the layer before it.`,
      );
    return one(reshape(input, [input.shape[0], ...shape]));
  },
});

export const concatLayer = defineNode({
  type: 'layer.concat',
  version: 1,
  title: 'Concat',
  level: 'network',
  category: 'layer',
  summary: 'Puts two values side by side',
  help: 'Joins along the first axis after the batch: features of vectors, channels of images.',
  formula: 'y = [a, b]',
  keywords: ['join', 'cat'],
  inputs: { a: { label: 'a', kinds: ['tensor'] }, b: { label: 'b', kinds: ['tensor'] } },
  outputs: y,
  settings: {},
  build: (context) => {
    const [a, b] = [context.tensor('a'), context.tensor('b')];
    const fits = (n: number, axis: number): boolean => axis === 1 || n === b.shape[axis];
    if (a.shape.length < 2 || a.shape.length !== b.shape.length || !a.shape.every(fits))
      context.fail(
        `cannot join ${show(a.shape)} and ${show(b.shape)}: they may differ in the first axis after the batch only; reshape one of them, or put a Time embedding after t.`,
      );
    return one(concat([a, b], 1));
  },
});

export const addLayer = defineNode({
  type: 'layer.add',
  version: 1,
  title: 'Add',
  level: 'network',
  category: 'layer',
  summary: 'Sum of two values of one shape (a residual)',
  help: 'Both values need the same shape.',
  formula: 'y = a + b',
  keywords: ['residual', 'skip', 'sum'],
  inputs: { a: { label: 'a', kinds: ['tensor'] }, b: { label: 'b', kinds: ['tensor'] } },
  outputs: y,
  settings: {},
  build: (context) => {
    const [a, b] = [context.tensor('a'), context.tensor('b')];
    if (a.shape.join() !== b.shape.join())
      context.fail(`cannot add ${show(a.shape)} and ${show(b.shape)}; put a layer before one so that both agree.`);
    return one(add(a, b));
  },
});

export const timeEmbeddingLayer = defineNode({
  type: 'layer.time_embedding',
  version: 1,
  title: 'Time embedding',
  level: 'network',
  category: 'layer',
  summary: 'Turns a time t in [0, 1] into features',
  help: 'Plain passes t on as one number, enough for small problems in the plane. Sinusoidal gives sines and cosines of many frequencies, which lets a network tell close times apart.',
  formula: '\\left[\\cos(1000\\,t\\,\\omega_i),\\ \\sin(1000\\,t\\,\\omega_i)\\right],\\quad \\omega_i = 10000^{-2i/d}',
  source: 'Vaswani et al. 2017, section 3.5; Ho et al. 2020',
  keywords: ['sinusoidal', 'positional', 'timestep'],
  inputs: { t: { label: 't', kinds: ['tensor'] } },
  outputs: y,
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
  },
  build: (context) => {
    const t = context.tensor('t');
    if (t.shape.length !== 1)
      context.fail(`takes one time an item but gets ${show(t.shape)}; wire the network’s t input here.`);
    const column = reshape(t, [t.shape[0], 1]);
    if (context.text('embedding') === 'plain') return one(column);
    const half = Math.floor(context.number('width') / 2);
    const frequencies = Float32Array.from({ length: half }, (_, i) => 1000 * Math.exp((-Math.log(10_000) * i) / half));
    const angles = mul(column, constant(frequencies, [1, half]));
    return one(concat([cos(angles), sin(angles)], 1));
  },
});

export const layers = [
  networkInput,
  networkOutput,
  linearLayer,
  activationLayer,
  mlpBlock,
  convLayer,
  convTransposeLayer,
  flattenLayer,
  reshapeLayer,
  concatLayer,
  addLayer,
  timeEmbeddingLayer,
];
