import { dropout } from '../nn';
import { conv2d, linear, reshape, type Shape, sizeOf, type Tensor } from '../tensor';
import { arithmeticLayers } from './arithmetic-layers';
import { attentionLayers } from './attention-layers';
import { blockLayers } from './block-layers';
import { combineLayers } from './combine-layers';
import { convolutionLayers } from './convolution-layers';
import { customBlocks } from './custom-blocks';
import { embeddingLayers } from './embedding-layers';
import { fanIn } from './initializers';
import {
  activate,
  activationOptions,
  affine,
  bounded,
  defineLayer,
  denseParameters,
  flat,
  needNumbers,
  one,
  spectralSetting,
} from './layer-tools';
import { normalisationLayers } from './normalisation-layers';
import { recurrentLayers } from './recurrent-layers';
import { set, takeOut } from './remedies';
import { resamplingLayers } from './resampling-layers';
import { shapeLayers } from './shape-layers';
import { transformerLayers } from './transformer-layers';
import type { BuildContext } from './types';

const networkInput = defineLayer({
  type: 'layer.input',
  title: 'Input',
  category: 'input/output',
  summary: 'What the network is given',
  help: 'One of the values that the network’s node receives on the study graph: x for encoders, z for decoders, x and t for denoisers, tokens for sequence models, y where a condition comes in.',
  keywords: ['argument', 'given', 'source', 'entry'],
  inputs: {},
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
        { value: 'y', label: 'y (label or condition)' },
        { value: 'tokens', label: 'tokens (of a sequence)' },
      ],
    },
  },
  build: (context) => {
    // First of all: a port of the block may be called like a value of the node.
    if (context.surroundings?.block)
      return context.fail('belongs in the network of a study node; use Block input here.', takeOut(context));
    const name = context.text('name');
    const given = context.surroundings?.inputs ?? {};
    const tensor = given[name];
    if (!tensor) {
      const known = Object.keys(given);
      const choices = known.map((key) => `"${key}"`).join(' or ');
      return context.fail(
        `asks for "${name}", which this network is not given; choose ${choices}${name === 'y' ? ', or wire labels into its node' : ''}.`,
        ...known.map((key) => set('name', key, `Ask for ${key}`)),
      );
    }
    return one(tensor);
  },
});

/** Whether two shapes differ along one axis only. */
const differOnly = (a: Shape, b: Shape, at: number): boolean =>
  a.length === b.length && a.every((n, axis) => (axis === at ? n !== b[axis] : n === b[axis]));

/** A trained layer that brings a value to the wanted shape, or to one with as many numbers. */
const fitted = (context: BuildContext, input: Tensor, wanted: Shape): Tensor => {
  const last = input.shape.length - 1;
  if (last === 2 && differOnly(input.shape, wanted, last)) return affine(context, '', input, wanted[last]);
  if (last === 3 && differOnly(input.shape, wanted, 1)) {
    const start = fanIn(input.shape[1]);
    const weight = context.parameter('weight', [wanted[1], input.shape[1], 1, 1], start);
    return conv2d(input, weight, { bias: context.parameter('bias', [wanted[1]], start) });
  }
  return affine(context, '', flat(input), sizeOf(wanted.slice(1)));
};

const networkOutput = defineLayer({
  type: 'layer.output',
  title: 'Output',
  category: 'input/output',
  summary: 'What the network gives back, fitted to the shape its node needs',
  help: 'Passes the value on when it already has the shape the study graph needs, and reshapes it when only the arrangement differs. Otherwise it adds a linear layer of the right width: for each step where only the features of a sequence differ, for each pixel where only the channels of a picture differ, else for the whole item.',
  keywords: ['result', 'return', 'head', 'exit'],
  outputs: {},
  build: (context) => {
    const input = needNumbers(context, context.tensor('x'));
    if (context.surroundings?.block)
      return context.fail('belongs in the network of a study node; use Block output here.', takeOut(context));
    const wanted = context.surroundings?.shape ?? input.shape;
    const value = sizeOf(input.shape.slice(1)) === sizeOf(wanted.slice(1)) ? input : fitted(context, input, wanted);
    return one(reshape(value, wanted));
  },
});

export const linearLayer = defineLayer({
  type: 'layer.linear',
  title: 'Linear',
  category: 'layer',
  summary: 'Affine map of the last axis',
  help: 'Multiplies by a trainable matrix and adds a trainable bias. Starts from U(−1/√in, 1/√in), as PyTorch does.',
  formula: 'y = xW + b',
  keywords: ['dense', 'fully connected', 'affine'],
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
    ...spectralSetting,
  },
  build: (context) => {
    const input = needNumbers(context, context.tensor('x'));
    const size = input.shape[input.shape.length - 1];
    const { weight, bias } = denseParameters(context, '', [size, context.number('features')]);
    return one(linear(input, bounded(context, weight, 1), bias));
  },
});

const activationLayer = defineLayer({
  type: 'layer.activation',
  title: 'Activation',
  category: 'layer',
  summary: 'Elementwise non-linearity',
  help: 'Without it two linear layers would be one.',
  formula:
    '\\mathrm{ReLU}(x) = \\max(0, x),\\quad \\mathrm{SiLU}(x) = x\\,\\sigma(x),\\quad \\mathrm{GELU}(x) = x\\,\\Phi(x)',
  source: 'Nair & Hinton 2010 (ReLU); Hendrycks & Gimpel 2016 (GELU, SiLU)',
  keywords: ['relu', 'silu', 'swish', 'gelu', 'tanh', 'sigmoid', 'softplus', 'leaky relu', 'non-linearity'],
  settings: {
    activation: {
      type: 'choice',
      label: 'Function',
      help: 'ReLU is the plain choice; SiLU is smooth, which flows and diffusion like.',
      default: 'relu',
      options: activationOptions,
    },
  },
  build: (context) => one(activate(context, needNumbers(context, context.tensor('x')))),
});

const dropoutLayer = defineLayer({
  type: 'layer.dropout',
  title: 'Dropout',
  category: 'layer',
  summary: 'Zeroes random numbers while training',
  help: 'Keeps a network from leaning on single features. What stays is scaled up so that sums keep their size. It is off when the model is looked at, measured or sampled from.',
  formula: 'y = \\frac{m \\odot x}{1 - p},\\quad m \\sim \\mathrm{Bernoulli}(1 - p)',
  source: 'Srivastava et al. 2014',
  keywords: ['regularisation', 'regularization', 'noise'],
  settings: {
    rate: {
      type: 'number',
      label: 'Rate',
      help: 'Share of numbers that become zero.',
      default: 0.1,
      min: 0,
      max: 0.95,
      step: 0.05,
    },
  },
  build: (context) => {
    const input = needNumbers(context, context.tensor('x'));
    if (!context.training) return one(input);
    return one(dropout(input, context.number('rate'), context.random('mask', input.shape, 'uniform')));
  },
});

export const layers = [
  networkInput,
  networkOutput,
  ...blockLayers,
  ...customBlocks,
  linearLayer,
  activationLayer,
  dropoutLayer,
  ...arithmeticLayers,
  ...embeddingLayers,
  ...convolutionLayers,
  ...resamplingLayers,
  ...normalisationLayers,
  ...attentionLayers,
  ...recurrentLayers,
  ...transformerLayers,
  ...combineLayers,
  ...shapeLayers,
];
