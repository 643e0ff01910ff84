import { concat, constant, cos, mul, reshape, sin, slice } from '../tensor';
import { convLayer, convTransposeLayer } from './convolution-layers';
import { activate, activationOptions, affine, flat, one, product, show, x, y } from './layer-tools';
import { addLayer, concatLayer, flattenLayer, reshapeLayer } from './shape-layers';
import { defineNode } from './types';

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
    const width = context.number('width');
    const half = Math.ceil(width / 2);
    const frequencies = Float32Array.from({ length: half }, (_, i) => 1000 * Math.exp((-Math.log(10_000) * i) / half));
    const angles = mul(column, constant(frequencies, [1, half]));
    const sines = slice(sin(angles), { starts: [0], ends: [width - half], axes: [1] });
    return one(concat([cos(angles), sines], 1));
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
