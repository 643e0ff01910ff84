/** What is asked beyond its limits, and folders that are not as they were written: one sentence, and nothing is lost. */

import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ProjectDocument } from '../../src/core/graph/document';
import { runFolder } from '../../src/files/project-folder';
import { listKept } from '../../src/files/run-folder';
import type { RequestType } from '../../src/protocol/worker';
import { tinyDigits, tinyFlow, tinyVae } from '../core/compile/documents';
import { tinyGan } from '../core/compile/gan-documents';
import { Client } from './client';
import { temporaryFolder } from './support';

const folder = temporaryFolder();
const clients: Client[] = [];
afterAll(() => Promise.all(clients.map(({ server }) => server.end())));

const connect = async (name: string, document: ProjectDocument) => {
  const client = new Client(join(folder, name));
  clients.push(client);
  const { run } = await client.request('session.open', { document, resume: null });
  return { client, run, path: runFolder(join(folder, name), run) };
};

const refusal = async (client: Client, type: RequestType, payload: unknown): Promise<string> => {
  const answer = await client.send(type, payload);
  if (answer === 'superseded' || answer.ok) throw new Error(`${type} was answered`);
  return answer.failure.message;
};

const channel = 'c';
const decode = { channel, z: Float32Array.of(0, 0), count: 1 };
const field = { channel, points: Float32Array.of(0, 0), count: 1, t: 0.5 };
const sample = { channel, node: null, seed: 1, count: 1, num_inference_steps: 1 };
const game = { channel, seed: 1, count: 1, grid: Float32Array.of(0), gridCount: 1 };
const nan = Number.NaN;

test.each([
  ['probe.decode', { ...decode, z: Float32Array.of(0, nan) }, 'z'],
  ['probe.decode', { ...decode, z: Float32Array.of(0, Number.NEGATIVE_INFINITY) }, 'z'],
  ['probe.decode', { ...decode, z: [0, 0] }, 'z'],
  ['probe.decode', { ...decode, count: 100_001 }, 'count'],
  ['probe.decode', { ...decode, weights: { step: -1 } }, 'weights.step'],
  ['probe.decode', { ...decode, weights: { run: '' } }, 'weights.run'],
  ['probe.data', { channel, split: 'train', offset: 1e15, count: 1 }, 'offset'],
  ['probe.data', { channel, split: 'train', offset: 0, count: 1, items: Array(1_025).fill(0) }, 'items'],
  ['probe.field', { ...field, points: Float32Array.of(nan, 0) }, 'points'],
  ['probe.field', { ...field, t: nan }, 't'],
  ['probe.field', { ...field, t: 1.5 }, 't'],
  ['probe.sample', { ...sample, eta: 2 }, 'eta'],
  ['probe.sample', { ...sample, eta: nan }, 'eta'],
  ['probe.sample', { ...sample, guidance_scale: Number.POSITIVE_INFINITY }, 'guidance_scale'],
  ['probe.sample', { ...sample, num_inference_steps: 1_001 }, 'num_inference_steps'],
  ['probe.sample', { ...sample, seed: 0.5 }, 'seed'],
  ['probe.adversarial', { ...game, grid: Float32Array.of(nan) }, 'grid'],
  ['probe.adversarial', { ...game, gridCount: 0 }, 'gridCount'],
  ['probe.latent-quality', { channel, seed: -1 }, 'seed'],
  ['live.set', { node: 'trainer', setting: 'learning_rate', value: nan }, 'value'],
  ['train.pace', { stepsPerSecond: nan }, 'stepsPerSecond'],
  ['train.start', { until: 0 }, 'until'],
] as const)('%s is refused where it is malformed', async (type, payload, at) => {
  const client = new Client(join(folder, 'malformed'));
  expect(await refusal(client, type, payload)).toMatch(`The request ${type} is malformed at ${at}: `);
});

test('an id cannot lead out of the project', async () => {
  const { client } = await connect('ids', tinyVae());
  for (const run of ['../other', '..', '20260131-142530-042-9f3c/..', '/etc'])
    expect(await refusal(client, 'model.open', { run })).toContain('is no run id');
  expect(await refusal(client, 'weights.list', { run: '../other' })).toContain('is not open beside this one');
});

test('answers that would exhaust memory are refused', async () => {
  const { client } = await connect('large', tinyFlow());
  const much = { ...sample, count: 100_000, num_inference_steps: 1_000 };
  expect(await refusal(client, 'probe.sample', much)).toBe(
    '100000 samples over 1000 steps are too much to show at once; ask for fewer.',
  );
});

test('a game shows as many points as are held out, however many are asked for', async () => {
  const { client } = await connect('game', tinyGan());
  const view = await client.request('probe.adversarial', { ...game, count: 12_000 });
  expect([view.count, view.real.length, view.fake.length, view.fakeScores.length]).toEqual(Array(4).fill(10_000));
});

test('kept weights that are damaged are told of, and the others answer', async () => {
  const { client, run, path } = await connect('damaged', tinyVae());
  for (let k = 0; k < 4; k++) await client.request('train.step', {});
  const then = await client.request('probe.decode', { ...decode, weights: { step: 3 } });
  await client.request('checkpoint.save', {});
  await client.request('session.open', { document: tinyVae(), resume: run });
  const file = join(path, 'history', '000000002.safetensors');
  const whole = readFileSync(file);
  truncateSync(file, whole.length - 8);
  const at2 = { ...decode, weights: { step: 2 } };
  expect(await refusal(client, 'probe.decode', at2)).toMatch(/^weights of step 2 of .+: /);
  expect(await client.request('probe.decode', { ...decode, weights: { step: 3 } })).toEqual(then);
  // What could not be read is not remembered.
  writeFileSync(file, whole);
  expect((await client.request('probe.decode', at2)).step).toBe(2);
});

test('a folder in the place of kept weights holds up neither the run nor its checkpoints', async () => {
  const { client, run, path } = await connect('foreign', tinyVae());
  for (let k = 0; k < 3; k++) await client.request('train.step', {});
  await client.request('checkpoint.save', {});
  mkdirSync(join(path, 'history', '000000900.safetensors'));
  writeFileSync(join(path, 'history', 'notes.txt'), 'mine');
  await client.request('session.open', { document: tinyVae(), resume: run });
  for (let k = 0; k < 3; k++) await client.request('train.step', {});
  expect(await client.request('checkpoint.save', {})).toEqual({ step: 6 });
  expect(await listKept(path)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('pictures by the thousand are as many as there are', async () => {
  const { client } = await connect('digits', tinyDigits());
  const { count, values } = await client.request('probe.data', { channel, split: 'test', offset: 9_990, count: 100 });
  expect([count, values.length]).toEqual([10, 7_840]);
});
