import type { Preset } from '../types';
import { blockNode, graphOf, networkEnds } from './builder';
import { transformerStep } from './transformer';

const tokens = { type: 'layer.input', at: [0, 0], settings: { name: 'tokens' } } as const;

const table = (width: number, spread = 0.02) =>
  ({ type: 'layer.token_embedding', at: [1, 0], settings: { width, spread } }) as const;

/** Tokens and their places into a stack of causal blocks, norms first. */
const gpt = (width: number, layers: number, form: 'learned' | 'sinusoidal') =>
  graphOf({
    nodes: {
      tokens,
      table: table(width),
      positions: { type: 'layer.position', at: [2, 0], settings: { form } },
      blocks: blockNode('block', 'Transformer blocks', [3, 0], layers),
      norm: { type: 'layer.layer_norm', at: [4, 0] },
      output: networkEnds.output([5, 0]),
    },
    wires: ['tokens > table > positions > blocks > norm > output'],
  });

const recurrent = (type: 'layer.gru' | 'layer.lstm', hidden: number) =>
  graphOf({
    nodes: {
      tokens,
      table: table(64, 1),
      memory: { type, at: [2, 0], settings: { hidden, layers: 1 } },
      output: networkEnds.output([3, 0]),
    },
    wires: ['tokens > table > memory > output'],
  });

const keywords = ['language model', 'text', 'tokens', 'autoregressive', 'next token'];

export const languagePresets: readonly Preset[] = [
  {
    id: 'gpt',
    title: 'Transformer',
    summary: 'Four causal blocks of width 128 with four heads, as GPT stacks them',
    source: 'Radford et al. 2019 (GPT-2)',
    keywords: ['gpt', 'attention', ...keywords],
    graph: gpt(128, 4, 'learned'),
    networks: { block: transformerStep(true, 128) },
  },
  {
    id: 'gpt-small',
    title: 'Small Transformer',
    summary: 'Two causal blocks of width 64; places are told by sines',
    source: 'Radford et al. 2019 (GPT-2); Vaswani et al. 2017',
    keywords: ['gpt', 'attention', ...keywords],
    graph: gpt(64, 2, 'sinusoidal'),
    networks: { block: transformerStep(true, 64) },
  },
  {
    id: 'gru',
    title: 'GRU',
    summary: 'Reads token by token and remembers with two gates',
    source: 'Cho et al. 2014; Karpathy 2015 (char-rnn)',
    keywords: ['rnn', 'recurrent', 'char-rnn', ...keywords],
    graph: recurrent('layer.gru', 128),
  },
  {
    id: 'lstm',
    title: 'LSTM',
    summary: 'Reads token by token and remembers with three gates',
    source: 'Hochreiter & Schmidhuber 1997; Graves 2013',
    keywords: ['rnn', 'recurrent', 'char-rnn', ...keywords],
    graph: recurrent('layer.lstm', 128),
  },
];
