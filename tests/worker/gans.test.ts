/** What adversarial training finds and what it does not, at a size that can be waited for. */

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Graph, ProjectDocument } from '../../src/core/graph/document';
import { assigned, node, parsed, template, wire } from '../core/compile/documents';
import { tinyGan } from '../core/compile/gan-documents';
import { openSession, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();

describe('a generator against a discriminator that is far ahead', () => {
  /** The discriminator takes 300 turns alone; then both play. ε of Adam lets small gradients be small. */
  const played = async (formulation: string) => {
    const document = assigned(
      template('gan-2d'),
      `d_loss.formulation=${formulation}`,
      `g_loss.formulation=${formulation}`,
      'g_trainer.epsilon=0.001',
      'g_trainer.learning_rate=0.002',
      'g_trainer.report_gradient_norm=true',
      'data.batch_size=128',
    );
    const session = await openSession(document, join(folder, formulation));
    while (session.step < 300) await session.train('d_trainer');
    const column = session.info.series.findIndex(({ name }) => name === 'g_trainer:gradient_norm');
    const [first] = await trainTo(session, 800);
    return { gradient: first[column], modes: (await session.evaluate()).modes_covered };
  };

  test('finds no way out of the textbook game, whose gradient has faded, and finds all modes without saturation', async () => {
    const [minimax, other] = [await played('minimax'), await played('non_saturating')];
    expect(minimax.gradient).toBeLessThan(0.01 * other.gradient);
    expect(minimax.modes).toBeLessThanOrEqual(4);
    expect(other.modes).toBeGreaterThanOrEqual(7);
  }, 240_000);
});

test('a Wasserstein critic with a gradient penalty leads the generator to all eight modes', async () => {
  const document = assigned(
    template('wgan-gp-2d'),
    'data.batch_size=128',
    'd_trainer.steps=600',
    'g_trainer.steps=600',
    'd_trainer.learning_rate=0.002',
    'g_trainer.learning_rate=0.002',
  );
  const session = await openSession(document, join(folder, 'critic'));
  await trainTo(session, 600);
  const { modes_covered, high_quality } = await session.evaluate();
  expect(modes_covered).toBe(8);
  expect(high_quality).toBeGreaterThan(0.7);
}, 240_000);

/** The tiny game with the labels of both bells wired into both players. */
const tinyConditional = (): ProjectDocument => {
  const document = tinyGan();
  const told = (network: string): Graph => {
    const graph = document.networks[network];
    return {
      ...graph,
      nodes: [
        ...graph.nodes,
        node('label', 'layer.input', { name: 'y' }),
        node('table', 'layer.one_hot', { entries: 2 }),
        node('both', 'layer.concat', {}),
      ],
      edges: [
        ...graph.edges.filter(({ target }) => target.node !== 'mlp'),
        wire(`${graph.edges.find(({ target }) => target.node === 'mlp')?.source.node}.y`, 'both.a'),
        wire('label.y', 'table.x'),
        wire('table.y', 'both.b'),
        wire('both.y', 'mlp.x'),
      ],
    };
  };
  const wired = ['generator.y', 'd_real.y', 'd_fake.y'].map((to) => wire('data.label', to));
  return parsed({
    ...document,
    study: { ...document.study, edges: [...document.study.edges, ...wired] },
    networks: { generator: told('generator'), discriminator: told('discriminator') },
  });
};

describe('a generator that is told what to make', () => {
  test('makes each class in turn or the one that is asked for, of the same noise', async () => {
    const session = await openSession(tinyConditional(), join(folder, 'told'));
    await trainTo(session, 20);
    const [walk] = session.info.probes.walks;
    expect(walk).toMatchObject({ classes: 2, levels: ['z'] });
    const request = { seed: 3, count: 6 };
    const turns = await session.probes.sample('sampler', request);
    expect([...turns.labels]).toEqual([0, 1, 0, 1, 0, 1]);
    const [zeros, ones] = await Promise.all(
      [0, 1].map((label) => session.probes.sample('sampler', { ...request, label })),
    );
    for (let i = 0; i < 6; i++) {
      expect(turns.samples[i]).toBe((i % 2 ? ones : zeros).samples[i]);
      expect(zeros.samples[i]).not.toBe(ones.samples[i]);
    }
    await expect(session.probes.sample('sampler', { ...request, label: 2 })).rejects.toThrow('labels from 0 to 1');
    const grid = Float32Array.of(-1, 1);
    const view = await session.probes.adversarial.view({ seed: 0, count: 4, grid, gridCount: 2 });
    for (const score of view.gridScores) expect(score > 0 && score < 1).toBe(true);
  });

  test('decodes z as the class that is asked for, and as the first where none is', async () => {
    const session = await openSession(tinyConditional(), join(folder, 'decoded'));
    await trainTo(session, 20);
    const width = session.info.probes.decode?.width ?? 0;
    expect(session.info.probes.decode).toEqual({ width, classes: 2 });
    // More than fit into one batch of those that are run together.
    const count = 300;
    const noise = Float32Array.from({ length: count * width }, (_, i) => Math.sin(i));
    for (const label of [0, 1]) {
      const { values } = await session.probes.decode(noise, count, label);
      const { samples } = await session.probes.sample('sampler', { seed: 0, count, label, noise });
      expect(values).toEqual(samples);
    }
    const [unsaid, zeros, ones] = await Promise.all(
      [undefined, 0, 1].map((label) => session.probes.decode(noise, count, label)),
    );
    expect(unsaid.values).toEqual(zeros.values);
    expect(ones.values).not.toEqual(zeros.values);
    await expect(session.probes.decode(noise, count, 2)).rejects.toThrow('labels from 0 to 1');
    const unlabelled = await openSession(tinyGan(), join(folder, 'unlabelled'));
    expect(unlabelled.info.probes.decode?.classes).toBe(0);
    await expect(unlabelled.probes.decode(noise, count, 0)).rejects.toThrow('takes no labels');
  });

  test('learns which bell is which', async () => {
    const document = assigned(
      tinyConditional(),
      'data.batch_size=128',
      'd_trainer.steps=600',
      'd_trainer.learning_rate=0.005',
      'g_trainer.learning_rate=0.005',
    );
    const session = await openSession(document, join(folder, 'bells'));
    await trainTo(session, 600);
    const { values, labels } = session.probes.data('test', 0, 2_000);
    const means = [0, 1].map((label) => {
      const found = values.filter((_, i) => labels[i] === label);
      return found.reduce((sum, x) => sum + x, 0) / found.length;
    });
    for (const label of [0, 1]) {
      const { samples } = await session.probes.sample('sampler', { seed: 0, count: 500, label });
      const mean = samples.reduce((sum, x) => sum + x, 0) / samples.length;
      expect(Math.abs(mean - means[label])).toBeLessThan(0.5 * Math.abs(means[1] - means[0]));
    }
  });
});

test('items of a generator are all made of noise of their own, whatever the nodes are called', async () => {
  const session = await openSession(tinyGan(), join(folder, 'many'));
  const samples = await session.probes.draw('sampler', 0, 3_000);
  // Those of one batch and those of the next.
  expect(new Set(samples).size).toBeGreaterThan(2_900);
});
