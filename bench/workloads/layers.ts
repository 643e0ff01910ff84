import {
  linear,
  type NamedArrays,
  type ParameterSpec,
  type Shape,
  sizeOf,
  type Tensor,
  uniform,
} from '../../src/core/tensor';

export type Parameters = Readonly<Record<string, Tensor>>;

/** Weight [in, out] and bias of each layer of a perceptron. */
export const mlpParameters = (name: string, ...sizes: readonly number[]): ParameterSpec[] =>
  sizes.slice(1).flatMap((out, i) => [
    { name: `${name}.${i}.weight`, shape: [sizes[i], out] },
    { name: `${name}.${i}.bias`, shape: [out] },
  ]);

/** Linear layers with an activation between them. */
export function mlp(p: Parameters, name: string, x: Tensor, activation: (x: Tensor) => Tensor): Tensor {
  let h = x;
  for (let i = 0; p[`${name}.${i}.weight`]; i++) {
    h = linear(i > 0 ? activation(h) : h, p[`${name}.${i}.weight`], p[`${name}.${i}.bias`]);
  }
  return h;
}

const fanIn = (shape: Shape): number => (shape.length === 4 ? shape[1] * shape[2] * shape[3] : shape[0]);

/** Uniform in ±1/√(fan in), as PyTorch's linear and convolution layers; a bias takes the bound of its weight. */
export function initialise(parameters: readonly ParameterSpec[]): NamedArrays {
  let bound = 1;
  return Object.fromEntries(
    parameters.map(({ name, shape }) => {
      if (shape.length > 1) bound = 1 / Math.sqrt(fanIn(shape));
      const values = uniform(new Float32Array(sizeOf(shape)), { seed: 0, stream: name, step: 0 });
      return [name, values.map((v) => (2 * v - 1) * bound)];
    }),
  );
}
