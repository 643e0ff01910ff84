import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../../src/core/catalogue';
import { analyse } from '../../../src/core/compile';
import { apply, type Change, parseDocument, planAssignment } from '../../../src/core/graph';
import {
  emptyGraph,
  type Graph,
  type GraphNode,
  type ProjectDocument,
  type SettingValue,
} from '../../../src/core/graph/document';
import { templatesDirectory } from '../../../src/files/resources';

/** Ids of the bundled templates. */
export const templateIds = (): string[] =>
  readdirSync(templatesDirectory())
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();

/** Text of a bundled template. */
export const templateText = (id: string): string => readFileSync(join(templatesDirectory(), `${id}.json`), 'utf8');

/** A document through the same door as a file: missing settings become defaults. */
export const parsed = (document: unknown): ProjectDocument => {
  const result = parseDocument(typeof document === 'string' ? document : JSON.stringify(document), catalogue);
  if (!result.ok) throw new Error(result.problem);
  return result.document;
};

export const template = (id: string): ProjectDocument => parsed(templateText(id));

/** Assignments as on the command line, `node.setting=value` or `network/node.setting=value`. */
export const assigned = (document: ProjectDocument, ...assignments: string[]): ProjectDocument =>
  assignments.reduce((current, assignment) => {
    const planned = planAssignment(current, catalogue, assignment);
    if (!planned.ok) throw new Error(planned.message);
    return apply(current, planned.value);
  }, document);

/** Changes that need not leave a sound document. */
export const changed = (document: ProjectDocument, ...changes: Change[]): ProjectDocument => apply(document, changes);

export const node = (id: string, type: string, settings: Record<string, SettingValue> = {}): GraphNode => ({
  id,
  type,
  version: 1,
  position: { x: 0, y: 0 },
  settings,
});

/** A wire from `a.port` to `b.port`; the text is its id, with the dots and the arrow made plain. */
export const wire = (from: string, to: string) => {
  const end = (text: string) => {
    const [id, port] = text.split('.');
    return { node: id, port };
  };
  return { id: `${from}-${to}`.replaceAll('.', '_'), source: end(from), target: end(to) };
};

/** A network that is one line of layers from an input to an output; a block is passed from `in` to `out`. */
export const chain = (input: string, ...layers: GraphNode[]): Graph => {
  const nodes = [node('input', 'layer.input', { name: input }), ...layers, node('output', 'layer.output')];
  const port = ({ type }: GraphNode, layer: string, ofBlock: string) => (type === 'block.custom' ? ofBlock : layer);
  const edges = nodes
    .slice(1)
    .map((to, i) => wire(`${nodes[i].id}.${port(nodes[i], 'y', 'out')}`, `${to.id}.${port(to, 'x', 'in')}`));
  return { ...emptyGraph, nodes, edges };
};

const blank = {
  format: 'latent-loom',
  version: 3,
  title: 'Tiny',
  summary: '',
  models: [],
  references: [],
  bookmarks: [],
  seed: 3,
};

const hidden = (widths: number[], activation = 'tanh') => node('mlp', 'block.mlp', { hidden: widths, activation });

/** Points in the plane → 5 tanh → 2 latents → 4 tanh → the plane, Gaussian, β = 0.7; batches of 16. */
export const tinyVae = (): ProjectDocument =>
  parsed({
    ...blank,
    study: {
      nodes: [
        node('data', 'data.points', { set: 'two-moons', batch_size: 16 }),
        { ...node('encoder', 'network.encoder', { latent: 2 }), network: 'encoder' },
        node('z', 'latent.reparameterize'),
        { ...node('decoder', 'network.decoder', { output_shape: [2] }), network: 'decoder' },
        node('reconstruction', 'objective.reconstruction', { likelihood: 'gaussian', sigma: 0.5 }),
        node('kl', 'objective.kl', { beta: 0.7 }),
        node('trainer', 'trainer.adam', { learning_rate: 0.01, steps: 40 }),
        node('elbo', 'metric.elbo'),
      ],
      edges: [
        wire('data.x', 'encoder.x'),
        wire('encoder.q', 'z.q'),
        wire('z.z', 'decoder.z'),
        wire('decoder.x_hat', 'reconstruction.prediction'),
        wire('data.x', 'reconstruction.target'),
        wire('encoder.q', 'kl.q'),
        wire('reconstruction.loss', 'trainer.losses'),
        wire('kl.loss', 'trainer.losses'),
        wire('reconstruction.loss', 'elbo.reconstruction'),
        wire('kl.kl', 'elbo.kl'),
      ],
      notes: [],
    },
    networks: { encoder: chain('x', hidden([5])), decoder: chain('z', hidden([4])) },
  });

/** The VAE above with batch norm and dropout in its encoder: kept statistics and noise inside a network. */
export const normedVae = (): ProjectDocument => {
  const base = tinyVae();
  const encoder = chain(
    'x',
    hidden([6]),
    node('norm', 'layer.batch_norm'),
    node('drop', 'layer.dropout', { rate: 0.2 }),
  );
  return parsed({ ...base, networks: { ...base.networks, encoder } });
};

/** The template with a network of 6 and 5 units and batches of 8. */
export const tinyFlow = (): ProjectDocument =>
  assigned(
    template('rectified-flow-2d'),
    'data.batch_size=8',
    'denoiser/mlp.hidden=6,5',
    'trainer.steps=40',
    'sampler.num_inference_steps=4',
  );

/** The guidance template, labels dropped half of the time, with a network of 12 and 10 units and batches of 16. */
export const tinyGuidance = (): ProjectDocument =>
  assigned(
    template('guidance-2d'),
    'data.batch_size=16',
    'drop.probability=0.5',
    'denoiser/mlp.hidden=12,10',
    'trainer.steps=40',
    'sampler.num_inference_steps=4',
    'guided.num_inference_steps=4',
  );

/** The digits template with networks of 8 units and batches of 8. */
export const tinyDigits = (): ProjectDocument =>
  assigned(
    template('vae-digits'),
    'data.batch_size=8',
    'encoder/mlp.hidden=8',
    'decoder/mlp.hidden=8',
    'trainer.steps=40',
  );

/** The digits template on images, with both presets replaced by the given networks. */
export const imageVae = (networks: Record<'encoder' | 'decoder', Graph>): ProjectDocument =>
  parsed({ ...assigned(template('vae-digits'), 'data.layout=image', 'decoder.output_shape=1,28,28'), networks });

/** A block's graph: its inputs and outputs by id, and what is between them. */
export const blockOf = (nodes: GraphNode[], wires: [from: string, to: string][]): Graph => ({
  ...emptyGraph,
  nodes: nodes.map((each, i) => ({ ...each, position: { x: 0, y: i } })),
  edges: wires.map(([from, to]) => wire(from, to)),
});

/** A node that holds a block. */
export const block = (id: string, network: string, settings: Record<string, SettingValue> = {}): GraphNode => ({
  ...node(id, 'block.custom', settings),
  network,
});

/** Sentences about what keeps a document from training, with their places. */
export const errorsOf = (document: ProjectDocument): [network: string | undefined, node?: string, message?: string][] =>
  analyse(document, catalogue)
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ network, node: id, message }) => [network, id, message]);

/** The tiny flow with another network inside its denoiser, and graphs for the blocks in it. */
export const flowWith = (denoiser: Graph, blocks: Record<string, Graph> = {}): ProjectDocument =>
  parsed({ ...tinyFlow(), networks: { denoiser, ...blocks } });

/** x + tanh(Linear(x)), of the width of x, where `skip` may stay free. */
export const residualBlock = (features: number): Graph =>
  blockOf(
    [
      node('in', 'block.input'),
      node('skip', 'block.input', { optional: true }),
      node('linear', 'layer.linear', { features }),
      node('bend', 'layer.activation', { activation: 'tanh' }),
      node('sum', 'layer.add'),
      node('out', 'block.output'),
    ],
    [
      ['in.y', 'linear.x'],
      ['linear.y', 'bend.x'],
      ['bend.y', 'sum.a'],
      ['in.y', 'sum.b'],
      ['sum.y', 'out.x'],
    ],
  );

/** A denoiser with a block three times over, that block again (tied), and a block of blocks. */
export const blockFlow = (): ProjectDocument =>
  flowWith(
    chain(
      'x',
      node('stem', 'layer.linear', { features: 6 }),
      block('stack', 'unit', { repeat: 3 }),
      block('again', 'unit', { repeat: 2, weights: 'shared' }),
      block('nest', 'outer', { repeat: 2 }),
    ),
    {
      unit: residualBlock(6),
      outer: blockOf(
        [node('in', 'block.input'), block('inner', 'unit', { repeat: 2 }), node('out', 'block.output')],
        [
          ['in.y', 'inner.in'],
          ['inner.out', 'out.x'],
        ],
      ),
    },
  );

/**
 * The tiny VAE with a second encoder, sampler and decoder of the same networks, as a siamese pair: the second decoder
 * reconstructs the same data from the second latent.
 */
export const tiedVae = (extra: GraphNode[] = []): ProjectDocument => {
  const base = tinyVae();
  const twins = base.study.nodes
    .filter(({ id }) => ['encoder', 'z', 'decoder', 'reconstruction'].includes(id))
    .map((each) => ({ ...each, id: `${each.id}2` }));
  const edges = [
    wire('data.x', 'encoder2.x'),
    wire('encoder2.q', 'z2.q'),
    wire('z2.z', 'decoder2.z'),
    wire('decoder2.x_hat', 'reconstruction2.prediction'),
    wire('data.x', 'reconstruction2.target'),
    wire('reconstruction2.loss', 'trainer.losses'),
  ];
  return parsed({
    ...base,
    study: {
      ...base.study,
      nodes: [...base.study.nodes, ...twins],
      edges: [...base.study.edges, ...edges],
    },
    networks: { ...base.networks, decoder: chain('z', hidden([4]), ...extra) },
  });
};

/**
 * The tied VAE with all that keeps numbers or draws noise where it runs several times: its encoders hold a block of batch
 * norm, spectral norm and dropout twice over, with weights of its own and shared. One layer is bypassed, and a second
 * measure is muted whose settings are wrong.
 */
export const wornVae = (): ProjectDocument => {
  const base = tiedVae();
  const unit = blockOf(
    [
      node('in', 'block.input'),
      node('linear', 'layer.linear', { features: 6, spectral: true }),
      node('norm', 'layer.batch_norm'),
      node('drop', 'layer.dropout', { rate: 0.2 }),
      node('out', 'block.output'),
    ],
    [
      ['in.y', 'linear.x'],
      ['linear.y', 'norm.x'],
      ['norm.y', 'drop.x'],
      ['drop.y', 'out.x'],
    ],
  );
  const encoder = chain(
    'x',
    node('stem', 'layer.linear', { features: 6 }),
    block('own', 'unit', { repeat: 2 }),
    { ...node('bend', 'layer.activation'), mode: 'bypass' },
    block('shared', 'unit', { repeat: 2, weights: 'shared' }),
  );
  const muted: GraphNode = { ...node('kl2', 'objective.kl', { beta: -1 }), mode: 'mute' };
  const study = { ...base.study, nodes: [...base.study.nodes, muted] };
  return parsed({ ...base, study, networks: { ...base.networks, encoder, unit } });
};
