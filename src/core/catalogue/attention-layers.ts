import { type CrossAttentionWeights, crossAttention, type SelfAttentionWeights, selfAttention } from '../nn';
import { fanIn, xavier, zeros } from './initializers';
import { defineLayer, denseParameters, needDivisible, needSequence, one, port, x } from './layer-tools';
import { nearestDivisor, set } from './remedies';
import type { BuildContext } from './types';

export const heads = {
  type: 'integer',
  label: 'Heads',
  help: 'Parts of the features that look around on their own; it divides their number.',
  default: 4,
  min: 1,
  max: 64,
} as const;

export const causal = {
  type: 'toggle',
  label: 'Causal',
  help: 'A step sees itself and earlier steps only, as in language models.',
  default: false,
} as const;

export const rotaryPositions = {
  type: 'toggle',
  label: 'Rotary positions',
  help: 'Turns queries and keys by their position, so that attention knows distances (Su et al. 2021).',
  default: false,
} as const;

/** The heads, which must divide the width. */
export const headCount = (context: BuildContext, width: number): number => {
  const count = context.number('heads');
  const each = needDivisible(context, width, count, 'features', `${count} heads`, 'heads');
  if (context.settings.rotary === true && each % 2 !== 0) {
    const even = nearestDivisor(width, count, (heads) => (width / heads) % 2 === 0);
    context.fail(
      `needs an even number of features a head for rotary positions but has ${each}; change the heads.`,
      ...(even === undefined ? [] : [set('heads', even, `Set heads to ${even}`)]),
      set('rotary', false, 'Turn rotary positions off'),
    );
  }
  return count;
};

/** As PyTorch's MultiheadAttention starts: packed projection by Glorot, the last one as a linear layer, biases zero. */
export const selfAttentionParameters = (
  context: BuildContext,
  prefix: string,
  width: number,
): SelfAttentionWeights => ({
  qkv: denseParameters(context, `${prefix}qkv.`, [width, 3 * width], { weight: xavier(width, 3 * width), bias: zeros }),
  out: denseParameters(context, `${prefix}out.`, [width, width], { weight: fanIn(width), bias: zeros }),
});

export const crossAttentionParameters = (
  context: BuildContext,
  prefix: string,
  width: number,
  memory: number,
): CrossAttentionWeights => ({
  q: denseParameters(context, `${prefix}q.`, [width, width], { weight: xavier(width, width), bias: zeros }),
  kv: denseParameters(context, `${prefix}kv.`, [memory, 2 * width], { weight: xavier(memory, width), bias: zeros }),
  out: denseParameters(context, `${prefix}out.`, [width, width], { weight: fanIn(width), bias: zeros }),
});

const selfAttentionLayer = defineLayer({
  type: 'layer.self_attention',
  title: 'Self-attention',
  category: 'sequence',
  summary: 'Every step looks at every other',
  help: 'Each step asks a question, and takes the values of the steps whose keys answer it. Put a norm before it and an Add after it, or use a Transformer block, which has both.',
  formula: '\\mathrm{softmax}\\!\\left(\\frac{QK^\\top}{\\sqrt{d}}\\right)V',
  source: 'Vaswani et al. 2017, section 3.2',
  keywords: ['multi-head', 'transformer', 'mha'],
  settings: { heads, causal, rotary: rotaryPositions },
  build: (context) => {
    const input = needSequence(context, context.tensor('x'));
    const width = input.shape[2];
    const options = {
      heads: headCount(context, width),
      causal: context.toggle('causal'),
      rotary: context.toggle('rotary'),
    };
    return one(selfAttention(input, selfAttentionParameters(context, '', width), options));
  },
});

const crossAttentionLayer = defineLayer({
  type: 'layer.cross_attention',
  title: 'Cross-attention',
  category: 'sequence',
  summary: 'Every step looks at another sequence',
  help: 'Lets one sequence read another of any length and width, for instance picture patches the words of a prompt.',
  formula: '\\mathrm{softmax}\\!\\left(\\frac{Q_x K_m^\\top}{\\sqrt{d}}\\right)V_m',
  source: 'Vaswani et al. 2017, section 3.2.3; Rombach et al. 2022',
  keywords: ['multi-head', 'transformer', 'conditioning', 'prompt', 'memory'],
  inputs: { ...x, memory: port('memory', 'The sequence that is looked at.') },
  settings: { heads },
  build: (context) => {
    const [input, memory] = [
      needSequence(context, context.tensor('x')),
      needSequence(context, context.tensor('memory'), 'memory'),
    ];
    const width = input.shape[2];
    const weights = crossAttentionParameters(context, '', width, memory.shape[2]);
    return one(crossAttention(input, memory, weights, { heads: headCount(context, width) }));
  },
});

export const attentionLayers = [selfAttentionLayer, crossAttentionLayer];
