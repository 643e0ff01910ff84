/** Small studies of autoregressive models of pixels, and their logits as programs. */

import { catalogue } from '../../../src/core/catalogue';
import type { AutoregressiveHandle, Preset } from '../../../src/core/catalogue/types';
import { trace } from '../../../src/core/compile';
import { upgradeGraph } from '../../../src/core/graph';
import type { Graph, ProjectDocument, SettingValue } from '../../../src/core/graph/document';
import { buildProgram, input, interpret, type NamedArrays, type Tensor } from '../../../src/core/tensor';
import { node, parsed, wire } from '../compile/documents';
import { presetOf } from './preset-studies';

export interface PixelOptions {
  levels?: number;
  downsample?: number;
  batch?: number;
  preset?: Preset;
  type?: 'network.pixel_cnn' | 'network.autoregressive';
  trainer?: Record<string, SettingValue>;
  seed?: number;
}

/** Digits → tokens → network → cross entropy, with a sampler and the exact likelihood. */
export const pixelStudy = ({
  levels = 4,
  downsample = 4,
  batch = 64,
  type = 'network.pixel_cnn',
  preset = presetOf(type, 'masked-convnet'),
  trainer = {},
  seed = 1,
}: PixelOptions = {}): ProjectDocument => {
  const networks: Record<string, Graph> = { network: preset.graph, ...preset.networks };
  return parsed({
    format: 'latent-loom',
    version: 3,
    title: 'Pixels',
    summary: '',
    models: [],
    references: [],
    bookmarks: [],
    seed,
    study: {
      nodes: [
        node('data', 'data.mnist', { layout: 'image', batch_size: batch }),
        node('tokens', 'operation.quantize_pixels', { levels, downsample }),
        { ...node('model', type), network: 'network' },
        node('loss', 'objective.cross_entropy'),
        node('trainer', 'trainer.adam', trainer),
        node('sampler', 'sampler.pixels'),
        node('likelihood', 'density.autoregressive'),
      ],
      edges: [
        wire('data.x', 'tokens.x'),
        wire('tokens.tokens', type === 'network.pixel_cnn' ? 'model.x' : 'model.tokens'),
        wire('model.logits', 'loss.logits'),
        wire('tokens.tokens', 'loss.tokens'),
        wire('loss.loss', 'trainer.losses'),
        wire('model.network', 'sampler.network'),
        wire('model.network', 'likelihood.network'),
        wire('data.x', 'likelihood.x'),
      ],
    },
    networks: Object.fromEntries(
      Object.entries(networks).map(([id, graph]) => [id, upgradeGraph(graph, catalogue).value]),
    ),
  });
};

/** The model on "network" of a node. */
export const modelOf = (document: ProjectDocument, count: number, id = 'model'): AutoregressiveHandle => {
  const value = trace(document, catalogue, { batchSize: count }).study.value(id, 'network');
  if (value?.kind !== 'network' || value.network.role !== 'autoregressive') throw new Error('no autoregressive model');
  return value.network;
};

/** Runs what is made of tokens (count, length) by the model. */
export const asked = (
  model: AutoregressiveHandle,
  parameters: NamedArrays,
  tokens: Int32Array,
  make: (tokens: Tensor) => Tensor,
): ArrayLike<number> => {
  const [length] = model.itemShape;
  const program = buildProgram('asked', {
    out: make(input('tokens', [tokens.length / length, length], 'int32')),
  });
  return interpret(program, { ...parameters, tokens }, 'float64').out;
};
