import { meanSquaredError } from '../../src/core/generative/objectives';
import { linearPath, linearVelocity } from '../../src/core/generative/paths';
import { embed, feedForward, gated, layerNorm, modulate, selfAttention, timestepEmbedding } from '../../src/core/nn';
import { add, input, silu, split, type Tensor } from '../../src/core/tensor';
import { embeddingParameters, linearLayer, linearParameters, mlp, mlpParameters } from './layers';
import { integerFeed, normalFeed, pixels, uniformFeed } from './noise';
import { attentionWeights, feedForwardWeights, mixingParameters } from './transformer';
import type { Parameters, Workload, WorkloadParameter } from './types';

const batch = 64;
const width = 128;
const heads = 4;
const tokens = [batch, 49, 16];
/** Ten digits and "no label". */
const labels = 11;
const blocks = ['blocks.0', 'blocks.1', 'blocks.2', 'blocks.3'];

const parameters: readonly WorkloadParameter[] = [
  { name: 'pos', shape: [1, 49, width], draw: { normal: 0.02 } },
  ...linearParameters('patch', 16, width),
  ...mlpParameters('temb', width, width, width),
  ...embeddingParameters('label', labels, width),
  ...blocks.flatMap((name) => [...mixingParameters(name, width), ...linearParameters(`${name}.ada`, width, 6 * width)]),
  ...linearParameters('ada', width, 2 * width),
  ...linearParameters('out', width, 16),
];

/** Scales, shifts and gates [B, D] from the condition c [B, D] (adaLN; Peebles & Xie 2023). */
const modulations = (p: Parameters, name: string, c: Tensor, count: number): Tensor[] =>
  split(linearLayer(p, name, silu(c)), new Array<number>(count).fill(width), -1);

function block(p: Parameters, name: string, x: Tensor, c: Tensor): Tensor {
  const [s1, b1, g1, s2, b2, g2] = modulations(p, `${name}.ada`, c, 6);
  const seen = selfAttention(modulate(layerNorm(x), s1, b1), attentionWeights(p, name), { heads });
  const h = add(x, gated(seen, g1));
  return add(h, gated(feedForward(modulate(layerNorm(h), s2, b2), feedForwardWeights(p, name)), g2));
}

/** Velocity of patches x [B, 49, 16] at times t [B] under labels [B]. */
function velocity(p: Parameters, x: Tensor, t: Tensor, label: Tensor): Tensor {
  const time = mlp(p, 'temb', timestepEmbedding(t, width), silu);
  const c = add(time, embed(p['label.weight'], label));
  let h = add(linearLayer(p, 'patch', x), p.pos);
  for (const name of blocks) h = block(p, name, h, c);
  const [scale, shift] = modulations(p, 'ada', c, 2);
  return linearLayer(p, 'out', modulate(layerNorm(h), scale, shift));
}

function loss(p: Parameters): Tensor {
  const [x, z, t] = [input('x', tokens), input('z', tokens), input('t', [batch])];
  const v = velocity(p, linearPath(x, z, t), t, input('label', [batch], 'int32'));
  return meanSquaredError(v, linearVelocity(x, z));
}

/** 28×28 in patches of 4 (49 tokens), width 128, 4 adaLN blocks, 4 heads, 10 classes, velocity loss; batch 64. */
export function dit(): Workload {
  const x = pixels(tokens);
  return {
    name: 'dit',
    groups: { dit: parameters },
    phases: [{ name: 'loss', group: 'dit', loss }],
    feeds: (t) => ({
      x,
      z: normalFeed('z', tokens, t),
      t: uniformFeed('t', [batch], t),
      label: integerFeed('label', [batch], labels, t),
    }),
  };
}
