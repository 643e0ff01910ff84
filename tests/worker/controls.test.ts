/** What is asked while something long is under way: what may come before it, what ends it, what waits for it. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listCheckpoints } from '../../src/files/run-folder';
import { assigned, tinyDigits, tinyFlow, tinyVae } from '../core/compile/documents';
import { Client } from './client';
import { temporaryFolder } from './support';

const folder = temporaryFolder();
const endless = assigned(tinyFlow(), 'trainer.steps=1000000');

const connect = async (name: string, document = endless): Promise<Client> => {
  const client = new Client(join(folder, name));
  await client.request('session.open', { document, resume: null });
  return client;
};

/** Takes seconds where nothing ends it. */
const long = { channel: 'lane', node: null, seed: 1, count: 2_000, num_inference_steps: 1_000 };
const field = { channel: 'hover', points: new Float32Array(8), count: 4, t: 0.5 };

test('training is started, paused and moved while a long sampling runs', async () => {
  const client = await connect('controls');
  const order: string[] = [];
  const done = (what: string) => () => void order.push(what);
  const sampling = client.request('probe.sample', long).then(done('sample'));
  await client.request('probe.field', field);
  await client.request('train.start', { until: null }).then(done('start'));
  const value = 0.002;
  await client.request('live.set', { node: 'trainer', setting: 'learning_rate', value }).then(done('live'));
  await client.request('train.pause', {}).then(done('pause'));
  await client.request('weights.list', { run: null }).then(done('list'));
  expect(order).toEqual(['start', 'live', 'pause', 'list']);
  expect(client.states).toEqual(['idle', 'training', 'paused']);
  client.ask('probe.sample', { ...long, seed: 2, num_inference_steps: 1 });
  await sampling.catch(done('superseded'));
  expect(order.at(-1)).toBe('superseded');
  await client.server.end();
});

test('a hand does not wait until all items are encoded, and they are what they are alone', async () => {
  const client = await connect('encode', tinyDigits());
  const all = { channel: 'points', split: 'train', count: 20_000 } as const;
  const alone = await client.request('probe.encode', all);
  const order: string[] = [];
  const encoding = client.request('probe.encode', all).then((answer) => {
    order.push('encode');
    return answer;
  });
  await client.request('probe.decode', { channel: 'hover', z: new Float32Array(2), count: 1 });
  order.push('decode');
  expect((await encoding).z).toEqual(alone.z);
  expect(order[0]).toBe('decode');
  await client.server.end();
});

test('no control comes before a step by hand that was asked earlier', async () => {
  const client = await connect('by-hand');
  const order: string[] = [];
  const done = (what: string) => () => void order.push(what);
  const sampling = client.request('probe.sample', { ...long, num_inference_steps: 600 }).then(done('sample'));
  await client.request('probe.field', field);
  const step = client.request('train.step', {}).then(done('step'));
  const start = client.request('train.start', { until: 5 }).then(done('start'));
  await client.request('probe.field', field).then(done('field'));
  await Promise.all([sampling, step, start]);
  expect(order).toEqual(['field', 'sample', 'step', 'start']);
  await client.until(() => client.states.at(-1) === 'paused' && client.of('checkpoint').length > 0);
  expect(client.of('state').at(-1)?.step).toBe(5);
  await client.server.end();
});

test('a way back is gone at once, and what was asked of the steps that are lost is asked again', async () => {
  const client = await connect('back');
  await client.request('train.start', { until: 3 });
  await client.until(() => client.of('checkpoint').length > 0);
  await client.request('train.step', {});
  const sampling = client.request('probe.sample', { ...long, num_inference_steps: 600 });
  await client.request('probe.field', field);
  await client.request('train.back', {});
  expect(client.of('reopened')).toHaveLength(1);
  const { step, samples } = await sampling;
  expect(step).toBe(3);
  expect(samples.every(Number.isFinite)).toBe(true);
  await client.server.end();
});

test('what is asked of another model waits until that is open', async () => {
  const client = await connect('order', tinyVae());
  await client.request('train.step', {});
  await client.request('checkpoint.save', {});
  const { run } = await client.request('session.open', { document: tinyVae(), resume: null });
  await client.request('train.step', {});
  await client.request('session.open', { document: tinyVae(), resume: null });
  const quality = client.request('probe.latent-quality', { channel: 'quality', seed: 1 });
  const hover = { channel: 'hover', z: new Float32Array(2), count: 1 };
  await client.request('probe.decode', hover);
  const opening = client.request('model.open', { run });
  const asked = client.request('probe.decode', { ...hover, weights: { run } });
  expect((await asked).step).toBe(1);
  await Promise.all([quality, opening]);
  await client.server.end();
});

test('who asks twice for the end waits for the same end', async () => {
  const client = await connect('twice');
  for (let k = 0; k < 3; k++) await client.request('train.step', {});
  const first = client.server.end();
  await client.server.end();
  const runs = join(folder, 'twice', 'runs');
  const [run] = readdirSync(runs);
  expect(await listCheckpoints(join(runs, run))).toEqual([3]);
  await first;
});
