/** Attention and a perceptron four times as wide as the tokens, under PyTorch's names. */

import type { Dense, FeedForwardWeights, SelfAttentionWeights } from '../../src/core/nn';
import { linearParameters, mlpParameters } from './layers';
import type { Parameters, WorkloadParameter } from './types';

export const mixingParameters = (name: string, width: number): readonly WorkloadParameter[] => [
  ...linearParameters(`${name}.attn.qkv`, width, 3 * width),
  ...linearParameters(`${name}.attn.o`, width, width),
  ...mlpParameters(`${name}.mlp`, width, 4 * width, width),
];

const dense = (p: Parameters, name: string): Dense => ({ weight: p[`${name}.weight`], bias: p[`${name}.bias`] });

export const attentionWeights = (p: Parameters, name: string): SelfAttentionWeights => ({
  qkv: dense(p, `${name}.attn.qkv`),
  out: dense(p, `${name}.attn.o`),
});

export const feedForwardWeights = (p: Parameters, name: string): FeedForwardWeights => ({
  up: dense(p, `${name}.mlp.0`),
  down: dense(p, `${name}.mlp.2`),
});
