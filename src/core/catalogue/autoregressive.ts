import { bitsOf, drawToken, logitsAt, placed, shifted, tokenNll } from '../generative/autoregressive';
import { cast, div, full, maximum, type Tensor } from '../tensor';
import { labelsOf } from './labels';
import { languagePresets } from './presets/language';
import {
  type AutoregressiveHandle,
  type BuildContext,
  defineNode,
  type PortValue,
  type Setting,
  type Walk,
} from './types';

/** Tokens on an input port. */
export const tokensOn = (context: BuildContext, port: string): Extract<PortValue, { kind: 'tokens' }> => {
  const value = context.input(port);
  if (value.kind !== 'tokens') return context.fail('needs tokens; wire those of a data node or a codebook into it.');
  return value;
};

/** Tokens (n, length) → logits (n, length, vocabulary), each place from those before it. */
const logitsOf = (context: BuildContext, tokens: Tensor, labels: Tensor | undefined): Tensor => {
  const { vocabulary } = tokensOn(context, 'tokens');
  const before = shifted(tokens, vocabulary);
  return context.network({ tokens: before, ...(labels && { y: labels }) }, [...tokens.shape, vocabulary]);
};

const handleOf = (context: BuildContext): AutoregressiveHandle => {
  const { tensor, vocabulary, grid, grey } = tokensOn(context, 'tokens');
  return {
    id: context.held(),
    role: 'autoregressive',
    itemShape: tensor.shape.slice(1),
    vocabulary,
    grid,
    ...(grey && { grey }),
    labels: labelsOf(context.optionalInput('y')),
    logits: (tokens, labels) => logitsOf(context, tokens, labels),
  };
};

const sequenceModel = defineNode({
  type: 'network.autoregressive',
  version: 1,
  title: 'Sequence model',
  level: 'study',
  category: 'network',
  summary: 'Predicts each token of a sequence from those before it',
  help: 'Its network sees the sequence moved one place on, with a start token first, and gives a score for every token at every place. So one pass learns to predict all places at once, as long as no layer inside looks ahead: use causal attention or a recurrent layer. A table of tokens inside needs one row more than the vocabulary, for the start. Wire labels into y to let it write what it is told to.',
  formula: 'p_\\theta(x) = \\prod_{i=1}^{L} p_\\theta(x_i \\mid x_{<i}, y)',
  source: 'Bengio et al. 2003; Radford et al. 2018 (GPT)',
  keywords: ['autoregressive', 'language model', 'next token', 'gpt', 'rnn', 'text', 'transformer', 'causal'],
  inputs: {
    tokens: { label: 'tokens', kinds: ['tokens'] },
    y: { label: 'y', kinds: ['label'], help: 'What to write; may stay free.', optional: true },
  },
  outputs: {
    logits: { label: 'logits', kinds: ['logits'] },
    network: { label: 'network', kinds: ['network'] },
  },
  settings: {},
  holds: 'network',
  presets: languagePresets,
  build: (context) => {
    const label = context.optionalInput('y');
    const labels = label?.kind === 'label' ? label.tensor : undefined;
    return {
      logits: { kind: 'logits', tensor: logitsOf(context, tokensOn(context, 'tokens').tensor, labels) },
      network: { kind: 'network', network: handleOf(context) },
    };
  },
  probe: (context) => ({ ...handleOf(context), role: 'continue' }),
});

/** How a token is drawn from what a network says of it; live, so that they move while a model trains. */
export const drawSettings = {
  temperature: {
    type: 'number',
    label: 'Temperature',
    help: 'Below 1 likely tokens become likelier still, above 1 unlikely ones get a chance. 1 draws from the model as it is.',
    default: 1,
    min: 0.05,
    max: 3,
    step: 0.05,
    live: true,
  },
  top_k: {
    type: 'integer',
    label: 'Top k',
    help: 'Draws from the so many likeliest tokens only; 0 from all of them.',
    default: 0,
    min: 0,
    max: 1_000,
    live: true,
  },
} as const satisfies Readonly<Record<string, Setting>>;

/** Frames that a walk over a sequence is shown in, at most. */
const MOST_FRAMES = 64;

const framesApart = (length: number): number => {
  let every = Math.ceil(length / MOST_FRAMES);
  while (length % every !== 0) every++;
  return every;
};

/** What stands at places that are not drawn yet. */
const NOT_DRAWN = -1;

/**
 * Draws sequences place by place, for a node that has `drawSettings`. What goes from step to step is (n, length) int32; places
 * that have not been reached hold NOT_DRAWN.
 */
export const tokenWalk = (
  context: BuildContext,
  { itemShape: [length], labels, logits }: AutoregressiveHandle,
): Pick<Walk, 'labels' | 'unit' | 'evaluations' | 'begin'> & Required<Pick<Walk, 'steps'>> => ({
  labels,
  unit: 'token',
  evaluations: length,
  begin: ({ count }) => [full([count, length], NOT_DRAWN, 'int32')],
  steps: {
    count: length,
    perFrame: framesApart(length),
    take: (x, k, draw) => {
      const scores = logitsAt(logits(maximum(x, 0), draw.labels), k);
      const options = { temperature: context.live('temperature'), topK: context.live('top_k') };
      return placed(x, k, drawToken(scores, draw.random('token', [], 'uniform'), options));
    },
  },
});

/** The sequence model on a port called `network`. */
export const autoregressiveOn = (context: BuildContext): AutoregressiveHandle => {
  const value = context.input('network');
  if (value.kind === 'network' && value.network.role === 'autoregressive') return value.network;
  return context.fail('needs the network of a Sequence model on its input; wire one into it.');
};

const autoregressiveSampler = defineNode({
  type: 'sampler.sequence',
  version: 1,
  title: 'Draw token by token',
  level: 'study',
  category: 'sampler',
  summary: 'Writes sequences from the first token to the last',
  help: 'Asks the network for the next token, draws one, puts it down and asks again. Each place costs one evaluation of the network.',
  formula: 'x_i \\sim \\mathrm{softmax}\\big(\\ell_\\theta(x_{<i}) / \\tau\\big)',
  source: 'Radford et al. 2019; top k: Fan et al. 2018',
  keywords: ['ancestral sampling', 'generate', 'temperature', 'top-k', 'text', 'language model'],
  inputs: { network: { label: 'network', kinds: ['network'] } },
  outputs: { trajectory: { label: 'samples', kinds: ['trajectory'] } },
  settings: drawSettings,
  build: (context) => ({
    trajectory: { kind: 'trajectory', itemShape: autoregressiveOn(context).itemShape, direct: true },
  }),
  walk: (context) => {
    const handle = autoregressiveOn(context);
    return { itemShape: handle.itemShape, ...tokenWalk(context, handle), show: (x) => cast(x, 'float32') };
  },
});

/** Logits (n, length, V) and tokens (n, length) on ports of these names, where they fit. */
const scoredTokens = (context: BuildContext): { logits: Tensor; tokens: Tensor } => {
  const { tensor: tokens, vocabulary } = tokensOn(context, 'tokens');
  const logits = context.tensor('logits');
  const wanted = [...tokens.shape, vocabulary];
  if (logits.shape.join() !== wanted.join())
    context.fail(
      `compares logits ${logits.shape.join(' × ')} with tokens ${tokens.shape.join(' × ')} of ${vocabulary}; wire both from one Sequence model and its tokens.`,
    );
  return { logits, tokens };
};

const crossEntropy = defineNode({
  type: 'objective.cross_entropy',
  version: 1,
  title: 'Token cross entropy',
  level: 'study',
  category: 'objective',
  summary: 'How surprised the model is by each token, −log p',
  help: 'Averaged over all tokens of the batch, in nats. A model that knows nothing scores the logarithm of the vocabulary; divided by log 2 it is the bits that a token costs.',
  formula: '-\\frac1L \\sum_{i=1}^{L} \\log p_\\theta(x_i \\mid x_{<i})',
  source: 'Shannon 1948; Bengio et al. 2003, section 1.1',
  keywords: ['negative log-likelihood', 'nll', 'language model', 'next token', 'softmax'],
  inputs: { logits: { label: 'logits', kinds: ['logits'] }, tokens: { label: 'tokens', kinds: ['tokens'] } },
  outputs: { loss: { label: 'loss', kinds: ['loss'] } },
  settings: {},
  build: (context) => {
    const { logits, tokens } = scoredTokens(context);
    const loss = tokenNll(logits, tokens);
    context.report(loss, 'nats a token');
    return { loss: { kind: 'loss', tensor: loss } };
  },
});

const sequenceMetric = defineNode({
  type: 'metric.sequence',
  version: 1,
  title: 'Sequence likelihood',
  level: 'study',
  category: 'metric',
  summary: 'Nats, bits and perplexity of sequences never trained on',
  help: 'The cross entropy averaged over the whole held-out set; its exponential is the perplexity: how many equally likely tokens would leave one as unsure. Wire the characters per token of a text in, and it is told in bits per character too, which can be compared between tokenizers.',
  formula: '\\mathrm{PPL} = \\exp\\Big(-\\tfrac1L \\textstyle\\sum_i \\log p_\\theta(x_i \\mid x_{<i})\\Big)',
  source: 'Jelinek et al. 1977 (perplexity)',
  keywords: ['perplexity', 'bits per character', 'bpc', 'likelihood', 'test loss', 'evaluation'],
  inputs: {
    logits: { label: 'logits', kinds: ['logits'] },
    tokens: { label: 'tokens', kinds: ['tokens'] },
    characters: {
      label: 'characters',
      kinds: ['value'],
      help: 'Characters that a token stands for, on average; may stay free.',
      optional: true,
    },
  },
  outputs: {},
  settings: {},
  build: (context) => {
    const { logits, tokens } = scoredTokens(context);
    const nats = tokenNll(logits, tokens);
    context.measure('test_nats_per_token', nats);
    context.measure('test_bits_per_token', bitsOf(nats));
    context.measure('test_perplexity', nats, 'exp');
    const characters = context.optionalInput('characters');
    if (characters && 'tensor' in characters)
      context.measure('test_bits_per_character', div(bitsOf(nats), characters.tensor));
    return {};
  },
});

/** Sequences of tokens: the network that predicts them, how it writes, what it learns from and how it is judged. */
export const autoregressive = [sequenceModel, autoregressiveSampler, crossEntropy, sequenceMetric];
