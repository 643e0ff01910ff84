import type { Preset } from '../types';
import { along, blockEnds, blockNode, type Ends, graphOf, type Layout, networkEnds } from './builder';

const WIDTH = 128;
const PATCH = 4;

/** Attention and a feed-forward part, both steered by the condition (adaLN-zero). */
const adaptiveBlock = graphOf({
  nodes: {
    x: blockEnds.input('x', [0, 0]),
    c: { type: 'block.input', at: [0, 1.6], title: 'condition' },
    norm1: { type: 'layer.layer_norm', at: [1, 0], settings: { affine: false } },
    modulate1: { type: 'layer.modulate', at: [2, 0] },
    attention: { type: 'layer.self_attention', at: [3, 0], settings: { heads: 4 } },
    gate1: { type: 'layer.gate', at: [4, 0] },
    sum1: { type: 'layer.add', at: [5, 0] },
    norm2: { type: 'layer.layer_norm', at: [6, 0], settings: { affine: false } },
    modulate2: { type: 'layer.modulate', at: [7, 0] },
    wide: { type: 'layer.linear', at: [8, 0], settings: { features: 4 * WIDTH } },
    gelu: { type: 'layer.activation', at: [9, 0], settings: { activation: 'gelu' } },
    narrow: { type: 'layer.linear', at: [10, 0], settings: { features: WIDTH } },
    gate2: { type: 'layer.gate', at: [11, 0] },
    sum2: { type: 'layer.add', at: [12, 0] },
    y: { type: 'block.output', at: [13, 0], title: 'x' },
  },
  wires: [
    'x > norm1 > modulate1 > attention > gate1 > sum1.b > norm2 > modulate2 > wide > gelu > narrow > gate2 > sum2.b > y',
    'x > sum1.a',
    'sum1 > sum2.a',
    ...['modulate1', 'gate1', 'modulate2', 'gate2'].map((layer) => `c > ${layer}.condition`),
  ],
  through: {
    'x-sum1-a': along(-0.5, 0, 5),
    'sum1-sum2-a': along(-0.5, 5, 12),
    'c-modulate1-condition': along(1.9, 0, 2),
    'c-gate1-condition': along(1.9, 0, 4),
    'c-modulate2-condition': along(1.9, 0, 7),
    'c-gate2-condition': along(1.9, 0, 11),
  },
  groups: {
    look: {
      title: 'Attention, beside a short cut',
      color: 'violet',
      nodes: ['norm1', 'modulate1', 'attention', 'gate1', 'sum1'],
    },
    think: {
      title: 'Feed-forward, beside a short cut',
      color: 'teal',
      nodes: ['norm2', 'modulate2', 'wide', 'gelu', 'narrow', 'gate2', 'sum2'],
    },
  },
});

/** What tells the network about time, and about the label where there is one: ends in a node `c`. */
const condition = (ends: Ends, labels: boolean): Pick<Layout, 'nodes' | 'wires'> & { from: string } => {
  const settings = { embedding: 'sinusoidal', width: WIDTH, hidden: WIDTH };
  const time: Layout['nodes'] = {
    t: ends.input('t', [0, 1.4]),
    time: { type: 'layer.time_embedding', at: [1, 1.4], settings },
  };
  if (!labels) return { nodes: time, wires: ['t > time.t'], from: 'time' };
  return {
    nodes: {
      ...time,
      label: ends.input('y', [0, 2.4]),
      digit: { type: 'layer.embedding', at: [1, 2.4], title: 'Label table', settings: { entries: 11, width: WIDTH } },
      condition: { type: 'layer.add', at: [2, 1.8], title: 'Condition' },
    },
    wires: ['t > time.t', 'label > digit', 'time > condition.a', 'digit > condition.b'],
    from: 'condition',
  };
};

const labelNote = {
  labels: {
    at: [3.2, 2.7],
    width: 320,
    text: 'The table has a row for each of ten labels and one more, for "no label".',
  },
} as const;

/** Patches of 4, width 128, four blocks of four heads. */
const dit = (ends: Ends, labels: boolean) => {
  const { nodes, wires, from } = condition(ends, labels);
  return graphOf({
    nodes: {
      x: ends.input('x', [0, 0]),
      ...nodes,
      patches: { type: 'layer.patchify', at: [1, 0], settings: { patch: PATCH } },
      tokens: { type: 'layer.linear', at: [2, 0], title: 'Tokens', settings: { features: WIDTH } },
      positions: { type: 'layer.position', at: [3, 0], settings: { form: 'learned' } },
      blocks: blockNode('block', 'DiT blocks', [4, 0], 4),
      norm: { type: 'layer.layer_norm', at: [5, 0], settings: { affine: false } },
      modulate: { type: 'layer.modulate', at: [6, 0] },
      pixels: { type: 'layer.linear', at: [7, 0], title: 'To pixels', settings: { features: PATCH * PATCH } },
      picture: { type: 'layer.unpatchify', at: [8, 0], settings: { patch: PATCH } },
      output: ends.output([9, 0]),
    },
    wires: [
      'x > patches > tokens > positions > blocks > norm > modulate > pixels > picture > output',
      ...wires,
      `${from} > blocks.c`,
      `${from} > modulate.condition`,
    ],
    through: {
      [`${from}-blocks-c`]: along(labels ? 2.4 : 2, labels ? 2 : 1, 4),
      [`${from}-modulate-condition`]: along(labels ? 2.4 : 2, labels ? 2 : 1, 6),
    },
    groups: {
      in: { title: 'Patches to tokens', color: 'blue', nodes: ['patches', 'tokens', 'positions'] },
      told: {
        title: labels ? 'Time and label' : 'Time',
        color: 'amber',
        nodes: Object.keys(nodes),
      },
      out: { title: 'Tokens to patches', color: 'teal', nodes: ['norm', 'modulate', 'pixels', 'picture'] },
    },
    notes: labels ? labelNote : {},
  });
};

const source = 'Peebles & Xie 2023';
const keywords = ['diffusion transformer', 'adaln', 'adaln-zero', 'patches', 'vit', 'images', 'flow matching'];
const summary = 'A Transformer over patches of a picture, steered by the time';
const networks = { block: adaptiveBlock };

export const ditPresets: readonly Preset[] = [
  { id: 'dit', title: 'DiT (images)', summary, source, keywords, graph: dit(networkEnds, false), networks },
  {
    id: 'dit-labels',
    title: 'DiT with labels (images)',
    summary: `${summary} and by a label`,
    source,
    keywords: [...keywords, 'class conditional'],
    graph: dit(networkEnds, true),
    networks,
  },
];

export const ditBlocks: readonly Preset[] = [
  { id: 'dit', title: 'DiT', summary, source, keywords, graph: dit(blockEnds, false), networks },
  {
    id: 'dit-labels',
    title: 'DiT with labels',
    summary: `${summary} and by a label`,
    source,
    keywords: [...keywords, 'class conditional'],
    graph: dit(blockEnds, true),
    networks,
  },
  {
    id: 'adaln-block',
    title: 'adaLN-zero block',
    summary: 'The block of DiT in single layers: attention and feed-forward, steered by a condition',
    source: `${source}, section 3.2`,
    keywords: [...keywords, 'block'],
    graph: adaptiveBlock,
  },
];
