import { gru, lstm, type RecurrentWeights } from '../nn';
import { reshape, slice, type Tensor } from '../tensor';
import { fanIn } from './initializers';
import { defineLayer, denseParameters, needSequence, one } from './layer-tools';
import type { BuildContext, NodeDefinition } from './types';

/** Steps are unrolled into one program, and ONNX Runtime needs time squared in its length to prepare it. */
const MAX_STEPS = 512;

const settings = {
  hidden: {
    type: 'integer',
    label: 'Width',
    help: 'Numbers that it remembers.',
    default: 128,
    min: 1,
    max: 4_096,
    scale: 'log',
  },
  layers: {
    type: 'integer',
    label: 'Layers',
    help: 'Stacked one on another.',
    default: 1,
    min: 1,
    max: 8,
  },
  output: {
    type: 'choice',
    label: 'Output',
    help: 'What it remembers after every step, or after the last one only.',
    default: 'sequence',
    options: [
      { value: 'sequence', label: 'Every step' },
      { value: 'last', label: 'Last step' },
    ],
  },
} as const;

/** All parameters start from U(−1/√H, 1/√H), as PyTorch's do. */
const parameters = (context: BuildContext, layer: number, inputs: number, gates: number): RecurrentWeights => {
  const hidden = context.number('hidden');
  const start = { weight: fanIn(hidden), bias: fanIn(hidden) };
  const input = denseParameters(context, `${layer}.input.`, [inputs, gates * hidden], start);
  const recurrent = denseParameters(context, `${layer}.hidden.`, [hidden, gates * hidden], start);
  return {
    inputWeight: input.weight,
    inputBias: input.bias,
    hiddenWeight: recurrent.weight,
    hiddenBias: recurrent.bias,
  };
};

const recurrentLayer = (
  words: Pick<NodeDefinition, 'type' | 'title' | 'summary' | 'help' | 'formula' | 'source' | 'keywords'>,
  gates: number,
  run: (x: Tensor, weights: RecurrentWeights) => Tensor,
): NodeDefinition =>
  defineLayer({
    ...words,
    category: 'sequence',
    settings,
    build: (context) => {
      const input = needSequence(context, context.tensor('x'));
      const [batch, length] = input.shape;
      const layers = context.number('layers');
      if (length * layers > MAX_STEPS)
        context.fail(
          `unrolls ${length * layers} steps (${length} in ${layers} ${layers === 1 ? 'layer' : 'layers'}), at most ${MAX_STEPS} are possible; cut the sequences shorter.`,
        );
      let h = input;
      for (let layer = 0; layer < layers; layer++) h = run(h, parameters(context, layer, h.shape[2], gates));
      if (context.text('output') === 'sequence') return one(h);
      const last = slice(h, { axes: [1], starts: [length - 1], ends: [length] });
      return one(reshape(last, [batch, h.shape[2]]));
    },
  });

export const recurrentLayers = [
  recurrentLayer(
    {
      type: 'layer.lstm',
      title: 'LSTM',
      summary: 'Reads a sequence step by step and remembers',
      help: 'Three gates decide what is forgotten, what is written and what is shown. A step sees earlier steps only.',
      formula:
        'c_t = \\sigma(f) \\odot c_{t-1} + \\sigma(i) \\odot \\tanh(g),\\quad h_t = \\sigma(o) \\odot \\tanh(c_t)',
      source: 'Hochreiter & Schmidhuber 1997; Gers et al. 2000',
      keywords: ['recurrent', 'rnn', 'memory', 'text'],
    },
    4,
    (x, weights) => lstm(x, weights).outputs,
  ),
  recurrentLayer(
    {
      type: 'layer.gru',
      title: 'GRU',
      summary: 'An LSTM with fewer gates',
      help: 'Remembers with two gates instead of three and no separate memory. A step sees earlier steps only.',
      formula: 'h_t = (1 - z) \\odot n + z \\odot h_{t-1},\\quad n = \\tanh(W x_t + r \\odot U h_{t-1})',
      source: 'Cho et al. 2014',
      keywords: ['recurrent', 'rnn', 'gated', 'text'],
    },
    3,
    (x, weights) => gru(x, weights).outputs,
  ),
];
