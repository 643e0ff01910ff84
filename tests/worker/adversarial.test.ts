/** Runs of studies in which several trainers take turns. */

import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lineSet } from '../../src/core/data';
import { readSafetensors } from '../../src/core/export';
import type { NamedArrays } from '../../src/core/tensor';
import { readCheckpoint } from '../../src/files/run-folder';
import { assigned, parsed } from '../core/compile/documents';
import { tinyGan } from '../core/compile/gan-documents';
import { openSession, resume, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();
const twice = tinyGan({ d_trainer: { updates_per_step: 2, ema_decay: 0.9 }, g_trainer: { schedule: 'cosine' } });

/** Parameters of the newest checkpoint by name. */
const parametersAt = async (directory: string, step: number): Promise<NamedArrays> => {
  const { tensors } = readSafetensors(await readCheckpoint(directory, step), 'checkpoint');
  const found = [...tensors].filter(([name]) => name.startsWith('parameter/'));
  return Object.fromEntries(found.map(([name, { data }]) => [name.slice(10), Float32Array.from(data)]));
};

const of = (network: string, parameters: NamedArrays): NamedArrays =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => name.startsWith(`${network}/`)));

describe('a run of two trainers', () => {
  test('tells of both, in the order of their turns', async () => {
    const session = await openSession(twice, join(folder, 'told'));
    const { info, steps } = session;
    expect(info.trainers).toEqual([
      { node: 'd_trainer', title: 'Train D', updatesPerStep: 2 },
      { node: 'g_trainer', title: 'Train G', updatesPerStep: 1 },
    ]);
    expect(steps).toBe(40);
    expect(session.learningRateOf('g_trainer')).toMatchObject({ node: 'g_trainer', setting: 'learning_rate' });
    expect(info.parameterCount).toBe(3 * 5 + 5 + 5 + 1 + (5 + 5 + 5 + 1));
    expect(info.probes).toMatchObject({
      samplers: [],
      walks: [
        {
          node: 'sampler',
          title: 'Draw from generator',
          method: 'sampler.generator',
          frames: 0,
          unit: 'step',
          classes: 0,
          evaluations: 1,
        },
      ],
      adversarial: { dimensions: 1, generator: 'generator', discriminator: 'd_fake', scale: 'probability' },
    });
  });

  test('20 steps are 10 steps and 10 resumed steps, bit for bit', async () => {
    const whole = await openSession(twice, join(folder, 'whole'));
    const rows = await trainTo(whole, 20);
    const directory = join(folder, 'halves');
    const first = await openSession(twice, directory);
    const before = await trainTo(first, 10);
    await first.checkpoint(false);
    const second = await resume(twice, directory);
    expect([...before, ...(await trainTo(second, 20))]).toEqual(rows);
    expect(await second.weightsSha256()).toBe(await whole.weightsSha256());
  });

  test('goes on with a live setting that brings a part of one trainer in', async () => {
    const session = await openSession(twice, join(folder, 'refit'));
    await trainTo(session, 2);
    session.setLive('g_trainer', 'clip_norm', 1e-9);
    const before = await parametersAfter(session, join(folder, 'refit'));
    await trainTo(session, 4);
    const after = await parametersAfter(session, join(folder, 'refit'));
    expect(of('discriminator', after)).not.toEqual(of('discriminator', before));
  });
});

const parametersAfter = async (
  session: Awaited<ReturnType<typeof openSession>>,
  directory: string,
): Promise<NamedArrays> => {
  await session.checkpoint(false);
  return parametersAt(directory, session.step);
};

describe('a look inside', () => {
  test('tells of gradients of both networks', async () => {
    const session = await openSession(tinyGan(), join(folder, 'inside'));
    await trainTo(session, 2);
    const { parameters } = await session.watch.layers();
    expect(new Set(parameters.map(({ network }) => network))).toEqual(new Set(['generator', 'discriminator']));
    for (const { gradient } of parameters) expect(gradient).toBeGreaterThan(0);
  });

  test('names the node where a step stops being finite, and leaves the weights as they were', async () => {
    const game = tinyGan({
      d_loss: { formulation: 'wasserstein' },
      g_loss: { formulation: 'wasserstein' },
      activation: 'relu',
      data: { type: 'data.line', settings: { batch_size: 64 } },
    });
    const wild = parsed(JSON.stringify(game).replaceAll('trainer.adam', 'trainer.sgd'));
    const fast = assigned(wild, 'd_trainer.learning_rate=1', 'g_trainer.learning_rate=1', 'd_trainer.steps=400');
    const session = await openSession(fast, join(folder, 'burst'));
    await expect(trainTo(session, 400)).rejects.toThrow(
      /^Step \d+ was not taken: .+; lower the learning rate and start again\.$/,
    );
    expect(session.step).toBeLessThan(399);
    expect(await session.weightsSha256()).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the turn of one trainer', () => {
  test('changes its own networks and leaves the others as they are, bit for bit', async () => {
    const directory = join(folder, 'turn');
    const session = await openSession(twice, directory);
    await session.train();
    const before = await parametersAfter(session, directory);
    const rows = [await session.train('d_trainer'), await session.train('d_trainer')];
    const after = await parametersAfter(session, directory);
    expect(session.step).toBe(3);
    expect(of('generator', after)).toEqual(of('generator', before));
    expect(of('discriminator', after)).not.toEqual(of('discriminator', before));
    for (const row of rows) expect(row.every(Number.isFinite)).toBe(true);
    expect(session.history.steps).toEqual([1, 2, 3]);
    const last = await parametersAfter(session, directory);
    await session.train('g_trainer');
    const moved = await parametersAfter(session, directory);
    expect(of('discriminator', moved)).toEqual(of('discriminator', last));
    expect(of('generator', moved)).not.toEqual(of('generator', last));
  });

  test('and then that of the other are a whole step, bit for bit', async () => {
    const whole = await openSession(twice, join(folder, 'one-step'));
    await trainTo(whole, 2);
    const parts = await openSession(twice, join(folder, 'two-turns'));
    for (const trainer of ['d_trainer', 'g_trainer', 'd_trainer', 'g_trainer']) await parts.train(trainer);
    expect([whole.step, parts.step]).toEqual([2, 4]);
    expect(await parts.weightsSha256()).toBe(await whole.weightsSha256());
  });

  test('is counted in checkpoints, so that a resumed run draws what would have come', async () => {
    const directory = join(folder, 'counted');
    const session = await openSession(twice, directory);
    await session.train('d_trainer');
    await session.train('d_trainer');
    await session.train();
    await session.checkpoint(false);
    const second = await resume(twice, directory);
    for (const each of [session, second]) {
      await each.train();
      await each.train('g_trainer');
    }
    expect(await second.weightsSha256()).toBe(await session.weightsSha256());
  });

  test('of nobody is refused, and of the one trainer of a study is its step', async () => {
    const session = await openSession(twice, join(folder, 'nobody'));
    await expect(session.train('noise')).rejects.toThrow(
      '"noise" does not train in this run; choose one of its trainers.',
    );
  });
});

describe('what the players show', () => {
  test('samples of a seed are the same, the fewer before the more, and no trajectory', async () => {
    const session = await openSession(tinyGan(), join(folder, 'samples'));
    await trainTo(session, 3);
    const [few, many] = await Promise.all([
      session.probes.sample(null, { seed: 4, count: 5 }),
      session.probes.sample('sampler', { seed: 4, count: 9 }),
    ]);
    expect(few).toMatchObject({ steps: 0, count: 5, itemShape: [1], evaluations: 1, method: 'sampler.generator' });
    expect([few.times, few.predOriginal.length]).toEqual([Float32Array.of(0), 0]);
    expect(many.samples.slice(0, 5)).toEqual(few.samples);
  });

  test('pushes point where the generator’s loss falls, and scores are probabilities', async () => {
    const session = await openSession(tinyGan(), join(folder, 'view'));
    await trainTo(session, 30);
    const grid = Float32Array.of(-1, 0, 1);
    const view = await session.probes.adversarial.view({ seed: 2, count: 6, grid, gridCount: 3 });
    expect(view).toMatchObject({ dimensions: 1, scale: 'probability', count: 6, step: 30, seed: 2 });
    const [again, other] = await Promise.all(
      [2, 3].map((seed) => session.probes.adversarial.view({ seed, count: 6, grid, gridCount: 3 })),
    );
    expect([again.fake, again.real]).toEqual([view.fake, view.real]);
    expect([other.fake, other.real]).not.toEqual([view.fake, view.real]);
    expect(other.real).toEqual(view.real);
    expect(view.gridDensity).toEqual(grid.map(lineSet('two-bells').density));
    for (const score of [...view.fakeScores, ...view.gridScores]) {
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThan(1);
    }
    // The slope of −log D(x) = softplus(−logit), by differences of the discriminator's own answers.
    const h = 1e-2;
    const around = Float32Array.from([...view.fake].flatMap((x) => [x - h, x + h]));
    const { gridScores } = await session.probes.adversarial.view({ seed: 2, count: 6, grid: around, gridCount: 12 });
    view.push.forEach((push, i) => {
      const slope = (-Math.log(gridScores[2 * i + 1]) + Math.log(gridScores[2 * i])) / (2 * h);
      expect(push).toBeCloseTo(-slope, 3);
    });
  });

  test('a critic gives scores, and a grid of the wrong size is refused', async () => {
    const critic = tinyGan({
      d_loss: { formulation: 'wasserstein' },
      g_loss: { formulation: 'wasserstein' },
      penalty: true,
    });
    const session = await openSession(critic, join(folder, 'critic'));
    await trainTo(session, 2);
    expect(session.info.probes.adversarial?.scale).toBe('score');
    const { adversarial } = session.probes;
    await expect(adversarial.view({ seed: 0, count: 2, grid: new Float32Array(4), gridCount: 3 })).rejects.toThrow(
      'The discriminator takes 1 numbers a point; 4 came for 3 points.',
    );
  });
});

test('a discriminator that is left to learn finds p / (p + p_G)', async () => {
  const document = tinyGan({
    data: { type: 'data.line', settings: { batch_size: 256 } },
    hidden: [32, 32],
    d_trainer: { steps: 400 },
  });
  const session = await openSession(assigned(document, 'd_trainer.learning_rate=0.005'), join(folder, 'best'));
  while (session.step < 300) await session.train('d_trainer');
  const grid = Float32Array.from({ length: 61 }, (_, i) => -2.4 + 0.08 * i);
  const { gridScores } = await session.probes.adversarial.view({ seed: 0, count: 1, grid, gridCount: grid.length });
  const fakes = await session.probes.draw('sampler', 1, 40_000);
  const { density } = lineSet('two-bells');
  const best = Array.from(grid, (x) => {
    const near = fakes.reduce((count, fake) => count + (Math.abs(fake - x) < 0.06 ? 1 : 0), 0);
    return density(x) / (density(x) + near / (fakes.length * 0.12));
  });
  expect(correlation([...gridScores], best)).toBeGreaterThan(0.9);
});

const correlation = (a: readonly number[], b: readonly number[]): number => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = mean(a.map((value, i) => (value - ma) * (b[i] - mb)));
  return product / Math.sqrt(mean(a.map((value) => (value - ma) ** 2)) * mean(b.map((value) => (value - mb) ** 2)));
};
