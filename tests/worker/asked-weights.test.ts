import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { SUPERSEDED } from '../../src/protocol/worker';
import { assigned, template, tinyVae } from '../core/compile/documents';
import { Client } from './client';
import { temporaryFolder } from './support';

const folder = temporaryFolder();
const clients: Client[] = [];
afterAll(async () => {
  await Promise.all(clients.map((client) => client.server.close()));
});
const connect = (name: string): Client => {
  const client = new Client(join(folder, name));
  clients.push(client);
  return client;
};
const one = { channel: 'hover', z: Float32Array.of(0.5, -0.5), count: 1 };
const endless = assigned(tinyVae(), 'trainer.steps=1000000');

test('kept steps are told as they come and can be asked for, also of a run that was left', async () => {
  const client = connect('kept');
  const first = await client.request('session.open', { document: endless, resume: null });
  expect(await client.request('weights.list', { run: null })).toEqual({ run: first.run, steps: [0] });
  for (let k = 0; k < 6; k++) await client.request('train.step', {});
  expect(client.of('kept').map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
  expect((await client.request('weights.list', { run: first.run })).steps).toEqual([0, 1, 2, 3, 4, 5]);
  const then = await client.request('probe.decode', { ...one, weights: { step: 3 } });
  expect(then.step).toBe(3);

  const second = await client.request('session.open', { document: endless, resume: null });
  const at = { ...one, weights: { run: first.run, step: 3 } };
  await expect(client.request('probe.decode', at)).rejects.toThrow('is not open beside this one; open it first.');
  const info = await client.request('model.open', { run: first.run });
  expect(info).toMatchObject({ run: first.run, step: 6, title: 'Tiny', data: first.data, probes: first.probes });
  expect(await client.request('model.open', { run: first.run })).toEqual(info);
  expect(await client.request('probe.decode', at)).toEqual(then);
  expect((await client.request('probe.decode', one)).step).toBe(0);
  expect((await client.request('probe.decode', { ...one, weights: { run: second.run } })).step).toBe(0);
  await client.request('model.close', { run: first.run });
  await expect(client.request('probe.decode', at)).rejects.toThrow('is not open beside this one');
});

test('every probe answers for the weights that it is asked of', async () => {
  const client = connect('every');
  await client.request('session.open', { document: endless, resume: null });
  for (let k = 0; k < 4; k++) await client.request('train.step', {});
  const [channel, weights] = ['c', { step: 2 }];
  const answers = [
    await client.request('probe.encode', { channel, weights, split: 'test', count: 2 }),
    await client.request('probe.decode', { ...one, weights }),
    await client.request('probe.reconstruct', { channel, weights, count: 2 }),
    await client.request('probe.latent-quality', { channel, weights, seed: 1 }),
  ];
  expect(answers.map(({ step }) => step)).toEqual([2, 2, 2, 2]);
  const flow = connect('flow');
  await flow.request('session.open', { document: template('rectified-flow-2d'), resume: null });
  for (let k = 0; k < 4; k++) await flow.request('train.step', {});
  const ways = [
    await flow.request('probe.sample', { channel, weights, node: null, seed: 1, count: 2, num_inference_steps: 2 }),
    await flow.request('probe.field', { channel, weights, points: Float32Array.of(0, 0), count: 1, t: 0.5 }),
  ];
  expect(ways.map(({ step }) => step)).toEqual([2, 2]);
});

test('a small probe is answered beside a long step, from the weights before it', async () => {
  const client = connect('beside');
  const document = assigned(template('vae-digits'), 'data.batch_size=1024', 'trainer.steps=100000');
  await client.request('session.open', { document, resume: null });
  await client.request('probe.decode', one);
  await client.request('train.start', { until: null });
  await client.until(() => client.of('kept').length >= 2);
  // What is not answered beside the step under way must not keep those that are from it.
  await new Promise((resolve) => setTimeout(resolve, 15));
  await client.request('probe.reconstruct', { channel: 'pictures', count: 20 });
  // The step under way ends with a `kept` or a `telemetry` of its own; answers that come before it were given beside it.
  let beside = 0;
  for (let k = 0; k < 12; k++) {
    // Not at once: right after an answer no step has begun yet.
    await new Promise((resolve) => setTimeout(resolve, 15));
    const before = client.events.length;
    const { step } = await client.request('probe.decode', { ...one, channel: `hover ${k}` });
    if (client.events.length === before) beside++;
    expect(step).toBeGreaterThanOrEqual(2);
  }
  expect(beside).toBeGreaterThan(4);
  const asked = [0, 1, 2, 3].map(() => client.ask('probe.decode', one));
  const answers = await Promise.all(asked);
  expect(answers.at(-1)).toMatchObject({ ok: true });
  expect(answers.filter((answer) => answer === SUPERSEDED).length).toBeGreaterThan(0);
  await client.request('train.pause', {});
}, 60_000);

test('training goes on while the latent space is measured', async () => {
  const client = connect('meanwhile');
  await client.request('session.open', { document: endless, resume: null });
  await client.request('train.start', { until: null });
  await client.until(() => client.of('telemetry').length >= 2);
  const before = client.of('telemetry').at(-1)?.step ?? 0;
  const quality = await client.request('probe.latent-quality', { channel: 'quality', seed: 1 });
  await client.request('train.pause', {});
  const after = client.of('state').at(-1)?.step ?? 0;
  expect(quality.step).toBeGreaterThanOrEqual(before);
  expect(after).toBeGreaterThan(quality.step);
});
