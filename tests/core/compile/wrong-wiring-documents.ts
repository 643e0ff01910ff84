/** Documents that someone wires wrongly, made from templates and presets by the edits that make them wrong. */

import type { Change } from '../../../src/core/graph';
import { emptyGraph, type Graph, type GraphNode, type ProjectDocument } from '../../../src/core/graph/document';
import { presetOf, studyOf } from '../catalogue/preset-studies';
import { assigned, chain, changed, node, parsed, template, wire } from './documents';

export const vae = template('vae-digits');
export const flow = template('rectified-flow-2d');
const images = assigned(vae, 'data.layout=image', 'decoder.output_shape=1,28,28');
const unet = studyOf('network.denoiser', presetOf('network.denoiser', 'unet'));
const dit = studyOf('network.denoiser', presetOf('network.denoiser', 'dit-labels'));

const unwire = (edge: string, graph: string | null = null): Change => ({ type: 'edge.remove', graph, edge });
const wired = (from: string, to: string, graph: string | null = null): Change => ({
  type: 'edge.add',
  graph,
  edge: wire(from, to),
});
const added = (each: GraphNode, graph: string | null = null): Change => ({ type: 'node.add', graph, node: each });
const set = (id: string, values: Record<string, number | string | boolean>, graph: string | null = null): Change => ({
  type: 'node.settings',
  graph,
  node: id,
  set: values,
});
const mode = (id: string, value: 'mute' | 'bypass', graph: string | null = null): Change => ({
  type: 'node.update',
  graph,
  node: id,
  patch: { mode: value },
});
const titled = (id: string, type: string, title: string, y: number): GraphNode => ({
  ...node(id, type),
  title,
  position: { x: 0, y },
});

const inside = (document: ProjectDocument, network: string, graph: Graph): ProjectDocument =>
  parsed({ ...document, networks: { ...document.networks, [network]: graph } });

/** Layers between the inputs of a denoiser and its output. */
const between = (layers: readonly GraphNode[], ...edges: readonly [string, string][]): Graph => ({
  ...emptyGraph,
  nodes: [
    node('x', 'layer.input', { name: 'x' }),
    node('t', 'layer.input', { name: 't' }),
    ...layers,
    node('output', 'layer.output'),
  ],
  edges: edges.map(([from, to]) => wire(from, to)),
});

const block = (graph: Graph, settings: GraphNode['settings'] = {}): ProjectDocument => {
  const held = { ...node('block', 'block.custom', settings), title: 'Mixer', network: 'mixer' };
  const document = changed(vae, { type: 'network.add', network: 'mixer', content: graph });
  return inside(document, 'encoder', {
    ...emptyGraph,
    nodes: [node('input', 'layer.input', { name: 'x' }), held, node('output', 'layer.output')],
    edges: [wire('input.y', 'block.in'), wire('block.out', 'output.x')],
  });
};

const mixer = (...layers: readonly GraphNode[]): Graph => {
  const nodes = [titled('in', 'block.input', 'x', 0), ...layers, titled('out', 'block.output', 'y', 0)];
  return { ...emptyGraph, nodes, edges: nodes.slice(1).map(({ id }, i) => wire(`${nodes[i].id}.y`, `${id}.x`)) };
};

const pictures = (...layers: readonly GraphNode[]): ProjectDocument => inside(images, 'encoder', chain('x', ...layers));
const rows = (...layers: readonly GraphNode[]): ProjectDocument => inside(vae, 'encoder', chain('x', ...layers));
const linear = (id: string, features: number): GraphNode => node(id, 'layer.linear', { features });

const losses = [unwire('kl_loss-trainer_losses'), unwire('reconstruction_loss-trainer_losses')];

const edited = {
  'picture layer on rows': rows(node('conv', 'layer.conv2d', { channels: 8 })),
  'picture layer in a denoiser of rows': changed(
    inside(flow, 'denoiser', presetOf('network.denoiser', 'unet').graph),
    {
      type: 'network.add',
      network: 'attention',
      content: presetOf('network.denoiser', 'unet').networks?.attention ?? emptyGraph,
    },
    { type: 'node.remove', graph: null, node: 'quality' },
    unwire('sampler_trajectory-quality_trajectory'),
    unwire('data_x-quality_data'),
    { type: 'node.remove', graph: null, node: 'data' },
    added(node('data', 'data.mnist', { layout: 'vector', batch_size: 4 })),
  ),
  'sequence layer on pictures': pictures(node('attention', 'layer.self_attention')),
  'decoder of another shape than the data': assigned(vae, 'decoder.output_shape=100'),
  'channels not divisible by groups': pictures(
    node('conv', 'layer.conv2d', { channels: 12, kernel: 3, stride: 1, padding: 1 }),
    node('norm', 'layer.group_norm', { groups: 8 }),
  ),
  'features not divisible by heads': pictures(
    node('patches', 'layer.patchify', { patch: 4 }),
    linear('tokens', 100),
    node('attention', 'layer.self_attention', { heads: 8 }),
  ),
  'picture not divisible by patches': pictures(node('patches', 'layer.patchify', { patch: 8 }), linear('tokens', 32)),
  'labels into a linear layer': changed(
    dit,
    unwire('label-digit', 'it'),
    added(linear('direct', 128), 'it'),
    wired('label.y', 'direct.x', 'it'),
    unwire('digit-condition-b', 'it'),
    wired('direct.y', 'condition.b', 'it'),
    { type: 'node.remove', graph: 'it', node: 'digit' },
  ),
  'time without an embedding': inside(
    flow,
    'denoiser',
    between([node('both', 'layer.concat')], ['x.y', 'both.a'], ['t.y', 'both.b'], ['both.y', 'output.x']),
  ),
  'time as a condition': changed(
    unet,
    unwire('t-time-t', 'it'),
    unwire('time-down1-condition', 'it'),
    wired('t.y', 'down1.condition', 'it'),
    { type: 'node.remove', graph: 'it', node: 'time' },
    ...['down2', 'middle1', 'middle2', 'up2', 'up1'].map((id) => unwire(`time-${id}-condition`, 'it')),
  ),
  'sum of different widths': inside(
    flow,
    'denoiser',
    between(
      [
        linear('one', 64),
        linear('two', 32),
        node('time', 'layer.time_embedding'),
        node('sum', 'layer.add'),
        node('all', 'layer.add'),
      ],
      ['x.y', 'one.x'],
      ['x.y', 'two.x'],
      ['t.y', 'time.t'],
      ['one.y', 'sum.a'],
      ['two.y', 'sum.b'],
      ['sum.y', 'all.a'],
      ['time.y', 'all.b'],
      ['all.y', 'output.x'],
    ),
  ),
  'skip joined at another size': changed(
    unet,
    unwire('grow2-join2-a', 'it'),
    unwire('middle2-grow2', 'it'),
    { type: 'node.remove', graph: 'it', node: 'grow2' },
    wired('middle2.y', 'join2.a', 'it'),
  ),
  'sum of pictures with different channels': inside(images, 'encoder', {
    ...emptyGraph,
    nodes: [
      node('x', 'layer.input', { name: 'x' }),
      node('conv', 'layer.conv2d', { channels: 8, kernel: 3, stride: 1, padding: 1 }),
      node('sum', 'layer.add'),
      node('output', 'layer.output'),
    ],
    edges: [wire('x.y', 'conv.x'), wire('conv.y', 'sum.a'), wire('x.y', 'sum.b'), wire('sum.y', 'output.x')],
  }),
  'picture layer on a sequence': pictures(
    node('patches', 'layer.patchify', { patch: 4 }),
    node('conv', 'layer.conv2d', { channels: 8, kernel: 3, stride: 1, padding: 1 }),
  ),
  'signal layer on rows': rows(node('conv', 'layer.conv1d', { channels: 4 })),
  'pool of single vectors': rows(node('pool', 'layer.global_average_pool'), linear('wide', 8)),
  'pool that pads too far': pictures(node('pool', 'layer.max_pool', { kernel: 2, padding: 2 })),
  'rotary positions on odd heads': pictures(
    node('patches', 'layer.patchify', { patch: 4 }),
    linear('tokens', 20),
    node('attention', 'layer.self_attention', { heads: 4, rotary: true }),
  ),
  'vectors whose axes are swapped': rows(node('swap', 'layer.swap_axes'), linear('wide', 8)),
  'sequence as a condition': changed(
    dit,
    unwire('condition-modulate-condition', 'it'),
    wired('positions.y', 'modulate.condition', 'it'),
  ),
  'reshape that does not hold what comes': inside(
    vae,
    'decoder',
    chain('z', node('maps', 'layer.reshape', { shape: [64, 7, 7] })),
  ),
  'embedding with fewer rows than labels': changed(dit, set('digit', { entries: 8 }, 'it')),
  'even kernel with a mask': pictures(node('look', 'layer.masked_conv2d', { channels: 8, kernel: 4 })),
  'input that the network is not given': inside(vae, 'decoder', chain('x', linear('wide', 8))),
  'labels asked for but not wired': changed(dit, unwire('data_label-it_y')),
  'network that does not use the time': inside(flow, 'denoiser', chain('x', linear('wide', 8))),
  'input of a network that goes nowhere': changed(flow, added(node('again', 'layer.input', { name: 't' }), 'denoiser')),
  'layer that leads nowhere': changed(vae, added(linear('side', 9), 'encoder'), wired('mlp.y', 'side.x', 'encoder')),
  'two Outputs': changed(vae, added(node('second', 'layer.output'), 'encoder'), wired('mlp.y', 'second.x', 'encoder')),
  'no Output': changed(vae, { type: 'node.remove', graph: 'encoder', node: 'output' }, unwire('mlp-output', 'encoder')),
  'study input inside a block': changed(
    block(mixer(linear('wide', 8))),
    unwire('in_y-wide_x', 'mixer'),
    added(node('odd', 'layer.input'), 'mixer'),
    wired('odd.y', 'wide.x', 'mixer'),
  ),
  'network output inside a block': changed(
    block(mixer(linear('wide', 8))),
    added(node('odd', 'layer.output'), 'mixer'),
    wired('wide.y', 'odd.x', 'mixer'),
  ),
  'block port inside a network': changed(
    vae,
    added(node('odd', 'block.output'), 'encoder'),
    wired('mlp.y', 'odd.x', 'encoder'),
  ),
  'block in itself': changed(
    block(mixer(linear('wide', 8))),
    added({ ...node('again', 'block.custom', { repeat: 1 }), title: 'Mixer', network: 'mixer' }, 'mixer'),
    wired('in.y', 'again.in', 'mixer'),
  ),
  'repeated block that changes shape': block(mixer(linear('wide', 8)), { repeat: 3 }),
  'block output that nothing takes': changed(
    block(mixer(linear('wide', 8))),
    added(titled('more', 'block.output', 'more', 300), 'mixer'),
    wired('wide.y', 'more.x', 'mixer'),
  ),
  'required input without a wire': changed(vae, unwire('reparameterize_z-decoder_z')),
  'noise without a wire': changed(
    flow,
    unwire('noise_noise-path_noise'),
    unwire('noise_noise-velocity_noise'),
    {
      type: 'node.remove',
      graph: null,
      node: 'noise',
    },
    unwire('data_x-noise_like'),
  ),
  'layer without a wire': changed(flow, unwire('t-embedding', 'denoiser')),
  'sampler without a network': changed(flow, unwire('denoiser_network-sampler_network')),
  'two wires into one input': changed(flow, wired('data.x', 'denoiser.x_t')),
  'one loss twice into a trainer': changed(vae, {
    type: 'edge.add',
    graph: null,
    edge: { ...wire('kl.loss', 'trainer.losses'), id: 'again' },
  }),
  'label where a latent belongs': changed(vae, unwire('reparameterize_z-decoder_z'), wired('data.label', 'decoder.z')),
  'distribution where data belongs': changed(
    vae,
    unwire('decoder_x_hat-reconstruction_prediction'),
    wired('encoder.q', 'reconstruction.prediction'),
  ),
  'wire to a port that is not there': changed(vae, {
    type: 'edge.add',
    graph: null,
    edge: { id: 'stray', source: { node: 'data', port: 'x' }, target: { node: 'encoder', port: 'input' } },
  }),
  loop: changed(
    vae,
    added(node('sum', 'layer.add'), 'encoder'),
    unwire('input-mlp', 'encoder'),
    wired('input.y', 'sum.a', 'encoder'),
    wired('mlp.y', 'sum.b', 'encoder'),
    wired('sum.y', 'mlp.x', 'encoder'),
  ),
  'study node inside a network': changed(vae, added(node('odd', 'objective.kl'), 'encoder')),
  'loss with no trainer': changed(flow, unwire('velocity_loss-trainer_losses'), {
    type: 'node.remove',
    graph: null,
    node: 'trainer',
  }),
  'one of two losses with no trainer': changed(
    vae,
    unwire('kl_loss-trainer_losses'),
    unwire('kl_kl-elbo_kl'),
    unwire('reconstruction_loss-elbo_reconstruction'),
    { type: 'node.remove', graph: null, node: 'elbo' },
  ),
  'trainer without a loss': changed(vae, ...losses),
  'two trainers on one loss': changed(
    flow,
    added(node('second', 'trainer.sgd')),
    wired('velocity.loss', 'second.losses'),
  ),
  'trainer muted': changed(flow, mode('trainer', 'mute')),
  'network that no loss reaches': changed(
    flow,
    { type: 'network.add', network: 'spare', content: flow.networks.denoiser },
    added({ ...node('spare', 'network.denoiser'), network: 'spare' }),
    wired('path.x_t', 'spare.x_t'),
    wired('time.t', 'spare.t'),
  ),
  'node that feeds nothing': changed(flow, added(node('spare', 'prior.normal')), wired('data.x', 'spare.like')),
  'bypass of what cannot be': changed(vae, mode('encoder', 'bypass')),
  'noise of another shape': changed(
    flow,
    added(node('digits', 'data.mnist', { batch_size: 512 })),
    unwire('data_x-noise_like'),
    wired('digits.x', 'noise.like'),
  ),
  'plane measured on pictures': changed(
    flow,
    { type: 'node.remove', graph: null, node: 'data' },
    added(node('data', 'data.mnist', { layout: 'vector', batch_size: 8 })),
  ),
  'tied networks of different shapes': changed(
    flow,
    added(node('digits', 'data.mnist', { layout: 'vector', batch_size: 512 })),
    added(node('time2', 'time.uniform')),
    added({ ...node('twin', 'network.denoiser'), title: 'Twin', network: 'denoiser' }),
    wired('digits.x', 'time2.like'),
    wired('digits.x', 'twin.x_t'),
    wired('time2.t', 'twin.t'),
  ),
  'drawn set without a drawing': assigned(flow, 'data.set=drawn'),
} satisfies Record<string, ProjectDocument>;

/** Settings that an edit left out are filled in, as the editor does. */
export const documents: Readonly<Record<keyof typeof edited, ProjectDocument>> = Object.assign(
  edited,
  Object.fromEntries(Object.entries(edited).map(([name, document]) => [name, parsed(document)])),
);
