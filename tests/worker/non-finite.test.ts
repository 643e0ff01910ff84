import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { ProjectDocument } from '../../src/core/graph/document';
import { createEngine, type Engine } from '../../src/engine';
import { runFolder } from '../../src/files/project-folder';
import { listCheckpoints, readRun } from '../../src/files/run-folder';
import type { NonFiniteError } from '../../src/worker/non-finite';
import { assigned, chain, node, template, tinyDigits, tinyVae } from '../core/compile/documents';
import { Client } from './client';
import { openSession, temporaryFolder, trainTo, withSeed } from './support';

const folder = temporaryFolder();
const clients: Client[] = [];
afterAll(() => Promise.all(clients.map(({ server }) => server.close())));

const connect = (project: string): Client => {
  const client = new Client(join(folder, project));
  clients.push(client);
  return client;
};

/** Overflows in its second step: the encoder's log variance leaps to where its exponential is infinite. */
const wild = assigned(
  withSeed(tinyVae(), 0),
  'trainer.learning_rate=1',
  'encoder/mlp.hidden=32,32',
  'encoder/mlp.activation=relu',
  'trainer.steps=5000000',
);

/** Trains until a step cannot be taken. */
const failure = async (document: ProjectDocument, run: string, options = {}): Promise<NonFiniteError> => {
  const session = await openSession(document, join(folder, run), options);
  return trainTo(session, 50).then(
    () => Promise.reject(new Error('every step was finite')),
    (error: NonFiniteError) => error,
  );
};

describe('what is said of a step that was not taken', () => {
  test('a layer by its network, and the items by their places in the dataset', async () => {
    const layer = (id: string) => node(id, 'layer.linear', { features: 4, spectral: false });
    const document = {
      ...assigned(tinyDigits(), 'trainer.learning_rate=1'),
      networks: {
        ...tinyDigits().networks,
        decoder: chain('z', ...['a', 'b', 'c', 'd', 'e', 'f'].map(layer)),
      },
    };
    const { message, report } = await failure(document, 'digits');
    expect(report.culprit).not.toBeNull();
    expect(report.batch).toMatchObject({ title: 'MNIST digits', size: 8, epoch: 1 });
    expect(message).toMatch(/^Step \d+ was not taken: .+ "MNIST digits" \(epoch 1\); lower the learning rate/);
  });

  test('items of the data that hold NaN', async () => {
    const session = await openSession(tinyDigits(), join(folder, 'spoilt'));
    const source = session.source('data');
    const batch = source.batch.bind(source);
    const spoilt: number[] = [];
    source.batch = (step, size, seed) => {
      const items = batch(step, size, seed);
      if (step < 2) return items;
      const values = Float32Array.from(items.values);
      for (const row of [1, 6]) values[row * 784 + 300] = Number.NaN;
      const positions = source.positions(step, size, seed);
      spoilt.splice(0, 2, ...[1, 6].map((row) => positions?.[row] ?? -1));
      return { ...items, values };
    };
    await trainTo(session, 2);
    await expect(session.train()).rejects.toThrow(
      /^Step 3 was not taken: MNIST digits gives NaN for items \d+, \d+ of "MNIST digits" \(epoch 1\); correct the data and start again\.$/,
    );
    await expect(session.train()).rejects.toMatchObject({
      report: { batch: { items: spoilt }, culprit: { node: 'data' } },
    });
  });

  test('a fit, which has no learning rate to lower', async () => {
    const session = await openSession(template('density-2d'), join(folder, 'fit'));
    const source = session.source('data');
    const batch = source.batch.bind(source);
    source.batch = (step, size, seed) => {
      const items = batch(step, size, seed);
      return { ...items, values: Float32Array.from(items.values, (value) => value * 1e20) };
    };
    await expect(session.train()).rejects.toThrow(
      /^Step 1 was not taken: .+; bring the data to a smaller scale or change the settings of .+, and start again\.$/,
    );
    await expect(session.train()).rejects.toMatchObject({ report: { trainer: 'fit' } });
    expect(session.learningRateOf('fit')).toBeNull();
  });

  test('only the device’s own arithmetic, where the same step on the CPU is finite', async () => {
    const startEngine = async (): Promise<Engine> => {
      const engine = await createEngine('cpu');
      return {
        ...engine,
        compile: async (program) => {
          const executable = await engine.compile(program);
          const run = async (feeds: Parameters<typeof executable.run>[0]) => {
            const outputs = await executable.run(feeds);
            const broken = engine.upload(Float32Array.of(Number.NaN), []);
            return program.outputs.some(({ name }) => name === 'loss') ? { ...outputs, check: broken } : outputs;
          };
          return { program, run, release: () => executable.release() };
        },
      };
    };
    const { message, report } = await failure(tinyVae(), 'broken', { startEngine });
    expect(report.culprit).toBeNull();
    expect(message).toBe(
      'Step 1 was not taken: the loss or its gradient is not finite, though the same step on the CPU is finite; lower the learning rate and start again.',
    );
  });
});

describe('the run', () => {
  /** A run with a checkpoint at step 10 whose learning rate was raised too far after that. */
  const diverged = async (project: string) => {
    const client = connect(project);
    const calm = assigned(wild, 'trainer.learning_rate=0.0001');
    const { run } = await client.request('session.open', { document: calm, resume: null });
    await client.request('train.start', { until: 10 });
    await client.until(() => client.of('checkpoint').length > 0);
    await client.request('live.set', { node: 'trainer', setting: 'learning_rate', value: 1 });
    await client.request('train.start', { until: null });
    await client.until(() => client.of('nonFinite').length > 0);
    return { client, run };
  };

  test('pauses, says why and which node, and writes no checkpoint of doubtful weights', async () => {
    const client = connect('pausing');
    const { run } = await client.request('session.open', { document: wild, resume: null });
    await client.request('train.start', { until: null });
    await client.until(() => client.of('nonFinite').length > 0);
    expect(client.states).toEqual(['idle', 'training', 'paused']);
    expect(client.of('nonFinite')).toEqual([
      {
        run,
        step: 2,
        trainer: 'trainer',
        message: expect.stringMatching(/^Step 2 was not taken: Reparameterize gives infinity /),
        culprit: expect.objectContaining({ node: 'z', title: 'Reparameterize' }),
        batch: expect.objectContaining({ title: 'Two moons' }),
        checkpoint: 0,
        learningRate: { node: 'trainer', setting: 'learning_rate', value: 1 },
      },
    ]);
    expect(client.of('log')).toEqual([]);
    await client.request('train.step', {});
    expect(client.of('nonFinite')).toHaveLength(2);
    await client.server.close();
    expect(await listCheckpoints(runFolder(join(folder, 'pausing'), run))).toEqual([]);
  });

  test('goes back to the start where there is no checkpoint, and on at a lower learning rate', async () => {
    const client = connect('lower');
    await client.request('session.open', { document: wild, resume: null });
    await client.request('train.start', { until: null });
    await client.until(() => client.of('nonFinite').length > 0);
    await client.request('train.back', {});
    expect(client.of('reopened')).toEqual([{ info: expect.objectContaining({ step: 0 }), notice: null }]);
    expect(client.states.at(-1)).toBe('idle');
    await client.request('live.set', { node: 'trainer', setting: 'learning_rate', value: 1e-4 });
    await client.request('train.start', { until: 30 });
    await client.until(() => client.of('checkpoint').length > 0);
    expect(client.of('state').at(-1)).toMatchObject({ state: 'paused', step: 30 });
    expect(client.of('nonFinite')).toHaveLength(1);
  });

  test('goes back to its last checkpoint, which doubtful weights have not replaced', async () => {
    const { client, run } = await diverged('back');
    const [{ checkpoint, step, message }] = client.of('nonFinite');
    expect(step).toBeGreaterThan(11);
    expect(checkpoint).toBe(10);
    expect(message).toMatch(/; lower the learning rate and go on from step 10, the last checkpoint\.$/);
    expect(await client.request('checkpoint.save', {})).toEqual({ step: 10 });
    await client.request('train.back', {});
    expect(client.of('reopened').at(-1)?.info).toMatchObject({ run, step: 10 });
    expect(client.of('state').at(-1)).toMatchObject({ state: 'paused', step: 10 });
    await client.request('live.set', { node: 'trainer', setting: 'learning_rate', value: 1e-4 });
    await client.request('train.step', {});
    expect(client.of('state').at(-1)).toMatchObject({ state: 'paused', step: 11 });
    expect(client.of('telemetry').at(-1)?.step).toBe(11);
  });

  test('stopped while its weights are doubtful ends with the last checkpoint', async () => {
    const { client, run } = await diverged('stopped');
    await client.request('train.stop', {});
    expect(client.of('state').at(-1)).toMatchObject({ state: 'finished', step: 10 });
    const directory = runFolder(join(folder, 'stopped'), run);
    expect(await listCheckpoints(directory)).toEqual([10]);
    expect(await readRun(directory)).toMatchObject({ finished: true, step: 10 });
  });
});
