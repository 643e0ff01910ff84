import { gelu, leakyRelu, linear, relu, reshape, sigmoid, silu, softplus, type Tensor, tanh } from '../tensor';
import { fanIn } from './initializers';
import type { BuildContext, PortValue } from './types';

export const one = (tensor: Tensor): Record<string, PortValue> => ({ y: { kind: 'tensor', tensor } });
export const x = { x: { label: 'x', kinds: ['tensor'] } } as const;
export const y = { y: { label: 'y', kinds: ['tensor'] } } as const;
export const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
export const show = (shape: readonly number[]): string => shape.join(' × ');

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

/** Affine map of the last axis: (…, in) → (…, features), named `weight` (in × features) and `bias`. */
export const affine = (context: BuildContext, prefix: string, input: Tensor, features: number): Tensor => {
  const size = input.shape[input.shape.length - 1];
  const weight = context.parameter(`${prefix}weight`, [size, features], fanIn(size));
  return linear(input, weight, context.parameter(`${prefix}bias`, [features], fanIn(size)));
};

export const flat = (tensor: Tensor): Tensor =>
  tensor.shape.length === 2 ? tensor : reshape(tensor, [tensor.shape[0], product(tensor.shape.slice(1))]);

export const needImages = (context: BuildContext, tensor: Tensor): Tensor =>
  tensor.shape.length === 4
    ? tensor
    : context.fail(
        `needs images (batch × channels × height × width) but gets ${show(tensor.shape)}; set the data's layout to "image" or insert Reshape before it.`,
      );
