import { type Affine, type Dense, spectralNorm } from '../nn';
import { gelu, leakyRelu, linear, relu, reshape, sigmoid, silu, sizeOf, softplus, type Tensor, tanh } from '../tensor';
import { fanIn, ones, zeros } from './initializers';
import { insert, setDivisor, towardsSequence, towardsSpatial, towardsVectors } from './remedies';
import { type BuildContext, defineNode, type Initializer, type NodeDefinition, type PortValue } from './types';

export const one = (tensor: Tensor): Record<string, PortValue> => ({ y: { kind: 'tensor', tensor } });
export const port = (label: string, help?: string) => ({ label, kinds: ['tensor'], ...(help && { help }) }) as const;
export const x = { x: port('x') } as const;
export const y = { y: port('y') } as const;
export const show = (shape: readonly number[]): string => shape.join(' × ');

type Given = 'type' | 'title' | 'category' | 'summary' | 'help' | 'build';
type Usual = 'version' | 'level' | 'inputs' | 'outputs' | 'settings';

/** A layer of a network; from x to y and without settings unless it says otherwise. */
export const defineLayer = (
  layer: Pick<NodeDefinition, Given> & Partial<Omit<NodeDefinition, Given | 'level'>>,
): NodeDefinition => {
  const usual: Pick<NodeDefinition, Usual> = { version: 1, level: 'network', inputs: x, outputs: y, settings: {} };
  return defineNode({ ...usual, ...layer });
};

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

export const activationOptions = [
  { value: 'relu', label: 'ReLU' },
  { value: 'silu', label: 'SiLU (swish)' },
  { value: 'gelu', label: 'GELU' },
  { value: 'tanh', label: 'tanh' },
  { value: 'sigmoid', label: 'Sigmoid' },
  { value: 'softplus', label: 'Softplus' },
  { value: 'leaky_relu', label: 'Leaky ReLU (0.2)' },
] as const;

export const activate = (context: BuildContext, tensor: Tensor): Tensor =>
  activations[context.text('activation') as Activation](tensor);

/** Parameters of an affine map (inputs → outputs), named `weight` (inputs × outputs) and `bias`. */
export const denseParameters = (
  context: BuildContext,
  prefix: string,
  [inputs, outputs]: readonly [number, number],
  start: { readonly weight: Initializer; readonly bias: Initializer } = { weight: fanIn(inputs), bias: fanIn(inputs) },
): Required<Dense> => ({
  weight: context.parameter(`${prefix}weight`, [inputs, outputs], start.weight),
  bias: context.parameter(`${prefix}bias`, [outputs], start.bias),
});

/** Affine map of the last axis: (…, in) → (…, features). */
export const affine = (context: BuildContext, prefix: string, input: Tensor, features: number): Tensor => {
  const size = needNumbers(context, input).shape[input.shape.length - 1];
  const { weight, bias } = denseParameters(context, prefix, [size, features]);
  return linear(input, weight, bias);
};

/** Setting of layers that put out feature maps. */
export const channels = {
  type: 'integer',
  label: 'Channels',
  help: 'Feature maps put out.',
  default: 32,
  min: 1,
  max: 1_024,
  scale: 'log',
} as const;

/** Setting of layers whose weight can be bounded. */
export const spectralSetting = {
  spectral: {
    type: 'toggle',
    label: 'Spectral norm',
    advanced: true,
    help: 'Divides the weight by its largest singular value, so that the layer never stretches anything. It steadies the critic of a GAN (Miyato et al. 2018).',
    default: false,
  },
} as const;

/** The weight, divided by its largest singular value where the setting asks for it; `axis` is its output axis. */
export const bounded = (context: BuildContext, weight: Tensor, axis: number): Tensor => {
  if (!context.toggle('spectral')) return weight;
  const before = context.state('spectral_u', [weight.shape[axis]], { type: 'normal', std: 1 });
  const { weight: divided, u } = spectralNorm(weight, before, axis);
  if (context.training) context.update('spectral_u', u);
  return divided;
};

/** Scale (from 1) and shift (from 0) of a normalisation. */
export const normParameters = (context: BuildContext, prefix: string, features: number): Affine => ({
  scale: context.parameter(`${prefix}weight`, [features], ones),
  shift: context.parameter(`${prefix}bias`, [features], zeros),
});

export const flat = (tensor: Tensor): Tensor =>
  tensor.shape.length === 2 ? tensor : reshape(tensor, [tensor.shape[0], sizeOf(tensor.shape.slice(1))]);

/** Checks that a value on a port holds real numbers. */
export const needNumbers = (context: BuildContext, tensor: Tensor, name = 'x'): Tensor =>
  tensor.dtype === 'float32'
    ? tensor
    : context.fail(
        'needs real numbers but gets labels or tokens; put an Embedding before it.',
        insert(name, 'layer.embedding', 'Insert Embedding'),
      );

const spatial = {
  1: 'signals (batch × channels × length)',
  2: 'images (batch × channels × height × width)',
  3: 'volumes (batch × channels × depth × height × width)',
} as const;

/** What would make signals, images or volumes of a value with so many axes. */
const towards = (axes: 1 | 2 | 3, given: number): string => {
  if (axes === 1) return 'insert Reshape or Swap axes before it';
  if (axes === 3 || given > 3) return 'insert Reshape before it';
  return given === 3
    ? 'insert Unpatchify or Reshape before it'
    : 'set the data\'s layout to "image" or insert Reshape before it';
};

/** Checks that a value has channels and 1 to 3 axes in space. */
export const needSpatial = (context: BuildContext, tensor: Tensor, axes: 1 | 2 | 3): Tensor =>
  tensor.shape.length === axes + 2
    ? needNumbers(context, tensor)
    : context.fail(
        `needs ${spatial[axes]} but gets ${show(tensor.shape)}; ${towards(axes, tensor.shape.length)}.`,
        ...towardsSpatial('x', tensor, axes),
      );

export const needImages = (context: BuildContext, tensor: Tensor): Tensor => needSpatial(context, tensor, 2);

/** Checks that a value is a sequence of vectors. */
export const needSequence = (context: BuildContext, tensor: Tensor, name = 'x'): Tensor => {
  if (tensor.shape.length === 3) return needNumbers(context, tensor, name);
  const remedy =
    tensor.shape.length > 3 ? 'Patchify' : tensor.dtype === 'int32' ? 'an Embedding' : 'Patchify or Reshape';
  return context.fail(
    `needs a sequence (batch × steps × features) but gets ${show(tensor.shape)}; insert ${remedy} before it.`,
    ...towardsSequence(name, tensor),
  );
};

/** Checks that a value holds one vector an item. */
export const needVectors = (context: BuildContext, tensor: Tensor, name: string): Tensor => {
  const { shape, dtype } = tensor;
  if (shape.length === 2) return needNumbers(context, tensor, name);
  const single =
    dtype === 'int32' ? 'one label an item; insert an Embedding' : 'one number an item; insert a Time embedding';
  const given = shape.length === 1 ? single : `${show(shape)}; insert Flatten or Global average pool`;
  return context.fail(
    `needs one vector an item (batch × features) on "${name}" but gets ${given} before it.`,
    ...towardsVectors(name, tensor),
  );
};

/**
 * size / by, where `by` must divide it; `what` is counted by size, `parts` says what it is cut into, `setting` is the one
 * that holds `by`.
 */
export const needDivisible = (
  context: BuildContext,
  size: number,
  by: number,
  what: string,
  parts: string,
  setting?: string,
): number =>
  size % by === 0
    ? size / by
    : context.fail(
        `cannot part ${size} ${what} into ${parts}; choose a number that divides ${size}.`,
        ...(setting === undefined ? [] : setDivisor(setting, setting, size, by)),
      );
