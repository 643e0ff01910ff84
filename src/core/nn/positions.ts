/** Where a token stands: sinusoidal tables and rotary embeddings. */

import { add, concat, constant, mul, neg, split, type Tensor, TensorError } from '../tensor';

const frequency = (i: number, pairs: number, base: number): number => base ** (-i / pairs);

/**
 * Sinusoidal positions as a constant [length, dim]: column 2i holds sin(p·ω), column 2i + 1 cos(p·ω), with
 * ω = base^(−2i/dim) (Vaswani et al. 2017, section 3.5).
 */
export function sinusoidalPositions(length: number, dim: number, { base = 10_000 } = {}): Tensor {
  const data = Float32Array.from({ length: length * dim }, (_, at) => {
    const [position, column] = [Math.floor(at / dim), at % dim];
    const angle = position * frequency(Math.floor(column / 2), dim / 2, base);
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
  return constant(data, [length, dim]);
}

/**
 * Rotary embedding (Su et al. 2021) of x [..., T, d] with even d: the pair (i, i + d/2) of position p is turned by
 * the angle p·base^(−2i/d), so that scores depend on distances only.
 */
export function rotary(x: Tensor, { base = 10_000 } = {}): Tensor {
  const [length, width] = x.shape.slice(-2);
  if (width % 2 !== 0) {
    throw new TensorError(`rotary: got a width of ${width} a head, expected an even one; change width or heads.`);
  }
  const half = width / 2;
  const table = (f: (angle: number) => number): Tensor => {
    const angle = (at: number): number => Math.floor(at / width) * frequency(at % half, half, base);
    return constant(
      Float32Array.from({ length: length * width }, (_, at) => f(angle(at))),
      [length, width],
    );
  };
  const [first, second] = split(x, [half, half], -1);
  const turned = concat([neg(second), first], -1);
  return add(mul(x, table(Math.cos)), mul(turned, table(Math.sin)));
}
