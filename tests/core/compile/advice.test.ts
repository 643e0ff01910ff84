import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse } from '../../../src/core/compile';
import { type Change, commands, emptySelection } from '../../../src/core/graph';
import type { ProjectDocument } from '../../../src/core/graph/document';
import { assigned, block, chain, changed, flowWith, node, parsed, residualBlock, template, wire } from './documents';

const vae = template('vae-digits');
const flow = template('rectified-flow-2d');

const sentences = (document: ProjectDocument): string[] =>
  analyse(parsed(document), catalogue).problems.map(({ message }) => message);

const unwire = (edge: string): Change => ({ type: 'edge.remove', graph: null, edge });
const wired = (from: string, to: string, graph: string | null = null): Change => ({
  type: 'edge.add',
  graph,
  edge: wire(from, to),
});
const added = (each: ReturnType<typeof node>, graph: string | null = null): Change => ({
  type: 'node.add',
  graph,
  node: each,
});

describe('nothing is said', () => {
  test.each<[string, ProjectDocument]>([
    [
      'of a loss that is only measured',
      changed(
        vae,
        unwire('kl_loss-trainer_losses'),
        wired('kl.loss', 'second.reconstruction'),
        added(node('second', 'metric.elbo')),
        wired('kl.kl', 'second.kl'),
      ),
    ],
    [
      'of a decoder that is there to be looked at',
      changed(
        vae,
        added({ ...node('again', 'network.decoder', { output_shape: [784] }), network: 'decoder' }),
        wired('reparameterize.z', 'again.z'),
      ),
    ],
    [
      'of a network that learns where another node holds it',
      changed(
        flow,
        added({ ...node('twin', 'network.denoiser'), network: 'denoiser' }),
        wired('path.x_t', 'twin.x_t'),
        wired('time.t', 'twin.t'),
      ),
    ],
    [
      'of what is muted',
      changed(flow, added({ ...node('spare', 'prior.normal'), mode: 'mute' }), wired('data.x', 'spare.like')),
    ],
  ])('%s', (_name, document) => {
    expect(sentences(document)).toEqual([]);
  });

  test('while something is wrong: that comes first', () => {
    const spare = changed(flow, added(node('spare', 'prior.normal')), wired('data.x', 'spare.like'));
    expect(sentences(spare)).toEqual(['Gaussian noise feeds nothing; connect it or delete it.']);
    const broken = changed(spare, unwire('velocity_loss-trainer_losses'));
    expect(sentences(broken)).toEqual(['"losses" of Trainer is not connected; connect a loss to it.']);
  });
});

test('a node is told one thing at a time', () => {
  const table = node('table', 'layer.embedding', { entries: 3, width: 2 });
  const document = changed(
    flow,
    wired('data.label', 'denoiser.y'),
    added(node('y', 'layer.input', { name: 'y' }), 'denoiser'),
    added(table, 'denoiser'),
    wired('y.y', 'table.x', 'denoiser'),
  );
  expect(sentences(document)).toEqual(['Embedding has 3 entries but gets labels up to 7; set its entries to 8.']);
  const enough = changed(document, { type: 'node.settings', graph: 'denoiser', node: 'table', set: { entries: 8 } });
  expect(sentences(enough)).toEqual(['Embedding leads nowhere; connect what it gives or delete it.']);
});

describe('tied blocks', () => {
  const tied = (
    first: Record<string, number | string>,
    second: Record<string, number | string>,
    unit = residualBlock(2),
  ) => flowWith(chain('x', block('stack', 'unit', first), block('again', 'unit', second)), { unit });
  const told = (document: ProjectDocument) =>
    analyse(document, catalogue).problems.filter(({ message }) => message.includes('shares none'));
  const titled = (document: ProjectDocument) =>
    changed(document, { type: 'node.rename', graph: 'denoiser', node: 'stack', title: 'Stack' });

  test('that have no weights in common are told so, and either fix puts it right', () => {
    const document = titled(tied({ repeat: 3 }, {}));
    const [problem, ...more] = told(document);
    expect([problem.severity, problem.node, more]).toEqual(['warning', 'stack', []]);
    expect(problem.message).toBe(
      'Stack has weights of its own in each repetition, so it shares none with Block, which is tied to it; share one set in all repetitions, or untie one of the two.',
    );
    expect(problem.fixes).toHaveLength(2);
    for (const fix of problem.fixes ?? []) {
      const context = { document, catalogue, graph: 'denoiser', selection: emptySelection };
      const plan = commands.applyFix.plan(context, { problem, fix });
      expect(plan.ok && told(changed(document, ...plan.changes))).toEqual([]);
    }
  });

  test('that have some, or hold none, are left alone', () => {
    const plain = {
      ...residualBlock(2),
      nodes: residualBlock(2).nodes.map((each) => (each.id === 'linear' ? node('linear', 'layer.activation') : each)),
    };
    for (const document of [
      tied({ repeat: 3 }, { repeat: 2 }),
      tied({ repeat: 3, weights: 'shared' }, {}),
      tied({ repeat: 3 }, {}, plain),
    ])
      expect(told(document)).toEqual([]);
  });
});

describe('the game of a generator', () => {
  const gan = template('gan-2d');
  const told = (document: ProjectDocument) =>
    analyse(document, catalogue).problems.filter(({ message }) => message.includes('plays the game'));

  test('that differs from that of its discriminator is told, and either fix puts it right', () => {
    const document = assigned(gan, 'd_loss.formulation=wasserstein');
    const [problem, ...more] = told(document);
    expect([problem.severity, problem.node, more]).toEqual(['warning', 'g_loss', []]);
    expect(problem.message).toBe(
      'Generator loss plays the game “Non-saturating”, but Discriminator loss plays “Wasserstein (critic)”, which reads the same scores in another way; give both one formulation.',
    );
    expect(problem.fixes).toHaveLength(2);
    for (const fix of problem.fixes ?? []) {
      const plan = commands.applyFix.plan(
        { document, catalogue, graph: null, selection: emptySelection },
        { problem, fix },
      );
      expect(plan.ok && told(changed(document, ...plan.changes))).toEqual([]);
    }
  });

  test.each(['g_loss.formulation=minimax', 'd_loss.formulation=minimax'])(
    'may be the other one of logits: %s',
    (each) => expect(sentences(assigned(gan, each))).toEqual([]),
  );
});

test('warnings do not keep a study from training', () => {
  const document = changed(flow, added(node('spare', 'prior.normal')), wired('data.x', 'spare.like'));
  const { ok, problems } = analyse(parsed(document), catalogue);
  expect([ok, problems.map(({ severity }) => severity)]).toEqual([true, ['warning']]);
});
