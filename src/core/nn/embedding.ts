/** Embeddings of times and positions. */

import { concat, constant, cos, expandDims, mul, sin, type Tensor } from '../tensor';

/**
 * Sinusoidal embedding of t [B] as [B, dim]: cosines then sines of scale·t at dim / 2 geometrically spaced frequencies
 * from 1 down to 1/maxPeriod (Vaswani et al. 2017; Ho et al. 2020).
 */
export function timestepEmbedding(t: Tensor, dim: number, { scale = 1000, maxPeriod = 10_000 } = {}): Tensor {
  const half = Math.floor(dim / 2);
  const frequencies = Float32Array.from(
    { length: half },
    (_, i) => Math.exp((-Math.log(maxPeriod) * i) / half) * scale,
  );
  const angles = mul(expandDims(t, -1), constant(frequencies, [half]));
  return concat([cos(angles), sin(angles)], -1);
}
