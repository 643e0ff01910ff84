import { embed, layerNorm, transformerBlock } from '../../src/core/nn';
import { add, input, logSoftmax, mean, mul, neg, oneHot, slice, sum, type Tensor } from '../../src/core/tensor';
import { affine, embeddingParameters, linearLayer, linearParameters, normParameters } from './layers';
import { integerFeed } from './noise';
import { attentionWeights, feedForwardWeights, mixingParameters } from './transformer';
import type { Parameters, Workload, WorkloadParameter } from './types';

const batch = 12;
const context = 64;
const symbols = 65;
const width = 128;
const heads = 4;
const blocks = ['blocks.0', 'blocks.1', 'blocks.2', 'blocks.3'];

const parameters: readonly WorkloadParameter[] = [
  { name: 'pos', shape: [context, width], draw: { normal: 0.02 } },
  ...embeddingParameters('tok', symbols, width),
  ...blocks.flatMap((name) => [
    ...normParameters(`${name}.n1`, width),
    ...normParameters(`${name}.n2`, width),
    ...mixingParameters(name, width),
  ]),
  ...normParameters('n', width),
  ...linearParameters('head', width, symbols),
];

const block = (p: Parameters, name: string, x: Tensor): Tensor =>
  transformerBlock(
    x,
    {
      norms: [affine(p, `${name}.n1`), affine(p, `${name}.n2`)],
      attention: attentionWeights(p, name),
      feedForward: feedForwardWeights(p, name),
    },
    { heads, causal: true },
  );

/** Cross entropy of each next symbol, in nats, averaged. */
function loss(p: Parameters): Tensor {
  const ids = input('ids', [batch, context + 1], 'int32');
  const at = (start: number): Tensor => slice(ids, { axes: [1], starts: [start], ends: [start + context] });
  let h = add(embed(p['tok.weight'], at(0)), p.pos);
  for (const name of blocks) h = block(p, name, h);
  const logits = linearLayer(p, 'head', layerNorm(h, affine(p, 'n')));
  return neg(mean(sum(mul(logSoftmax(logits), oneHot(at(1), symbols)), { axes: [-1] })));
}

/** Character language model: 65 symbols, context 64, width 128, 4 blocks, 4 heads; batch 12. */
export function charGpt(): Workload {
  const ids = integerFeed('ids', [batch, context + 1], symbols, 0);
  return {
    name: 'char-gpt',
    groups: { gpt: parameters },
    phases: [{ name: 'loss', group: 'gpt', loss }],
    feeds: () => ({ ids }),
  };
}
