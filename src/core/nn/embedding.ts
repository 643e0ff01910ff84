/** Embeddings of times and of whole numbers. */

import { concat, constant, cos, expandDims, gather, mul, sin, slice, type Tensor } from '../tensor';

/**
 * Sinusoidal embedding of t [B] as [B, dim]: cosines, then sines, of scale·t·ω_i with ω_i = maxPeriod^(−i/n) for
 * i = 0 … n − 1, where n is dim / 2 rounded up; an odd dim has one sine less (Vaswani et al. 2017; order and
 * spacing as in the code of Nichol & Dhariwal 2021).
 */
export function timestepEmbedding(t: Tensor, dim: number, { scale = 1000, maxPeriod = 10_000 } = {}): Tensor {
  const half = Math.ceil(dim / 2);
  const frequencies = Float32Array.from(
    { length: half },
    (_, i) => Math.exp((-Math.log(maxPeriod) * i) / half) * scale,
  );
  const angles = mul(expandDims(t, -1), constant(frequencies, [half]));
  const sines = slice(sin(angles), { axes: [1], starts: [0], ends: [dim - half] });
  return concat([cos(angles), sines], -1);
}

/** The row of a table [entries, dim] for each int32 index [...] → [..., dim]; indices run from 0 to entries − 1. */
export const embed = (table: Tensor, indices: Tensor): Tensor => gather(table, indices, 0);
