/** Scaled dot-product attention (Vaswani et al. 2017), with one head or many. */

import {
  add,
  concat,
  constant,
  matmul,
  mul,
  reshape,
  softmax,
  split,
  type Tensor,
  TensorError,
  transpose,
} from '../tensor';
import { type Dense, dense } from './dense';
import { rotary } from './positions';

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

/** [B, T, heads·d] → [B, heads, T, d]. */
export function splitHeads(x: Tensor, heads: number): Tensor {
  const [batch, length, width] = x.shape;
  if (width % heads !== 0) {
    throw new TensorError(
      `attention: got a width of ${width} and ${heads} heads, expected a width divisible by the heads; choose another number of heads.`,
    );
  }
  return transpose(reshape(x, [batch, length, heads, width / heads]), [0, 2, 1, 3]);
}

/** [B, heads, T, d] → [B, T, heads·d]. */
export function mergeHeads(x: Tensor): Tensor {
  const [batch, heads, length, width] = x.shape;
  return reshape(transpose(x, [0, 2, 1, 3]), [batch, length, heads * width]);
}

export interface HeadOptions extends AttentionOptions {
  readonly heads: number;
  /** Turns queries and keys by their positions (rotary embedding). */
  readonly rotary?: boolean;
}

/** Attention in each head of q [B, queries, W], k and v [B, keys, W] → [B, queries, W]. */
export function multiHeadAttention(q: Tensor, k: Tensor, v: Tensor, options: HeadOptions): Tensor {
  const parts = [q, k, v].map((x) => splitHeads(x, options.heads));
  const turned = options.rotary ? [rotary(parts[0]), rotary(parts[1])] : parts;
  return mergeHeads(attention(turned[0], turned[1], parts[2], options));
}

/** The packed projection to queries, keys and values [C, 3·W], and the one that follows the heads [W, C]. */
export interface SelfAttentionWeights {
  readonly qkv: Dense;
  readonly out: Dense;
}

/** Multi-head self-attention of x [B, T, C] → [B, T, C]. */
export function selfAttention(x: Tensor, { qkv, out }: SelfAttentionWeights, options: HeadOptions): Tensor {
  const [q, k, v] = thirds(dense(x, qkv));
  return dense(multiHeadAttention(q, k, v, options), out);
}

const thirds = (x: Tensor): Tensor[] => {
  const width = x.shape[x.shape.length - 1] / 3;
  return split(x, [width, width, width], -1);
};

/** The projections to queries [C, W], to keys and values [M, 2·W], and the one that follows the heads [W, C]. */
export interface CrossAttentionWeights {
  readonly q: Dense;
  readonly kv: Dense;
  readonly out: Dense;
}

/** Multi-head attention of x [B, T, C] to a memory [B, S, M] of any length and width → [B, T, C]. */
export function crossAttention(
  x: Tensor,
  memory: Tensor,
  { q, kv, out }: CrossAttentionWeights,
  options: HeadOptions,
): Tensor {
  const both = dense(memory, kv);
  const width = both.shape[both.shape.length - 1] / 2;
  const [k, v] = split(both, [width, width], -1);
  return dense(multiHeadAttention(dense(x, q), k, v, options), out);
}

/**
 * Attention over the tokens of two streams together, each with projections of its own (MMDiT, Esser et al. 2024):
 * a [B, S, C], b [B, T, D] → the same shapes. Both qkv projections have one width W.
 */
export function jointAttention(
  [a, b]: readonly [Tensor, Tensor],
  [first, second]: readonly [SelfAttentionWeights, SelfAttentionWeights],
  options: HeadOptions,
): [Tensor, Tensor] {
  const parts = [thirds(dense(a, first.qkv)), thirds(dense(b, second.qkv))];
  const [q, k, v] = [0, 1, 2].map((i) => concat([parts[0][i], parts[1][i]], 1));
  const [y, z] = split(multiHeadAttention(q, k, v, options), [a.shape[1], b.shape[1]], 1);
  return [dense(y, first.out), dense(z, second.out)];
}
