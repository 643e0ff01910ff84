/** Turns and pace as the window asks for them. */

import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { tinyGan } from '../core/compile/gan-documents';
import { Client } from './client';
import { temporaryFolder } from './support';

const folder = temporaryFolder();
const clients: Client[] = [];
afterAll(async () => {
  for (const { server } of clients) await server.end();
});

const opened = async (name: string): Promise<Client> => {
  const client = new Client(join(folder, name));
  clients.push(client);
  await client.request('session.open', { document: tinyGan(), resume: null });
  return client;
};

const steps = (client: Client): number[] => client.of('telemetry').flatMap((telemetry) => [...telemetry.steps]);

test('the turn of one trainer is a step, after which training rests', async () => {
  const client = await opened('turns');
  await client.request('train.step', { trainer: 'd_trainer' });
  await client.request('train.step', { trainer: 'g_trainer' });
  await client.request('train.step', {});
  expect(client.states).toEqual(['idle', 'paused', 'paused', 'paused']);
  expect(steps(client)).toEqual([1, 2, 3]);
  await expect(client.request('train.step', { trainer: 'noise' })).rejects.toThrow(
    '"noise" does not train in this run; choose one of its trainers.',
  );
  // What was asked wrongly does no harm.
  await client.request('train.step', {});
  expect(steps(client)).toEqual([1, 2, 3, 4]);
});

test('at a slow pace a step waits for its time, requests do not; at full speed it waits no more', async () => {
  const client = await opened('pace');
  await client.request('train.pace', { stepsPerSecond: 0.1 });
  await client.request('train.start', { until: null });
  await client.until(() => steps(client).length === 1);
  const grid = Float32Array.of(0);
  for (let k = 0; k < 5; k++)
    await client.request('probe.adversarial', { channel: 'view', seed: k, count: 3, grid, gridCount: 1 });
  expect(steps(client)).toEqual([1]);
  await client.request('train.pause', {});
  await client.request('train.start', { until: null });
  for (let k = 0; k < 3; k++)
    await client.request('probe.adversarial', { channel: 'view', seed: k, count: 3, grid, gridCount: 1 });
  expect(steps(client)).toEqual([1]);
  await client.request('train.pace', { stepsPerSecond: null });
  await client.until(() => client.states.includes('finished'));
  expect(steps(client)).toHaveLength(40);
});
