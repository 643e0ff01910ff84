import { dense, gated, modulate, perChannel } from '../nn';
import { add, concat, mul, reshape, silu, split, sub, type Tensor } from '../tensor';
import { zeros } from './initializers';
import { defineLayer, denseParameters, needNumbers, needVectors, one, port, show, x } from './layer-tools';
import { towardsJoin, towardsOneShape } from './remedies';
import type { BuildContext, NodeDefinition } from './types';

const pair = { a: port('a'), b: port('b') } as const;

const joinRemedy = (a: Tensor, b: Tensor): string => {
  const ranks = [a.shape.length, b.shape.length];
  if (ranks.includes(1)) return 'put a Time embedding after t';
  return ranks.every((rank) => rank === 4) ? 'bring both to one size, for instance by Upsample' : 'reshape one of them';
};

const concatLayer = defineLayer({
  type: 'layer.concat',
  title: 'Concat',
  category: 'combine',
  summary: 'Puts two values side by side',
  help: 'Joins along the first axis after the batch: features of vectors, channels of images, steps of sequences. Along the last axis it joins the features of sequences.',
  source: 'Ronneberger et al. 2015; Huang et al. 2017 (DenseNet)',
  formula: 'y = [a, b]',
  keywords: ['join', 'cat'],
  inputs: pair,
  settings: {
    axis: {
      type: 'choice',
      label: 'Axis',
      help: 'Along which axis the values are joined.',
      default: 'first',
      options: [
        { value: 'first', label: 'First after the batch' },
        { value: 'last', label: 'Last' },
      ],
    },
  },
  build: (context) => {
    const [a, b] = [context.tensor('a'), context.tensor('b')];
    const last = context.text('axis') === 'last';
    const at = last ? a.shape.length - 1 : 1;
    const fits = (n: number, axis: number): boolean => axis === at || n === b.shape[axis];
    if (a.shape.length < 2 || a.shape.length !== b.shape.length || !a.shape.every(fits))
      context.fail(
        `cannot join ${show(a.shape)} and ${show(b.shape)}: they may differ in the ${last ? 'last axis' : 'first axis after the batch'} only; ${joinRemedy(a, b)}.`,
        ...(last ? [] : towardsJoin(a, b)),
      );
    return one(concat([a, b], at));
  },
});

/** `vector` (batch × features) beside every position of x: channels of images, features of sequences. */
const besidePositions = (vector: Tensor, { shape }: Tensor): Tensor | undefined => {
  const at = shape.length === 3 ? 2 : 1;
  const fits = vector.shape.length === 2 && vector.shape[0] === shape[0] && vector.shape[1] === shape[at];
  return fits
    ? reshape(
        vector,
        shape.map((n, axis) => (axis === 0 || axis === at ? n : 1)),
      )
    : undefined;
};

const elementwise = (
  words: Pick<NodeDefinition, 'type' | 'title' | 'summary' | 'help' | 'formula' | 'source' | 'keywords'>,
  verb: string,
  apply: (a: Tensor, b: Tensor) => Tensor,
): NodeDefinition =>
  defineLayer({
    ...words,
    category: 'combine',
    inputs: pair,
    build: (context) => {
      const [a, b] = [needNumbers(context, context.tensor('a'), 'a'), needNumbers(context, context.tensor('b'), 'b')];
      const second = a.shape.join() === b.shape.join() ? b : besidePositions(b, a);
      return second
        ? one(apply(a, second))
        : context.fail(
            `cannot ${verb} ${show(a.shape)} and ${show(b.shape)}; put a layer before one so that both agree.`,
            ...towardsOneShape(a, b),
          );
    },
  });

const needCondition = (context: BuildContext): Tensor => needVectors(context, context.tensor('condition'), 'condition');

const modulateLayer = defineLayer({
  type: 'layer.modulate',
  title: 'Modulate',
  category: 'combine',
  summary: 'Scales and shifts features as a condition says',
  help: 'A linear map turns the condition into a scale and a shift for each channel of a picture, or each feature of a sequence. It starts at zero, so that nothing changes at first. After a norm this is adaptive layer norm (adaLN).',
  formula: 'y = (1 + \\gamma) \\odot x + \\beta,\\quad (\\gamma, \\beta) = W \\phi(c) + b',
  source: 'Perez et al. 2018 (FiLM); Peebles & Xie 2023 (adaLN)',
  keywords: ['film', 'adaln', 'conditioning', 'scale and shift'],
  inputs: { ...x, condition: port('condition', 'One vector an item.') },
  build: (context) => {
    const [input, condition] = [needNumbers(context, context.tensor('x')), needCondition(context)];
    const channelsFirst = input.shape.length > 3;
    const features = input.shape[channelsFirst ? 1 : input.shape.length - 1];
    const start = { weight: zeros, bias: zeros };
    const map = denseParameters(context, '', [condition.shape[1], 2 * features], start);
    const [scale, shift] = split(dense(silu(condition), map), [features, features], 1);
    return one(modulate(input, scale, shift, { channels: channelsFirst }));
  },
});

const gateLayer = defineLayer({
  type: 'layer.gate',
  title: 'Gate',
  category: 'combine',
  summary: 'Lets a branch through as far as a condition says',
  help: 'A linear map turns the condition into a factor for each channel of a picture, or each feature of a sequence. It starts at zero, so that a branch with a Gate before its Add adds nothing at first. With Modulate this is adaLN-zero.',
  formula: 'y = \\alpha \\odot x,\\quad \\alpha = W \\phi(c) + b',
  source: 'Peebles & Xie 2023, section 3.2',
  keywords: ['adaln-zero', 'conditioning', 'scale', 'residual'],
  inputs: { ...x, condition: port('condition', 'One vector an item.') },
  build: (context) => {
    const [input, condition] = [needNumbers(context, context.tensor('x')), needCondition(context)];
    const channelsFirst = input.shape.length > 3;
    const features = input.shape[channelsFirst ? 1 : input.shape.length - 1];
    const map = denseParameters(context, '', [condition.shape[1], features], { weight: zeros, bias: zeros });
    const strength = dense(silu(condition), map);
    return one(channelsFirst ? mul(input, perChannel(strength, input.shape.length - 2)) : gated(input, strength));
  },
});

export const combineLayers = [
  elementwise(
    {
      type: 'layer.add',
      title: 'Add',
      summary: 'Sum of two values (a residual)',
      help: 'Both values need the same shape. A vector (b) may also be added to every position of a picture or sequence (a) with as many channels or features.',
      source: 'He et al. 2016',
      formula: 'y = a + b',
      keywords: ['residual', 'skip', 'sum'],
    },
    'add',
    add,
  ),
  elementwise(
    {
      type: 'layer.multiply',
      title: 'Multiply',
      summary: 'Product of two values, number by number (a gate)',
      help: 'Both values need the same shape. A vector (b) may also scale every position of a picture or sequence (a) with as many channels or features.',
      source: 'Dauphin et al. 2017 (gated linear units)',
      formula: 'y = a \\odot b',
      keywords: ['gate', 'product', 'glu', 'hadamard'],
    },
    'multiply',
    mul,
  ),
  elementwise(
    {
      type: 'layer.subtract',
      title: 'Subtract',
      summary: 'Difference of two values',
      help: 'Both values need the same shape. A vector (b) may also be taken from every position of a picture or sequence (a) with as many channels or features.',
      formula: 'y = a - b',
      keywords: ['difference', 'minus', 'residual', 'error'],
    },
    'subtract',
    sub,
  ),
  concatLayer,
  modulateLayer,
  gateLayer,
];
