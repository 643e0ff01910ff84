import { type DitWeights, ditBlock, dropout, type FeedForwardWeights, jointBlock, transformerBlock } from '../nn';
import type { Tensor } from '../tensor';
import {
  causal,
  crossAttentionParameters,
  headCount,
  heads,
  rotaryPositions,
  selfAttentionParameters,
} from './attention-layers';
import { xavier, zeros } from './initializers';
import { defineLayer, denseParameters, needSequence, needVectors, normParameters, one, port, x } from './layer-tools';
import { insert } from './remedies';
import type { BuildContext } from './types';

const ratio = {
  type: 'integer',
  label: 'MLP ratio',
  help: 'Width of the feed-forward part, in multiples of the features.',
  default: 4,
  min: 1,
  max: 16,
} as const;

const feedForwardParameters = (context: BuildContext, prefix: string, width: number): FeedForwardWeights => {
  const hidden = context.number('ratio') * width;
  return {
    up: denseParameters(context, `${prefix}up.`, [width, hidden]),
    down: denseParameters(context, `${prefix}down.`, [hidden, width]),
  };
};

const memoryOf = (context: BuildContext, width: number) => {
  if (!context.optionalInput('memory')) return undefined;
  const value = needSequence(context, context.tensor('memory'), 'memory');
  return {
    norm: normParameters(context, 'memory.norm.', width),
    attention: crossAttentionParameters(context, 'memory.', width, value.shape[2]),
    value,
  };
};

const transformerLayer = defineLayer({
  type: 'block.transformer',
  title: 'Transformer block',
  category: 'block',
  summary: 'Attention and a small MLP, each beside a short cut',
  help: 'The unit that language models stack. Norms come first, which trains well without warm-up. Wire a memory to let it read another sequence too.',
  formula: 'h = x + \\mathrm{Attn}(\\mathrm{LN}(x)),\\quad y = h + \\mathrm{MLP}(\\mathrm{LN}(h))',
  source: 'Vaswani et al. 2017; Xiong et al. 2020',
  keywords: ['gpt', 'attention', 'encoder', 'decoder', 'vit'],
  inputs: { ...x, memory: { ...port('memory', 'A sequence to look at; may stay free.'), optional: true } },
  settings: {
    heads,
    ratio,
    causal,
    rotary: rotaryPositions,
    dropout: {
      type: 'number',
      label: 'Dropout',
      help: 'Share of what each branch gives that is dropped while training.',
      default: 0,
      min: 0,
      max: 0.9,
      step: 0.05,
    },
  },
  build: (context) => {
    const input = needSequence(context, context.tensor('x'));
    const width = input.shape[2];
    const rate = context.training ? context.number('dropout') : 0;
    const weights = {
      norms: [normParameters(context, 'norm1.', width), normParameters(context, 'norm2.', width)],
      attention: selfAttentionParameters(context, 'attention.', width),
      feedForward: feedForwardParameters(context, 'mlp.', width),
      memory: memoryOf(context, width),
    } as const;
    return one(
      transformerBlock(input, weights, {
        heads: headCount(context, width),
        causal: context.toggle('causal'),
        rotary: context.toggle('rotary'),
        branch: (value, name) =>
          rate > 0 ? dropout(value, rate, context.random(name, value.shape, 'uniform')) : value,
      }),
    );
  },
});

/** Starts as DiT does: linear maps by Glorot, modulation at zero, so that the block gives its input back. */
const ditParameters = (context: BuildContext, prefix: string, width: number, condition: number): DitWeights => {
  const linear = (name: string, inputs: number, outputs: number) =>
    denseParameters(context, `${prefix}${name}.`, [inputs, outputs], { weight: xavier(inputs, outputs), bias: zeros });
  const hidden = context.number('ratio') * width;
  return {
    attention: { qkv: linear('attention.qkv', width, 3 * width), out: linear('attention.out', width, width) },
    feedForward: { up: linear('mlp.up', width, hidden), down: linear('mlp.down', hidden, width) },
    modulation: denseParameters(context, `${prefix}modulation.`, [condition, 6 * width], {
      weight: zeros,
      bias: zeros,
    }),
  };
};

const conditionOf = (context: BuildContext): Tensor => needVectors(context, context.tensor('condition'), 'condition');

const ditLayer = defineLayer({
  type: 'block.dit',
  title: 'DiT block',
  category: 'block',
  summary: 'A Transformer block that a condition steers (adaLN-zero)',
  help: 'The condition, for instance an embedded time plus an embedded label, sets scale, shift and strength of both parts. At first it passes its input on unchanged.',
  formula:
    'y = x + \\alpha \\odot f\\big((1 + \\gamma) \\odot \\mathrm{LN}(x) + \\beta\\big),\\quad (\\alpha, \\beta, \\gamma) = W \\phi(c)',
  source: 'Peebles & Xie 2023, section 3.2',
  keywords: ['diffusion transformer', 'adaln', 'adaln-zero', 'conditioning'],
  inputs: { ...x, condition: port('condition', 'One vector an item.') },
  settings: { heads, ratio },
  build: (context) => {
    const [input, condition] = [needSequence(context, context.tensor('x')), conditionOf(context)];
    const width = input.shape[2];
    const weights = ditParameters(context, '', width, condition.shape[1]);
    return one(ditBlock(input, condition, weights, { heads: headCount(context, width) }));
  },
});

const jointLayer = defineLayer({
  type: 'block.joint',
  title: 'Joint attention block',
  category: 'block',
  summary: 'Two sequences that look at each other and at themselves',
  help: 'Picture patches and prompt words each have weights of their own and meet in one attention (MMDiT). Both need the same number of features.',
  formula: '[y_a, y_b] = \\mathrm{Attn}\\big([Q_a, Q_b], [K_a, K_b], [V_a, V_b]\\big)',
  source: 'Esser et al. 2024, section 4',
  keywords: ['mmdit', 'stable diffusion 3', 'text to image', 'transformer', 'adaln'],
  inputs: { a: port('a'), b: port('b'), condition: port('condition', 'One vector an item.') },
  outputs: { a: port('a'), b: port('b') },
  settings: { heads, ratio },
  build: (context) => {
    const [a, b] = [needSequence(context, context.tensor('a'), 'a'), needSequence(context, context.tensor('b'), 'b')];
    const condition = conditionOf(context);
    const width = a.shape[2];
    if (b.shape[2] !== width)
      context.fail(
        `needs as many features in "a" as in "b" but gets ${width} and ${b.shape[2]}; put a Linear before one of them.`,
        insert('b', 'layer.linear', `Insert Linear (width ${width})`, { features: width }),
      );
    const weights = [
      ditParameters(context, 'a.', width, condition.shape[1]),
      ditParameters(context, 'b.', width, condition.shape[1]),
    ] as const;
    const [first, second] = jointBlock([a, b], condition, weights, { heads: headCount(context, width) });
    return { a: { kind: 'tensor', tensor: first }, b: { kind: 'tensor', tensor: second } };
  },
});

export const transformerLayers = [transformerLayer, ditLayer, jointLayer];
