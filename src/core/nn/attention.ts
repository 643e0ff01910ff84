/** Scaled dot-product attention (Vaswani et al. 2017). */

import { add, constant, matmul, mul, softmax, type Tensor } from '../tensor';

export interface AttentionOptions {
  /** A position sees itself and what lies before it. */
  readonly causal?: boolean;
  /** Added to the scores before the softmax; broadcasts to [..., queries, keys]. */
  readonly bias?: Tensor;
}

/** Score of what must not be seen: its weight rounds to zero, and no row becomes NaN. */
const hidden = -1e9;

/** softmax(q·kᵀ / √d)·v for q [..., queries, d], k [..., keys, d] and v [..., keys, e] → [..., queries, e]. */
export function attention(q: Tensor, k: Tensor, v: Tensor, { causal = false, bias }: AttentionOptions = {}): Tensor {
  const width = q.shape[q.shape.length - 1];
  let scores = mul(matmul(q, k, { transposeB: true }), 1 / Math.sqrt(width));
  if (bias) scores = add(scores, bias);
  if (causal) scores = add(scores, causalBias(q.shape[q.shape.length - 2], k.shape[k.shape.length - 2]));
  return matmul(softmax(scores, -1), v);
}

/** [queries, keys]: zero where a query may look; the last query sees all keys. */
export function causalBias(queries: number, keys: number): Tensor {
  const data = new Float32Array(queries * keys);
  for (let i = 0; i < queries; i++) data.fill(hidden, i * keys + (keys - queries) + i + 1, (i + 1) * keys);
  return constant(data, [queries, keys]);
}
