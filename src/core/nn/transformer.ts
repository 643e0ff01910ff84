/** Transformer blocks: attention and a feed-forward part, each on a residual branch. */

import { add, gelu, silu, split, type Tensor } from '../tensor';
import {
  type CrossAttentionWeights,
  crossAttention,
  type HeadOptions,
  jointAttention,
  type SelfAttentionWeights,
  selfAttention,
} from './attention';
import { type Dense, dense, residual } from './dense';
import { type Affine, gated, layerNorm, modulate } from './norm';

export interface FeedForwardWeights {
  /** [C, hidden] */
  readonly up: Dense;
  /** [hidden, C] */
  readonly down: Dense;
}

/** down(GELU(up(x))) at every position of x [..., C]. */
export const feedForward = (x: Tensor, { up, down }: FeedForwardWeights): Tensor => dense(gelu(dense(x, up)), down);

export interface TransformerWeights {
  readonly norms: readonly [Affine, Affine];
  readonly attention: SelfAttentionWeights;
  readonly feedForward: FeedForwardWeights;
  /** Attention to a memory, between the two parts. */
  readonly memory?: { readonly norm: Affine; readonly attention: CrossAttentionWeights; readonly value: Tensor };
}

export interface BlockOptions extends HeadOptions {
  /** Applied to what each branch gives before it is added, for instance dropout. */
  readonly branch?: (value: Tensor, name: 'attention' | 'memory' | 'feedForward') => Tensor;
}

/**
 * A pre-norm Transformer block of x [B, T, C] → [B, T, C] (Vaswani et al. 2017; norms first as in Xiong et al. 2020):
 * x + attention(norm x), then cross-attention to a memory if there is one, then x + feedForward(norm x).
 */
export function transformerBlock(x: Tensor, weights: TransformerWeights, options: BlockOptions): Tensor {
  const { branch = (value: Tensor) => value } = options;
  const [first, second] = weights.norms;
  const look = (h: Tensor): Tensor =>
    branch(selfAttention(layerNorm(h, first), weights.attention, options), 'attention');
  let h = residual(x, look);
  if (weights.memory) {
    const { norm, attention, value } = weights.memory;
    const { heads } = options;
    h = residual(h, (z) => branch(crossAttention(layerNorm(z, norm), value, attention, { heads }), 'memory'));
  }
  return residual(h, (z) => branch(feedForward(layerNorm(z, second), weights.feedForward), 'feedForward'));
}

export interface DitWeights {
  readonly attention: SelfAttentionWeights;
  readonly feedForward: FeedForwardWeights;
  /** [condition, 6·C]; zeros at first, so that the block starts as the identity (adaLN-zero). */
  readonly modulation: Dense;
}

/** Scale, shift and gate of attention and feed-forward part, [B, C] each, from a condition [B, D]. */
function modulations(condition: Tensor, modulation: Dense): Tensor[] {
  const all = dense(silu(condition), modulation);
  const width = all.shape[all.shape.length - 1] / 6;
  return split(
    all,
    Array.from({ length: 6 }, () => width),
    -1,
  );
}

/** Norms of the blocks below have no parameters of their own: the condition scales and shifts. */
const ditEpsilon = 1e-6;

const modulated = (x: Tensor, scale: Tensor, shift: Tensor): Tensor =>
  modulate(layerNorm(x, { epsilon: ditEpsilon }), scale, shift);

/**
 * A diffusion Transformer block with adaLN-zero (Peebles & Xie 2023, figure 3): x [B, T, C] and a condition [B, D] →
 * [B, T, C]. The six modulations come in the order shift, scale, gate of attention, then of the feed-forward part.
 */
export function ditBlock(x: Tensor, condition: Tensor, weights: DitWeights, options: HeadOptions): Tensor {
  const [shiftA, scaleA, gateA, shiftF, scaleF, gateF] = modulations(condition, weights.modulation);
  const h = add(x, gated(selfAttention(modulated(x, scaleA, shiftA), weights.attention, options), gateA));
  return add(h, gated(feedForward(modulated(h, scaleF, shiftF), weights.feedForward), gateF));
}

/**
 * A block of two streams that meet in one attention (MMDiT, Esser et al. 2024, figure 2): a [B, S, C] and b [B, T, D]
 * with a condition [B, E] → the same shapes. Each stream has weights of its own.
 */
export function jointBlock(
  streams: readonly [Tensor, Tensor],
  condition: Tensor,
  weights: readonly [DitWeights, DitWeights],
  options: HeadOptions,
): [Tensor, Tensor] {
  const each = weights.map(({ modulation }) => modulations(condition, modulation));
  const [a, b] = streams.map((x, i) => modulated(x, each[i][1], each[i][0]));
  const seen = jointAttention([a, b], [weights[0].attention, weights[1].attention], options);
  const [y, z] = streams.map((x, i) => {
    const [, , gateA, shiftF, scaleF, gateF] = each[i];
    const h = add(x, gated(seen[i], gateA));
    return add(h, gated(feedForward(modulated(h, scaleF, shiftF), weights[i].feedForward), gateF));
  });
  return [y, z];
}
