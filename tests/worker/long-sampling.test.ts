import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SUPERSEDED } from '../../src/protocol/worker';
import { tinyFlow } from '../core/compile/documents';
import { Client } from './client';
import { temporaryFolder } from './support';

const folder = temporaryFolder();

/** A client whose session is open. */
const connect = async (name: string): Promise<Client> => {
  const client = new Client(join(folder, name));
  await client.request('session.open', { document: tinyFlow(), resume: null });
  return client;
};

const sample = (channel: string, seed: number, num_inference_steps: number) => ({
  channel,
  node: null,
  seed,
  count: 1_500,
  num_inference_steps,
});
/** Takes far longer than a request waits before it is let in between. */
const long = sample('lane', 1, 1_000);
const field = { channel: 'hover', points: new Float32Array(8), count: 4, t: 0.5 };

test('a short probe is answered while a long sampling runs, and does not change it', async () => {
  const client = await connect('hover');
  const order: string[] = [];
  const sampling = client.request('probe.sample', long).then((answer) => {
    order.push('sample');
    return answer;
  });
  await client.request('probe.field', field).then(() => order.push('field'));
  const other = client.request('probe.sample', sample('other', 2, 2)).then(() => order.push('other'));
  const { samples } = await sampling;
  await other;
  expect(order).toEqual(['field', 'sample', 'other']);
  const alone = await client.request('probe.sample', long);
  expect(Buffer.compare(new Uint8Array(alone.samples.buffer), new Uint8Array(samples.buffer))).toBe(0);
  await client.server.end();
});

test('a newer request on its channel, or another session, ends a sampling that runs', async () => {
  const client = await connect('replaced');
  const first = client.ask('probe.sample', long);
  // Answered in between, so the first one runs.
  await client.request('probe.field', field);
  const second = client.request('probe.sample', sample('lane', 3, 2));
  expect(await first).toBe(SUPERSEDED);
  expect(await second).toMatchObject({ seed: 3, steps: 2 });
  const third = client.ask('probe.sample', long);
  await client.request('probe.field', field);
  const opened = client.request('session.open', { document: tinyFlow(), resume: null });
  expect(await third).toBe(SUPERSEDED);
  await opened;
  expect(await client.request('probe.sample', sample('lane', 3, 2))).toMatchObject({ steps: 2 });
  await client.server.end();
});

test('the end of the process does not wait for a sampling', async () => {
  const client = await connect('ending');
  const sampling = client.ask('probe.sample', long);
  await client.request('probe.field', field);
  await client.server.end();
  expect(await sampling).toBe(SUPERSEDED);
});
