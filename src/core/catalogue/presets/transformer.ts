import type { Preset } from '../types';
import { along, type Box, blockEnds, blockNode, type Ends, graphOf, networkEnds } from './builder';

const WIDTH = 128;

/** Attention and a feed-forward part, norms first. */
export const transformerStep = (causal: boolean, width = WIDTH) =>
  graphOf({
    nodes: {
      x: blockEnds.input('x', [0, 0]),
      norm1: { type: 'layer.layer_norm', at: [1, 0] },
      attention: { type: 'layer.self_attention', at: [2, 0], settings: { heads: 4, causal } },
      sum1: { type: 'layer.add', at: [3, 0] },
      norm2: { type: 'layer.layer_norm', at: [4, 0] },
      wide: { type: 'layer.linear', at: [5, 0], settings: { features: 4 * width } },
      gelu: { type: 'layer.activation', at: [6, 0], settings: { activation: 'gelu' } },
      narrow: { type: 'layer.linear', at: [7, 0], settings: { features: width } },
      sum2: { type: 'layer.add', at: [8, 0] },
      y: blockEnds.output([9, 0]),
    },
    wires: [
      'x > norm1 > attention > sum1.b > norm2 > wide > gelu > narrow > sum2.b > y',
      'x > sum1.a',
      'sum1 > sum2.a',
    ],
    through: { 'x-sum1-a': along(-0.5, 0, 3), 'sum1-sum2-a': along(-0.5, 3, 8) },
    groups: {
      look: { title: 'Attention, beside a short cut', color: 'violet', nodes: ['norm1', 'attention', 'sum1'] },
      think: {
        title: 'Feed-forward, beside a short cut',
        color: 'teal',
        nodes: ['norm2', 'wide', 'gelu', 'narrow', 'sum2'],
      },
    },
  });

const positions = (column: number): Box => ({ type: 'layer.position', at: [column, 0], settings: { form: 'learned' } });
const linear = (title: string, features: number, column: number): Box => ({
  type: 'layer.linear',
  at: [column, 0],
  title,
  settings: { features },
});
const layerNorm = (column: number): Box => ({ type: 'layer.layer_norm', at: [column, 0] });

const sequence = graphOf({
  nodes: {
    x: blockEnds.input('x', [0, 0]),
    tokens: linear('Tokens', WIDTH, 1),
    positions: positions(2),
    blocks: blockNode('block', 'Transformer blocks', [3, 0], 4),
    norm: layerNorm(4),
    output: blockEnds.output([5, 0]),
  },
  wires: ['x > tokens > positions > blocks > norm > output'],
});

/** Tokens (whole numbers) to a score for each possible next token. */
const languageModel = graphOf({
  nodes: {
    x: { ...blockEnds.input('x', [0, 0]), title: 'tokens' },
    table: { type: 'layer.embedding', at: [1, 0], title: 'Token table', settings: { entries: 65, width: WIDTH } },
    positions: positions(2),
    blocks: blockNode('block', 'Transformer blocks', [3, 0], 4),
    norm: layerNorm(4),
    logits: linear('Logits', 65, 5),
    output: blockEnds.output([6, 0]),
  },
  wires: ['x > table > positions > blocks > norm > logits > output'],
});

const patchEncoder = ({ input, output }: Ends) =>
  graphOf({
    nodes: {
      x: input('x', [0, 0]),
      patches: { type: 'layer.patchify', at: [1, 0], settings: { patch: 4 } },
      tokens: linear('Tokens', WIDTH, 2),
      positions: positions(3),
      blocks: blockNode('block', 'Transformer blocks', [4, 0], 4),
      norm: layerNorm(5),
      pool: { type: 'layer.global_average_pool', at: [6, 0] },
      output: output([7, 0]),
    },
    wires: ['x > patches > tokens > positions > blocks > norm > pool > output'],
    groups: {
      in: { title: 'Patches to tokens', color: 'blue', nodes: ['patches', 'tokens', 'positions'] },
    },
  });

const source = 'Vaswani et al. 2017; Xiong et al. 2020';
const networks = { block: transformerStep(false) };
const causalNetworks = { block: transformerStep(true) };
const keywords = ['attention', 'sequence', 'self-attention', 'tokens'];

const vit = {
  id: 'patch-encoder',
  title: 'Patch encoder',
  summary: 'A Transformer over patches of a picture, one vector at the end',
  source: 'Dosovitskiy et al. 2021',
  keywords: ['vit', 'vision transformer', 'patches', 'images', 'encoder', ...keywords],
  networks,
} as const;

export const patchEncoderPreset: Preset = { ...vit, graph: patchEncoder(networkEnds) };

export const transformerBlocks: readonly Preset[] = [
  {
    id: 'transformer',
    title: 'Transformer',
    summary: 'Four blocks in which every step of a sequence sees every other',
    source,
    keywords: ['encoder', 'bert', ...keywords],
    graph: sequence,
    networks,
  },
  {
    id: 'transformer-causal',
    title: 'Transformer, causal',
    summary: 'Four blocks in which a step of a sequence sees earlier ones only',
    source,
    keywords: ['decoder', 'gpt', 'autoregressive', ...keywords],
    graph: sequence,
    networks: causalNetworks,
  },
  {
    id: 'language-model',
    title: 'Language model',
    summary: 'Tokens to a score for each possible next token, by a causal Transformer',
    source: 'Radford et al. 2019 (GPT-2)',
    keywords: ['gpt', 'llm', 'text', 'characters', 'autoregressive', ...keywords],
    graph: languageModel,
    networks: causalNetworks,
  },
  { ...vit, graph: patchEncoder(blockEnds) },
];
