import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/core/catalogue';
import { parseDocument } from '../../src/core/graph';
import { listCheckpoints, readRun } from '../../src/files/run-folder';
import { UserError } from '../../src/worker/user-error';
import { assigned, changed, template, tinyDigits, tinyFlow, tinyVae } from '../core/compile/documents';
import { openSession, temporaryFolder, trainTo, withSeed } from './support';

const folder = temporaryFolder();
const documents = { vae: tinyVae(), flow: tinyFlow(), digits: tinyDigits() };

describe.each(Object.entries(documents))('%s', (name, document) => {
  test('trains to the same weights from the same seed, and to others from another', async () => {
    const digest = async (seed: number, run: string): Promise<string[]> => {
      const session = await openSession(withSeed(document, seed), join(folder, name, run));
      const fresh = await session.weightsSha256();
      await trainTo(session, 6);
      return [fresh, await session.weightsSha256()];
    };
    const [a, b, c] = [await digest(1, 'a'), await digest(1, 'b'), await digest(2, 'c')];
    for (const each of a) expect(each).toMatch(/^[0-9a-f]{64}$/);
    expect(b).toEqual(a);
    expect(new Set([...a, ...c]).size).toBe(4);
  });

  test('reports finite numbers in the order of its series, and the loss falls', async () => {
    const session = await openSession(document, join(folder, name, 'falls'));
    const rows = await trainTo(session, 40);
    for (const row of rows) {
      expect(row).toHaveLength(session.info.series.length);
      expect(row.every(Number.isFinite)).toBe(true);
    }
    const loss = session.info.series.findIndex((series) => series.name === 'loss');
    const average = (part: number[][]) => part.reduce((total, row) => total + row[loss], 0) / part.length;
    expect(average(rows.slice(-10))).toBeLessThan(average(rows.slice(0, 10)));
    expect(session.history.steps).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(session.history.rows).toEqual(rows);
  });
});

test('the loss is the sum of its terms, with β', async () => {
  const session = await openSession(documents.vae, join(folder, 'sum'));
  const index = (name: string): number => session.info.series.findIndex((series) => series.name === name);
  for (const row of await trainTo(session, 5))
    expect(row[index('loss')]).toBeCloseTo(row[index('reconstruction')] + 0.7 * row[index('kl')], 4);
});

/** What is measured of drawn pictures. */
const PICTURES = [
  ...['fid', 'kid', 'mmd'].flatMap((name) => [name, `${name}_floor`]),
  ...['c2st_accuracy', 'classes_covered', 'class_entropy', 'label_accuracy'],
];

describe('what the window is told', () => {
  test('of a VAE on digits', async () => {
    const session = await openSession(documents.digits, join(folder, 'info'), { run: 'a-run' });
    const parameters = 784 * 8 + 8 + 8 * 4 + 4 + 2 * 8 + 8 + 8 * 784 + 784;
    const { compileMilliseconds, ...info } = session.info;
    expect(compileMilliseconds).toBeGreaterThan(0);
    expect(info).toEqual({
      run: 'a-run',
      step: 0,
      steps: 40,
      backend: { id: 'cpu', title: 'ONNX Runtime, CPU', threads: 1 },
      parameterCount: parameters,
      series: [
        { name: 'kl', title: 'KL divergence', node: 'kl', unit: 'nats' },
        { name: 'reconstruction', title: 'Reconstruction', node: 'reconstruction', unit: 'nats' },
        { name: 'loss', title: 'Loss', node: 'trainer', unit: 'nats' },
      ],
      live: expect.arrayContaining([
        { node: 'kl', setting: 'beta', value: 1 },
        { node: 'trainer', setting: 'learning_rate', value: 0.001 },
        { node: 'trainer', setting: 'steps', value: 40 },
      ]),
      measures: [
        ...['test_elbo', 'test_reconstruction', 'test_kl'].map((name) => ({ name, node: 'elbo' })),
        { name: 'test_iw_bound', node: 'bound' },
        ...PICTURES.map((name) => ({ name, node: 'quality' })),
      ],
      data: {
        node: 'data',
        title: 'MNIST digits',
        itemShape: [1, 28, 28],
        classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
        train: 60_000,
        test: 10_000,
        image: true,
      },
      trainers: [{ node: 'trainer', title: 'Trainer', updatesPerStep: 1 }],
      probes: expect.objectContaining({
        encode: expect.objectContaining({ width: 2 }),
        decode: { width: 2, classes: 0 },
        reconstruct: true,
        samplers: [],
        field: null,
        walks: [expect.objectContaining({ node: 'sampler' })],
        densities: [],
        adversarial: null,
      }),
    });
  });

  test('of a flow', async () => {
    const { info } = await openSession(documents.flow, join(folder, 'info-flow'));
    expect(info.probes).toMatchObject({
      encode: null,
      decode: null,
      reconstruct: false,
      samplers: [{ node: 'sampler', title: 'Euler sampler', method: 'sampler.euler', num_inference_steps: 4 }],
      field: { dimensions: 2 },
    });
    expect(info.live).toEqual([
      { node: 'trainer', setting: 'learning_rate', value: 0.002 },
      { node: 'trainer', setting: 'steps', value: 40 },
      { node: 'trainer', setting: 'weight_decay', value: 0 },
      { node: 'trainer', setting: 'clip_norm', value: 0 },
      { node: 'trainer', setting: 'ema_decay', value: 0 },
      { node: 'sampler', setting: 'num_inference_steps', value: 4 },
      { node: 'sampler', setting: 'guidance_scale', value: 1 },
    ]);
    expect(info.measures).toContainEqual({ name: 'sliced_wasserstein', node: 'quality' });
    expect(info.data).toMatchObject({ node: 'data', itemShape: [2], train: 0, test: 10_000, image: false });
    expect(info.data.classes).toHaveLength(8);
  });
});

describe('live settings', () => {
  test('take effect from the next step on, as if the document had them', async () => {
    const moved = await openSession(documents.vae, join(folder, 'moved'));
    moved.setLive('kl', 'beta', 3);
    moved.setLive('reconstruction', 'sigma', 0.8);
    moved.setLive('trainer', 'learning_rate', 0.03);
    const set = await openSession(
      assigned(documents.vae, 'kl.beta=3', 'reconstruction.sigma=0.8', 'trainer.learning_rate=0.03'),
      join(folder, 'set'),
    );
    expect(await trainTo(moved, 5)).toEqual(await trainTo(set, 5));
    expect(await moved.weightsSha256()).toBe(await set.weightsSha256());
    const plain = await openSession(documents.vae, join(folder, 'plain'));
    await trainTo(plain, 5);
    expect(await moved.weightsSha256()).not.toBe(await plain.weightsSha256());
  });

  test.each([
    ['kl', 'beta', -1, '"β" of KL divergence must be at least 0; it is −1.'],
    ['kl', 'beta', 21, '"β" of KL divergence must be at most 20; it is 21.'],
    ['kl', 'beta', Number.NaN, '"β" of KL divergence must be a number from 0 to 20; it is NaN.'],
    ['trainer', 'learning_rate', 2, '"Learning rate" of Trainer must be at most 1; it is 2.'],
    ['trainer', 'steps', 1.5, '"Steps" of Trainer must be a whole number from 1 to 10000000; it is 1.5.'],
    ['trainer', 'beta1', 0.5, 'trainer.beta1 cannot be changed while a model trains.'],
    ['data', 'batch_size', 8, 'data.batch_size cannot be changed while a model trains.'],
    ['nobody', 'beta', 1, 'nobody.beta cannot be changed while a model trains.'],
    ['kl', 'constructor', 1, 'kl.constructor cannot be changed while a model trains.'],
  ])('%s.%s = %d is refused', async (node, setting, value, message) => {
    const session = await openSession(documents.vae, join(folder, 'refused'));
    expect(() => session.setLive(node, setting, value)).toThrow(new UserError(message));
  });
});

test('a step that is not finite is not taken: it says where, and leaves the weights as they were', async () => {
  const wild = assigned(
    withSeed(documents.vae, 0),
    'trainer.learning_rate=1',
    'encoder/mlp.hidden=32,32',
    'encoder/mlp.activation=relu',
  );
  const session = await openSession(wild, join(folder, 'wild'));
  await trainTo(session, 1);
  const before = await session.weightsSha256();
  await expect(session.train()).rejects.toThrow(
    'Step 2 was not taken: Reparameterize gives infinity for 5 of the 16 items of the batch from "Two moons" (drawn from seed 0); lower the learning rate and start again.',
  );
  await expect(session.train()).rejects.toMatchObject({
    name: 'UserError',
    problems: [{ severity: 'error', node: 'z' }],
    report: {
      step: 2,
      culprit: { what: 'value', kind: 'infinite', title: 'Reparameterize', node: 'z' },
      batch: { node: 'data', title: 'Two moons', size: 16, seed: 0, epoch: null, items: null },
    },
  });
  expect(session.step).toBe(1);
  expect(session.history.steps).toEqual([1]);
  expect(await session.weightsSha256()).toBe(before);
});

describe('evaluation', () => {
  test('of a VAE gives reconstruction + KL, the same every time, without touching the weights', async () => {
    const bound = ['test_elbo', 'test_reconstruction', 'test_kl'];
    for (const [document, names] of [
      [documents.vae, bound],
      [documents.digits, [...bound, 'test_iw_bound', ...PICTURES.filter((name) => name !== 'label_accuracy')]],
    ] as const) {
      const session = await openSession(document, join(folder, 'evaluate'));
      await trainTo(session, 3);
      const before = await session.weightsSha256();
      const progress: [number, number][] = [];
      const first = await session.evaluate((done, total) => progress.push([done, total]));
      expect(Object.keys(first)).toEqual(names);
      for (const value of Object.values(first)) expect(Number.isFinite(value)).toBe(true);
      expect(first.test_elbo / (first.test_reconstruction + first.test_kl)).toBeCloseTo(1, 5);
      expect(await session.evaluate()).toEqual(first);
      expect(session.metrics).toEqual(first);
      expect(progress).toContainEqual([10, 10]);
      expect(progress.at(-1)).toEqual(names === bound ? [10, 10] : [1, 1]);
      expect(await session.weightsSha256()).toBe(before);
    }
  });

  test('does not depend on the batch size, on β or on the seed of noise', async () => {
    const one = await openSession(documents.vae, join(folder, 'e1'));
    const other = await openSession(assigned(documents.vae, 'data.batch_size=64', 'kl.beta=5'), join(folder, 'e2'));
    expect(await other.evaluate()).toEqual(await one.evaluate());
  });

  test('of a flow judges its samples beside the floor', async () => {
    const session = await openSession(documents.flow, join(folder, 'evaluate-flow'));
    const metrics = await session.evaluate();
    expect(Object.keys(metrics).sort()).toEqual([
      'c2st_accuracy',
      'high_quality',
      'mmd',
      'mmd_floor',
      'mode_share_max',
      'mode_share_min',
      'modes_covered',
      'sliced_wasserstein',
      'sliced_wasserstein_floor',
    ]);
    // An untrained flow leaves Gaussian noise, far from the ring of modes.
    expect(metrics.sliced_wasserstein).toBeGreaterThan(5 * metrics.sliced_wasserstein_floor);
    expect(metrics.mmd).toBeGreaterThan(5 * metrics.mmd_floor);
    expect(metrics.c2st_accuracy).toBeGreaterThan(0.8);
    expect(metrics.high_quality).toBeLessThan(0.5);
  });
});

describe('a run’s folder', () => {
  test('holds the document as compiled, the record, the curves and the checkpoint', async () => {
    const directory = join(folder, 'files');
    const session = await openSession(documents.vae, directory);
    session.setLive('kl', 'beta', 2);
    await trainTo(session, 7);
    await session.checkpoint(false);
    const metrics = await session.evaluate();
    const parsed = parseDocument(await readFile(join(directory, 'document.json'), 'utf8'), catalogue);
    expect(parsed.ok && parsed.document).toEqual(documents.vae);
    expect(await readRun(directory)).toMatchObject({
      title: 'Tiny',
      seed: 3,
      backend: 'cpu',
      threads: 1,
      step: 7,
      steps: 40,
      finished: false,
      metrics,
    });
    expect(await listCheckpoints(directory)).toEqual([7]);
    const csv = await readFile(join(directory, 'curves.csv'), 'utf8');
    expect(csv.split('\n')).toHaveLength(1 + 7 + 1);
  });

  test('stays finished after it was measured', async () => {
    const directory = join(folder, 'finished');
    const session = await openSession(documents.vae, directory);
    await trainTo(session, 2);
    await session.checkpoint(true);
    await session.evaluate();
    expect((await readRun(directory)).finished).toBe(true);
  });

  test('belongs to the newest run: another run’s checkpoints do not outlive it', async () => {
    const directory = join(folder, 'again');
    const long = await openSession(documents.vae, directory);
    for (const step of [10, 20]) {
      await trainTo(long, step);
      await long.checkpoint(false);
    }
    expect(await listCheckpoints(directory)).toEqual([10, 20]);
    const short = await openSession(withSeed(documents.vae, 8), directory);
    await trainTo(short, 3);
    await short.checkpoint(false);
    expect(await listCheckpoints(directory)).toEqual([3]);
    expect(await readRun(directory)).toMatchObject({ seed: 8, step: 3 });
  });
});

describe('a document that cannot run is refused with a sentence', () => {
  test('when it does not train', async () => {
    const idle = changed(
      documents.flow,
      { type: 'edge.remove', graph: null, edge: 'velocity_loss-trainer_losses' },
      { type: 'node.remove', graph: null, node: 'trainer' },
    );
    await expect(openSession(idle, join(folder, 'none'))).rejects.toThrow('Nothing trains yet');
  });

  test('when the engine is unknown', async () => {
    const open = openSession(template('rectified-flow-2d'), join(folder, 'none'), { backend: 'abacus' });
    await expect(open).rejects.toThrow(
      'engine: got "abacus", expected one of cpu, webgpu, cuda, directml, coreml, tensorflow, tensorflow-gpu, reference; choose one of these.',
    );
    await expect(open).rejects.toThrow(UserError);
  });
});

test('the reference engine takes the same steps, to rounding', async () => {
  const [cpu, reference] = [
    await openSession(documents.vae, join(folder, 'cpu')),
    await openSession(documents.vae, join(folder, 'reference'), { backend: 'reference' }),
  ];
  const [a, b] = [await trainTo(cpu, 4), await trainTo(reference, 4)];
  a.flat().forEach((value, i) => {
    expect(b.flat()[i] / value).toBeCloseTo(1, 4);
  });
});
