/** A study around each preset: data, what the node needs beside it, and a trainer. */

import { catalogue } from '../../../src/core/catalogue';
import type { NodeDefinition, Preset } from '../../../src/core/catalogue/types';
import { upgradeGraph } from '../../../src/core/graph';
import type { Graph, GraphNode, ProjectDocument, SettingValue } from '../../../src/core/graph/document';
import { node, parsed, wire } from '../compile/documents';

const blank = {
  format: 'latent-loom',
  version: 3,
  title: 'A preset',
  summary: '',
  models: [],
  references: [],
  bookmarks: [],
  seed: 0,
};

export const definitionOf = (type: string): NodeDefinition => {
  const found = catalogue.find(type);
  if (!found) throw new Error(`no type ${type}`);
  return found;
};

export const presetOf = (type: string, id: string): Preset => {
  const preset = definitionOf(type).presets?.find((each) => each.id === id);
  if (!preset) throw new Error(`${type} has no preset ${id}`);
  return preset;
};

/** Data of a preset: pictures where it takes them, else points or rows of pixels. */
const dataOf = (type: string, { id }: Preset): GraphNode => {
  const images = !id.startsWith('mlp') && !id.startsWith('residual-mlp') && !id.startsWith('stretched-mlp');
  if (images) return node('data', 'data.mnist', { layout: 'image', batch_size: 2 });
  if (!['network.encoder', 'network.code_encoder', 'network.decoder'].includes(type))
    return node('data', 'data.points', { batch_size: 8 });
  return node('data', 'data.mnist', { layout: 'vector', batch_size: 2 });
};

const asks = (graph: Graph, name: string): boolean => graph.nodes.some(({ settings }) => settings.name === name);

const held = (id: string, type: string, network: string, settings: Record<string, SettingValue> = {}): GraphNode => ({
  ...node(id, type, settings),
  network,
});

const flowStudy = (data: GraphNode, preset: Preset) => ({
  nodes: [
    data,
    node('noise', 'prior.normal'),
    node('time', 'time.uniform'),
    node('path', 'path.linear'),
    held('it', 'network.denoiser', 'it'),
    node('velocity', 'objective.velocity'),
    node('sampler', 'sampler.euler'),
    node('trainer', 'trainer.adam'),
  ],
  edges: [
    ...['noise.like', 'time.like', 'path.x', 'velocity.x'].map((end) => wire('data.x', end)),
    ...['path.noise', 'velocity.noise'].map((end) => wire('noise.noise', end)),
    ...['path.t', 'it.t'].map((end) => wire('time.t', end)),
    wire('path.x_t', 'it.x_t'),
    ...(asks(preset.graph, 'y') ? [wire('data.label', 'it.y')] : []),
    wire('it.prediction', 'velocity.prediction'),
    wire('it.network', 'sampler.network'),
    wire('velocity.loss', 'trainer.losses'),
  ],
  networks: {},
});

const vaeStudy = (data: GraphNode, type: string) => {
  const [encoder, decoder] = type === 'network.encoder' ? ['it', 'other'] : ['other', 'it'];
  const shape = data.settings.layout === 'image' ? [1, 28, 28] : [784];
  const other = type === 'network.encoder' ? 'network.decoder' : 'network.encoder';
  return {
    nodes: [
      data,
      held('encoder', 'network.encoder', encoder),
      node('z', 'latent.reparameterize'),
      held('decoder', 'network.decoder', decoder, { output_shape: shape }),
      node('rec', 'objective.reconstruction'),
      node('kl', 'objective.kl'),
      node('trainer', 'trainer.adam'),
    ],
    edges: [
      wire('data.x', 'encoder.x'),
      wire('encoder.q', 'z.q'),
      wire('z.z', 'decoder.z'),
      wire('decoder.x_hat', 'rec.prediction'),
      wire('data.x', 'rec.target'),
      wire('encoder.q', 'kl.q'),
      wire('rec.loss', 'trainer.losses'),
      wire('kl.loss', 'trainer.losses'),
    ],
    networks: { other: presetOf(other, 'mlp').graph },
  };
};

const autoencoderStudy = (data: GraphNode) => ({
  nodes: [
    data,
    held('it', 'network.code_encoder', 'it'),
    held('decoder', 'network.decoder', 'other', {
      output_shape: data.settings.layout === 'image' ? [1, 28, 28] : [784],
    }),
    node('error', 'objective.reconstruction', { likelihood: 'squared_error' }),
    node('trainer', 'trainer.adam'),
  ],
  edges: [
    wire('data.x', 'it.x'),
    wire('it.z', 'decoder.z'),
    wire('decoder.x_hat', 'error.prediction'),
    wire('data.x', 'error.target'),
    wire('error.loss', 'trainer.losses'),
  ],
  networks: { other: presetOf('network.decoder', 'mlp').graph },
});

/** Points by way of two levels of latents. */
const hierarchyStudy = (data: GraphNode) => ({
  nodes: [
    data,
    held('lower', 'network.encoder', 'lower', { latent: 16 }),
    held('upper', 'network.encoder', 'upper'),
    node('z_1', 'latent.reparameterize'),
    node('z_2', 'latent.reparameterize'),
    held('it', 'network.prior', 'it'),
    held('decoder', 'network.decoder', 'decoder', { output_shape: [2] }),
    node('rec', 'objective.reconstruction', { likelihood: 'gaussian' }),
    node('kl_1', 'objective.kl'),
    node('kl_2', 'objective.kl'),
    node('trainer', 'trainer.adam'),
  ],
  edges: [
    wire('data.x', 'lower.x'),
    wire('data.x', 'upper.x'),
    wire('lower.q', 'z_1.q'),
    wire('upper.q', 'z_2.q'),
    wire('z_2.z', 'it.z'),
    wire('z_1.z', 'decoder.z'),
    wire('decoder.x_hat', 'rec.prediction'),
    wire('data.x', 'rec.target'),
    wire('lower.q', 'kl_1.q'),
    wire('it.p', 'kl_1.prior'),
    wire('upper.q', 'kl_2.q'),
    ...['rec', 'kl_1', 'kl_2'].map((id) => wire(`${id}.loss`, 'trainer.losses')),
  ],
  networks: {
    lower: presetOf('network.encoder', 'mlp').graph,
    upper: presetOf('network.encoder', 'mlp').graph,
    decoder: presetOf('network.decoder', 'mlp').graph,
  },
});

const ganStudy = (data: GraphNode, type: string, { id }: Preset) => {
  const [generator, discriminator] = type === 'network.generator' ? ['it', 'other'] : ['other', 'it'];
  const other = type === 'network.generator' ? 'network.discriminator' : 'network.generator';
  return {
    nodes: [
      data,
      node('noise', 'prior.latent'),
      held('generator', 'network.generator', generator),
      held('real', 'network.discriminator', discriminator),
      held('fake', 'network.discriminator', discriminator),
      node('d_loss', 'objective.discriminator'),
      node('g_loss', 'objective.generator'),
      node('d_trainer', 'trainer.adam'),
      node('g_trainer', 'trainer.adam', { turn: 2 }),
    ],
    edges: [
      wire('data.x', 'noise.like'),
      wire('data.x', 'generator.like'),
      wire('noise.z', 'generator.z'),
      wire('data.x', 'real.x'),
      wire('generator.x', 'fake.x'),
      wire('real.score', 'd_loss.real'),
      wire('fake.score', 'd_loss.fake'),
      wire('fake.score', 'g_loss.fake'),
      wire('d_loss.loss', 'd_trainer.losses'),
      wire('g_loss.loss', 'g_trainer.losses'),
      wire('real.network', 'd_trainer.networks'),
      wire('generator.network', 'g_trainer.networks'),
    ],
    networks: { other: presetOf(other, id).graph },
  };
};

/** Pictures by way of maps of codes. */
const codesStudy = (data: GraphNode, type: string) => {
  const [encoder, decoder] = type === 'network.map_encoder' ? ['it', 'other'] : ['other', 'it'];
  const other = type === 'network.map_encoder' ? 'network.decoder' : 'network.map_encoder';
  return {
    nodes: [
      data,
      held('encoder', 'network.map_encoder', encoder),
      node('codes', 'latent.vector_quantize'),
      held('decoder', 'network.decoder', decoder, { output_shape: [1, 28, 28] }),
      node('rec', 'objective.reconstruction'),
      node('trainer', 'trainer.adam'),
    ],
    edges: [
      wire('data.x', 'encoder.x'),
      wire('encoder.z', 'codes.z'),
      wire('codes.z', 'decoder.z'),
      wire('decoder.x_hat', 'rec.prediction'),
      wire('data.x', 'rec.target'),
      wire('rec.loss', 'trainer.losses'),
      wire('codes.loss', 'trainer.losses'),
    ],
    networks: { other: presetOf(other, 'convnet-maps').graph },
  };
};

const textStudy = () => ({
  nodes: [
    node('data', 'data.text', { batch_size: 2 }),
    held('it', 'network.autoregressive', 'it'),
    node('loss', 'objective.cross_entropy'),
    node('writer', 'sampler.sequence'),
    node('trainer', 'trainer.adam'),
  ],
  edges: [
    wire('data.tokens', 'it.tokens'),
    wire('it.logits', 'loss.logits'),
    wire('data.tokens', 'loss.tokens'),
    wire('it.network', 'writer.network'),
    wire('loss.loss', 'trainer.losses'),
  ],
  networks: {},
});

const pixelsStudy = (data: GraphNode) => ({
  nodes: [
    data,
    node('tokens', 'operation.quantize_pixels'),
    held('it', 'network.pixel_cnn', 'it'),
    node('loss', 'objective.cross_entropy'),
    node('trainer', 'trainer.adam'),
  ],
  edges: [
    wire('data.x', 'tokens.x'),
    wire('tokens.tokens', 'it.x'),
    wire('it.logits', 'loss.logits'),
    wire('tokens.tokens', 'loss.tokens'),
    wire('loss.loss', 'trainer.losses'),
  ],
  networks: {},
});

const couplingStudy = (data: GraphNode, preset: Preset) => {
  const before = data.settings.layout === 'image' ? ['start', 'squeeze'] : ['start'];
  return {
    nodes: [
      data,
      node('start', 'flow.start'),
      ...(before.length > 1 ? [node('squeeze', 'flow.squeeze')] : []),
      held('it', 'flow.coupling', 'it'),
      node('density', 'density.flow'),
      node('nll', 'objective.nll'),
      node('trainer', 'trainer.adam'),
    ],
    edges: [
      wire('data.x', 'start.x'),
      ...(asks(preset.graph, 'y') ? [wire('data.label', 'start.y')] : []),
      ...(before.length > 1 ? [wire('start.flow', 'squeeze.flow')] : []),
      wire(`${before.at(-1)}.flow`, 'it.flow'),
      wire('it.flow', 'density.flow'),
      wire('density.log_prob', 'nll.log_prob'),
      wire('nll.loss', 'trainer.losses'),
    ],
    networks: {},
  };
};

const energyStudy = (data: GraphNode) => ({
  nodes: [
    data,
    held('it', 'network.energy', 'it'),
    node('chains', 'operation.persistent_chains', { num_inference_steps: 1 }),
    node('loss', 'objective.contrastive'),
    node('sampler', 'sampler.langevin'),
    node('trainer', 'trainer.adam'),
  ],
  edges: [
    wire('data.x', 'it.x'),
    wire('data.x', 'chains.like'),
    wire('it.network', 'chains.network'),
    wire('it.energy', 'loss.data'),
    wire('chains.energy', 'loss.chains'),
    wire('it.network', 'sampler.network'),
    wire('loss.loss', 'trainer.losses'),
  ],
  networks: {},
});

const classifierStudy = (data: GraphNode) => ({
  nodes: [
    data,
    held('it', 'network.classifier', 'it'),
    node('loss', 'objective.classification'),
    node('measure', 'metric.classification'),
    node('trainer', 'trainer.adam'),
  ],
  edges: [
    ...['it.x', 'measure.x'].map((end) => wire('data.x', end)),
    ...['it.y', 'loss.y', 'measure.y'].map((end) => wire('data.label', end)),
    wire('it.logits', 'loss.logits'),
    wire('it.network', 'measure.network'),
    wire('loss.loss', 'trainer.losses'),
  ],
  networks: {},
});

const isPlayer = (type: string): boolean => type === 'network.generator' || type === 'network.discriminator';

/** All nodes with every setting, as the editor places them. */
const whole = (graph: Graph): Graph => upgradeGraph(graph, catalogue).value;

/** A study that trains the preset, which stands in the network `it`. */
export const studyOf = (type: string, preset: Preset): ProjectDocument => {
  const data = dataOf(type, preset);
  const { networks, ...study } = isPlayer(type)
    ? ganStudy(data, type, preset)
    : type === 'network.denoiser'
      ? flowStudy(data, preset)
      : type === 'network.pixel_cnn'
        ? pixelsStudy(data)
        : type === 'flow.coupling'
          ? couplingStudy(data, preset)
          : type === 'network.autoregressive'
            ? textStudy()
            : type === 'network.map_encoder' || preset.id === 'convnet-maps'
              ? codesStudy(data, type)
              : type === 'network.code_encoder'
                ? autoencoderStudy(data)
                : type === 'network.prior'
                  ? hierarchyStudy(data)
                  : type === 'network.energy'
                    ? energyStudy(data)
                    : type === 'network.classifier'
                      ? classifierStudy(data)
                      : vaeStudy(data, type);
  const all: Record<string, Graph> = { ...networks, ...preset.networks, it: preset.graph };
  return parsed({
    ...blank,
    study,
    networks: Object.fromEntries(Object.entries(all).map(([id, graph]) => [id, whole(graph)])),
  });
};
