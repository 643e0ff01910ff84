import { catalogue } from '../../../src/core/catalogue';
import { languagePresets } from '../../../src/core/catalogue/presets/language';
import { upgradeGraph } from '../../../src/core/graph';
import type { Graph, GraphNode, ProjectDocument, SettingValue } from '../../../src/core/graph/document';
import { node, parsed, wire } from './documents';

export interface LanguageOptions {
  preset?: string;
  vocabulary?: number;
  length?: number;
  width?: number;
  heads?: number;
  layers?: number;
  batch?: number;
  text?: Record<string, SettingValue>;
  trainer?: Record<string, SettingValue>;
}

/** The settings that a size changes, by the id of the layer in a preset. */
const sized = ({
  width = 8,
  heads = 2,
  layers = 2,
}: LanguageOptions): Record<string, Record<string, SettingValue>> => ({
  table: { width },
  blocks: { repeat: layers },
  attention: { heads },
  wide: { features: 4 * width },
  narrow: { features: width },
  memory: { hidden: width, layers: 1 },
});

const resized = (graph: Graph, settings: Record<string, Record<string, SettingValue>>): Graph => {
  const nodes = graph.nodes.map(
    (each): GraphNode => ({ ...each, settings: { ...each.settings, ...settings[each.id] } }),
  );
  return upgradeGraph({ ...graph, nodes }, catalogue).value;
};

/** A sequence model of a text, in the network `it`, with its blocks in `block`, trained and measured. */
export const tinyLanguage = (options: LanguageOptions = {}): ProjectDocument => {
  const { preset: id = 'gpt', vocabulary = 7, length = 5, batch = 3 } = options;
  const preset = languagePresets.find((each) => each.id === id);
  if (!preset) throw new Error(`no preset ${id}`);
  const networks: Record<string, Graph> = { ...preset.networks, it: preset.graph };
  return parsed({
    format: 'latent-loom',
    version: 3,
    title: 'Tiny language model',
    summary: '',
    models: [],
    references: [],
    bookmarks: [],
    seed: 1,
    study: {
      nodes: [
        node('text', 'data.text', { vocabulary, length, batch_size: batch, ...options.text }),
        { ...node('model', 'network.autoregressive'), network: 'it' },
        node('loss', 'objective.cross_entropy'),
        node('trainer', 'trainer.adam', options.trainer),
        node('writer', 'sampler.sequence'),
        node('measure', 'metric.sequence'),
      ],
      edges: [
        wire('text.tokens', 'model.tokens'),
        wire('model.logits', 'loss.logits'),
        wire('text.tokens', 'loss.tokens'),
        wire('loss.loss', 'trainer.losses'),
        wire('model.network', 'writer.network'),
        wire('model.logits', 'measure.logits'),
        wire('text.tokens', 'measure.tokens'),
        wire('text.characters', 'measure.characters'),
      ],
    },
    networks: Object.fromEntries(
      Object.entries(networks).map(([name, graph]) => [name, resized(graph, sized(options))]),
    ),
  });
};
