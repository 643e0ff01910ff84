import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse } from '../../../src/core/compile';
import type { Change } from '../../../src/core/graph';
import { emptyGraph, type Graph, type Problem, type ProjectDocument } from '../../../src/core/graph/document';
import { assigned, chain, changed, imageVae, node, parsed, template, wire } from './documents';

const vae = template('vae-digits');
const flow = template('rectified-flow-2d');

const withNetwork = (document: ProjectDocument, network: string, graph: Graph): ProjectDocument =>
  parsed({ ...document, networks: { ...document.networks, [network]: graph } });
const unwire = (edge: string, graph: string | null = null): Change => ({ type: 'edge.remove', graph, edge });
const remove = (id: string, graph: string | null = null): Change => ({ type: 'node.remove', graph, node: id });
const trainer = vae.study.nodes.find(({ id }) => id === 'trainer') ?? node('trainer', 'trainer.adam');
const lossWires = [unwire('kl_loss-trainer_losses'), unwire('reconstruction_loss-trainer_losses')];

interface Case {
  document: ProjectDocument;
  problems: Problem[];
}

const error = (place: Omit<Problem, 'severity' | 'message'>, message: string): Problem => ({
  severity: 'error',
  ...place,
  message,
});

const warning = (place: Omit<Problem, 'severity' | 'message'>, message: string): Problem => ({
  ...error(place, message),
  severity: 'warning',
});

const cases: Record<string, Case> = {
  'the decoder puts out another number of values than the data has': {
    document: assigned(vae, 'decoder.output_shape=100'),
    problems: [
      error(
        { node: 'reconstruction' },
        'Reconstruction compares 100 from the decoder with 784 from the data; set the decoder’s output shape to 784.',
      ),
    ],
  },
  'a convolution is fed rows': {
    document: withNetwork(vae, 'encoder', chain('x', node('conv', 'layer.conv2d'))),
    problems: [
      error(
        { network: 'encoder', node: 'conv' },
        'Convolution needs images (batch × channels × height × width) but gets 128 × 784; set the data\'s layout to "image" or insert Reshape before it.',
      ),
    ],
  },
  'a picture is smaller than the kernel': {
    document: imageVae({
      encoder: chain(
        'x',
        node('conv', 'layer.conv2d', { kernel: 15, stride: 8, padding: 0 }),
        node('next', 'layer.conv2d', { kernel: 15 }),
      ),
      decoder: vae.networks.decoder,
    }),
    problems: [
      error(
        { network: 'encoder', node: 'next' },
        "Convolution: conv2d: got an input of 2×2, expected at least the kernel's 15×15 less padding; use a smaller kernel or more padding.",
      ),
    ],
  },
  'a network has no Output layer': {
    document: changed(vae, remove('output', 'encoder'), unwire('mlp-output', 'encoder')),
    problems: [error({ node: 'encoder' }, 'Encoder has no Output layer inside; open it and add one.')],
  },
  'a network has two Output layers': {
    document: changed(
      vae,
      { type: 'node.add', graph: 'encoder', node: node('second', 'layer.output') },
      { type: 'edge.add', graph: 'encoder', edge: wire('mlp.y', 'second.x') },
    ),
    problems: [error({ node: 'encoder' }, 'Encoder has 2 Output layers inside; open it and keep one.')],
  },
  'the network that a node names is gone': {
    document: changed(vae, { type: 'network.remove', network: 'encoder' }),
    problems: [
      error(
        { node: 'encoder' },
        'Encoder refers to network "encoder", which does not exist; choose one in its settings.',
      ),
    ],
  },
  'a node has no network': {
    document: changed(vae, { type: 'node.network', graph: null, node: 'encoder', network: null }),
    problems: [
      error({ node: 'encoder' }, 'Encoder has no network inside; choose one in its settings.'),
      { severity: 'warning', network: 'encoder', message: 'No node uses network "encoder"; it is kept in the file.' },
    ],
  },
  'nothing trains': {
    document: changed(vae, ...lossWires, remove('trainer')),
    problems: ['reconstruction', 'kl'].map((node) =>
      error(
        { node, port: 'loss' },
        `The loss of ${node === 'kl' ? 'KL divergence' : 'Reconstruction'} trains nothing; wire it into a Trainer.`,
      ),
    ),
  },
  'two nodes train': {
    document: changed(
      vae,
      { type: 'node.add', graph: null, node: { ...trainer, id: 'second' } },
      { type: 'edge.add', graph: null, edge: wire('reconstruction.loss', 'second.losses') },
    ),
    problems: [
      error(
        { node: 'second' },
        'Encoder would be updated by two trainers called Trainer; wire its network into the one that shall update it, or delete one of them.',
      ),
    ],
  },
  'the trainer has no loss': {
    document: changed(vae, ...lossWires),
    problems: [
      error({ node: 'trainer', port: 'losses' }, '"losses" of Trainer is not connected; connect a loss to it.'),
    ],
  },
  'the drawn set has no drawing': {
    document: assigned(flow, 'data.set=drawn'),
    problems: [
      error(
        { node: 'data' },
        'Points in the plane has no drawing yet; draw some points in the inspector or choose another set.',
      ),
    ],
  },
  'a layer does not fit what it gets': {
    document: withNetwork(vae, 'decoder', chain('z', node('maps', 'layer.reshape', { shape: [64, 7, 7] }))),
    problems: [
      error(
        { network: 'decoder', node: 'maps' },
        'Reshape gets 2 numbers an item, but 64 × 7 × 7 holds 3136; change the shape or the layer before it.',
      ),
    ],
  },
  'a layer asks for a value that the network is not given': {
    document: withNetwork(vae, 'decoder', chain('x', node('mlp', 'block.mlp'))),
    problems: [
      error({ network: 'decoder', node: 'input' }, 'Input asks for "x", which this network is not given; choose "z".'),
    ],
  },
  'values of different shapes are added': {
    document: withNetwork(vae, 'decoder', {
      ...emptyGraph,
      nodes: [
        node('input', 'layer.input', { name: 'z' }),
        node('one', 'layer.linear', { features: 1 }),
        node('sum', 'layer.add'),
        node('output', 'layer.output'),
      ],
      edges: [wire('input.y', 'one.x'), wire('input.y', 'sum.a'), wire('one.y', 'sum.b'), wire('sum.y', 'output.x')],
    }),
    problems: [
      error(
        { network: 'decoder', node: 'sum' },
        'Add cannot add 128 × 2 and 128 × 1; put a layer before one so that both agree.',
      ),
    ],
  },
  'the time goes in without an embedding': {
    document: withNetwork(flow, 'denoiser', {
      ...emptyGraph,
      nodes: [
        node('x', 'layer.input', { name: 'x' }),
        node('t', 'layer.input', { name: 't' }),
        node('both', 'layer.concat'),
        node('output', 'layer.output'),
      ],
      edges: [wire('x.y', 'both.a'), wire('t.y', 'both.b'), wire('both.y', 'output.x')],
    }),
    problems: [
      error(
        { network: 'denoiser', node: 'both' },
        'Concat cannot join 512 × 2 and 512: they may differ in the first axis after the batch only; put a Time embedding after t.',
      ),
    ],
  },
  'a point cloud of images is measured in the plane': {
    document: changed(
      flow,
      { type: 'node.remove', graph: null, node: 'data' },
      {
        type: 'node.add',
        graph: null,
        node: node('data', 'data.mnist', { layout: 'vector', batch_size: 8 }),
        index: 0,
      },
    ),
    problems: [
      warning(
        { node: 'quality' },
        'Sample quality measures points on a line or in the plane, but the sampler gives items of 784; take it out, or train on such points.',
      ),
    ],
  },
  'a required input is not wired': {
    document: changed(vae, unwire('reparameterize_z-decoder_z')),
    problems: [
      error({ node: 'decoder', port: 'z' }, '"z" of Decoder is not connected; connect latent values or noise to it.'),
    ],
  },
  'wires form a loop': {
    document: changed(
      vae,
      { type: 'node.add', graph: 'encoder', node: node('sum', 'layer.add') },
      unwire('input-mlp', 'encoder'),
      { type: 'edge.add', graph: 'encoder', edge: wire('input.y', 'sum.a') },
      { type: 'edge.add', graph: 'encoder', edge: wire('mlp.y', 'sum.b') },
      { type: 'edge.add', graph: 'encoder', edge: wire('sum.y', 'mlp.x') },
    ),
    problems: [
      error({ network: 'encoder', node: 'mlp' }, 'The wires form a loop (MLP → Add → MLP); delete one of them.'),
    ],
  },
  'a node is of an unknown type': {
    document: changed(vae, { type: 'node.add', graph: null, node: node('odd', 'objective.kll') }),
    problems: [
      error(
        { node: 'odd' },
        'Node "odd" has the type "objective.kll", which does not exist here; did you mean "objective.kl"?',
      ),
    ],
  },
  'a wire does not fit': {
    document: changed(vae, unwire('reparameterize_z-decoder_z'), {
      type: 'edge.add',
      graph: null,
      edge: wire('data.label', 'decoder.z'),
    }),
    problems: [
      error(
        { node: 'decoder', port: 'z', edge: 'data_label-decoder_z' },
        'The wire from "labels" of MNIST digits to "z" of Decoder does not fit: z takes latent values or noise; labels are classes.',
      ),
    ],
  },
  'settings are outside their bounds': {
    document: changed(vae, {
      type: 'node.settings',
      graph: 'encoder',
      node: 'mlp',
      set: { hidden: [0], activation: 'cube' },
    }),
    problems: [
      error(
        { network: 'encoder', node: 'mlp' },
        '"Hidden widths" of MLP must hold whole numbers from 1 to 8192; entry 1 is 0.',
      ),
      error(
        { network: 'encoder', node: 'mlp' },
        '"Activation" of MLP must be "relu", "silu", "gelu", "tanh", "sigmoid", "softplus" or "leaky_relu"; it is the text "cube".',
      ),
    ],
  },
};

describe('one sentence, in its place, when', () => {
  test.each(Object.entries(cases))('%s', (_name, { document, problems }) => {
    const analysis = analyse(document, catalogue);
    // What would put them right is told in wrong-wirings.test.ts.
    expect(analysis.problems.map(({ fixes: _, ...rest }) => rest)).toEqual(problems);
    expect(analysis.ok).toBe(!problems.some(({ severity }) => severity === 'error'));
  });
});

test('a node’s own name stands in its sentences', () => {
  const named = changed(assigned(vae, 'decoder.output_shape=100'), {
    type: 'node.rename',
    graph: null,
    node: 'reconstruction',
    title: 'Likeness',
  });
  expect(analyse(named, catalogue).problems[0].message).toMatch(/^Likeness compares 100 /);
});

test('what is still sound keeps its shapes while something else is wrong', () => {
  const { edges, networkEdges, parametersByNode } = analyse(cases['a required input is not wired'].document, catalogue);
  expect(edges['data_x-encoder_x'].text).toBe('128 × 784');
  expect(edges['encoder_q-kl_q'].shape).toEqual([128, 2]);
  expect(edges['decoder_x_hat-reconstruction_prediction']).toBeUndefined();
  expect(networkEdges.encoder['mlp-output'].text).toBe('128 × 400');
  expect(parametersByNode.encoder).toBe(784 * 400 + 400 + 400 * 4 + 4);
});

test('parts that are not wired to the rest are traced as well', () => {
  const apart = changed(
    vae,
    { type: 'node.add', graph: null, node: node('points', 'data.points', { set: 'rings', points: [], batch_size: 7 }) },
    { type: 'node.add', graph: null, node: node('noise', 'prior.normal') },
    { type: 'edge.add', graph: null, edge: wire('points.x', 'noise.like') },
  );
  const analysis = analyse(apart, catalogue);
  expect(analysis.problems.map(({ message }) => message)).toEqual([
    'Gaussian noise feeds nothing; connect it or delete it.',
  ]);
  expect(analysis.ok).toBe(true);
  expect(analysis.outputs['noise:noise'].text).toBe('7 × 2');
});

test('an empty study says that nothing trains', () => {
  const empty = parsed({ ...vae, study: { nodes: [], edges: [], notes: [] }, networks: {} });
  expect(analyse(empty, catalogue)).toEqual({
    ok: false,
    problems: [error({}, 'Nothing trains yet: add a Trainer and wire a loss into it.')],
    outputs: {},
    silent: {},
    edges: {},
    networkEdges: {},
    parameters: [],
    parametersByNode: {},
    costs: {},
    parameterCount: 0,
  });
});
