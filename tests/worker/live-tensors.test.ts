/** What lies on an engine: a device's memory is nobody's to collect, so that everything must be given back. */

import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ProjectDocument } from '../../src/core/graph/document';
import { createEngine, type DeviceTensor } from '../../src/engine';
import { newRunId, runFolder } from '../../src/files/project-folder';
import type { Session } from '../../src/worker/session';
import { assigned, tinyGuidance, tinyVae } from '../core/compile/documents';
import { tinyGan } from '../core/compile/gan-documents';
import { Client } from './client';
import { openSession, temporaryFolder, withSeed } from './support';

const folder = temporaryFolder();
const clients: Client[] = [];
afterAll(() => Promise.all(clients.map(({ server }) => server.end())));

/** Values that were made and not yet disposed of, and programs that were not yet released. */
const counting = () => {
  const values = new Set<DeviceTensor>();
  const programs = new Set<object>();
  const watched = <T extends DeviceTensor>(tensor: T): T => {
    const { dispose } = tensor;
    values.add(tensor);
    tensor.dispose = () => {
      values.delete(tensor);
      dispose.call(tensor);
    };
    return tensor;
  };
  const startEngine: typeof createEngine = async (id, options) => {
    const engine = await createEngine(id, options);
    return {
      ...engine,
      upload: (...given) => watched(engine.upload(...given)),
      compile: async (program) => {
        const inner = await engine.compile(program);
        const executable = {
          program,
          run: async (feeds: Readonly<Record<string, DeviceTensor>>) => {
            const outputs = await inner.run(feeds);
            for (const tensor of Object.values(outputs)) watched(tensor);
            return outputs;
          },
          release: () => {
            programs.delete(executable);
            return inner.release();
          },
        };
        programs.add(executable);
        return executable;
      },
    };
  };
  return { values, programs, startEngine };
};

type Ask = (client: Client) => Promise<unknown>;

/** A window on sessions of one document, which count. */
const connect = (name: string, document: ProjectDocument) => {
  const counted = counting();
  const project = join(folder, name);
  const opening = (): Promise<Session> => {
    const run = newRunId(new Date());
    return openSession(document, runFolder(project, run), { run, startEngine: counted.startEngine });
  };
  const client = new Client(project, {}, opening);
  clients.push(client);
  const open = () => client.request('session.open', { document, resume: null });
  return { ...counted, client, open };
};

const channel = 'c';
const z = Float32Array.of(0.5, -0.5);
const vae: Ask[] = [
  (client) => client.request('probe.data', { channel, split: 'train', offset: 0, count: 20 }),
  (client) =>
    client.request('probe.encode', {
      channel,
      split: 'test',
      count: 70,
      columns: ['reconstruction_error', 'posterior_std'],
    }),
  (client) => client.request('probe.decode', { channel, z, count: 1 }),
  (client) => client.request('probe.reconstruct', { channel, count: 3 }),
  (client) => client.request('probe.latent-quality', { channel, seed: 1 }),
  (client) => client.request('probe.layers', { channel }),
  (client) => client.request('probe.output', { channel, network: null, node: 'encoder', port: 'q', count: 2 }),
  (client) => client.request('metrics.evaluate', {}),
  (client) => client.request('checkpoint.save', {}),
];
const points = { points: Float32Array.of(0, 0, 1, 1), count: 2, t: 0.5 };
const flow: Ask[] = [
  ...['euler', 'heun', 'ddim', 'sde'].map(
    (method): Ask =>
      (client) =>
        client.request('probe.sample', { channel, node: null, method, seed: 1, count: 5, num_inference_steps: 3 }),
  ),
  (client) => client.request('probe.field', { channel, ...points }),
  (client) => client.request('probe.field', { channel, ...points, label: 1, guidance_scale: 2 }),
];
const gan: Ask[] = [
  (client) => client.request('probe.sample', { channel, node: null, seed: 1, count: 5, num_inference_steps: 1 }),
  (client) =>
    client.request('probe.adversarial', { channel, seed: 1, count: 4, grid: Float32Array.of(0, 1), gridCount: 2 }),
  (client) => client.request('train.step', { trainer: 'd_trainer' }),
  (client) => client.request('train.step', { trainer: 'g_trainer' }),
];

test.each([
  ['VAE', assigned(tinyVae(), 'trainer.ema_decay=0.9'), vae],
  ['VAE of averaged gradients', assigned(tinyVae(), 'trainer.accumulate=3'), vae.slice(0, 1)],
  ['flow', tinyGuidance(), flow],
  ['game', tinyGan(), gan],
] as const)('steps and probes of a %s leave nothing behind', async (name, document, asks) => {
  const { client, values, programs, open } = connect(name, document);
  await open();
  const state = values.size;
  expect(state).toBeGreaterThan(0);
  for (let k = 0; k < 3; k++) await client.request('train.step', {});
  expect(values.size).toBe(state);
  for (const ask of asks) await ask(client);
  expect(values.size).toBe(state);
  // Programs are kept for the next time, and are as many then.
  const known = programs.size;
  for (const ask of asks) await ask(client);
  expect([values.size, programs.size]).toEqual([state, known]);
  await open();
  expect(values.size).toBe(state);
});

test('weights of kept steps and of other runs are let go with their run', async () => {
  const { client, values, open } = connect('others', tinyVae());
  const { run } = await open();
  const state = values.size;
  for (let k = 0; k < 4; k++) await client.request('train.step', {});
  const decode = (weights: object) => client.request('probe.decode', { channel, z, count: 1, weights });
  for (const step of [0, 2, 0, 1]) await decode({ step });
  expect(values.size).toBeGreaterThan(state);
  const before = values.size;
  await expect(decode({ step: 77 })).rejects.toThrow('not kept');
  expect(values.size).toBe(before);
  await open();
  expect(values.size).toBe(state);
  for (let k = 0; k < 2; k++) {
    await client.request('model.open', { run });
    await decode({ run });
    await decode({ run, step: 2 });
    expect(values.size).toBeGreaterThan(state);
    await client.request('model.close', { run });
    expect(values.size).toBe(state);
  }
  await client.request('train.step', {});
  await client.request('train.back', {});
  expect(values.size).toBe(state);
});

test('a sampling that is given up and a step that cannot be taken leave nothing behind', async () => {
  const { client, values, open } = connect('given-up', tinyGuidance());
  await open();
  const state = values.size;
  const sample = (seed: number, num_inference_steps: number) =>
    client.ask('probe.sample', { channel, node: null, seed, count: 2_000, num_inference_steps });
  const first = sample(1, 1_000);
  await client.request('probe.field', { channel: 'hover', ...points });
  await sample(2, 1);
  expect(await first).toBe('superseded');
  expect(values.size).toBe(state);

  const layers = ['encoder/mlp.hidden=32,32', 'encoder/mlp.activation=relu'];
  const wild = connect('wild', assigned(withSeed(tinyVae(), 0), 'trainer.learning_rate=1', ...layers));
  await wild.open();
  const own = wild.values.size;
  await wild.client.request('train.start', { until: null });
  await wild.client.until(() => wild.client.of('nonFinite').length > 0);
  expect(wild.values.size).toBe(own);
});
