import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { listRuns, runFolder } from '../../src/files/project-folder';
import { listCheckpoints, readRun } from '../../src/files/run-folder';
import { SUPERSEDED } from '../../src/protocol/worker';
import { assigned, changed, tinyFlow, tinyVae } from '../core/compile/documents';
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
const vae = (steps: number) => assigned(tinyVae(), `trainer.steps=${steps}`);
/** More steps than any of these tests lets it take. */
const endless = vae(5_000_000);
const decodeOne = (channel: string, x: number) => ({ channel, z: Float32Array.of(x, 0), count: 1 });
const stepsOf = (client: Client): number[] => client.of('telemetry').flatMap(({ steps }) => Array.from(steps));

test('open, train, pause, step, go on, stop: the states in order, every step reported once', async () => {
  const client = connect('life');
  const info = await client.request('session.open', { document: endless, resume: null });
  expect(info.run).toMatch(/^\d{8}-\d{6}-\d{3}-[0-9a-f]{4}$/);
  expect(await client.request('train.start', { until: null })).toBeNull();
  await client.until(() => client.of('telemetry').length >= 2);
  await client.request('train.pause', {});
  const paused = client.of('state').at(-1)?.step ?? 0;
  expect(paused).toBeGreaterThan(0);
  expect(stepsOf(client)).toEqual(Array.from({ length: paused }, (_, i) => i + 1));

  await client.request('train.step', {});
  expect(client.of('state').at(-1)).toEqual({ run: info.run, state: 'paused', step: paused + 1, steps: 5_000_000 });
  await client.request('train.start', { until: paused + 50 });
  await client.until(() => (client.of('state').at(-1)?.step ?? 0) >= paused + 50);
  await client.request('train.stop', {});

  const states = ['idle', 'training', 'paused', 'paused', 'training', 'paused', 'finished'];
  expect(client.states).toEqual(states);
  const last = client.of('state').at(-1)?.step ?? 0;
  expect(last).toBe(paused + 50);
  expect(stepsOf(client)).toEqual(Array.from({ length: last }, (_, i) => i + 1));
  for (const { steps, values, run, step } of client.of('telemetry')) {
    expect(values).toHaveLength(steps.length * info.series.length);
    expect([run, step]).toEqual([info.run, steps.at(-1)]);
  }
  expect(client.of('checkpoint').at(-1)).toEqual({ run: info.run, step: last });
  const [metrics] = client.of('metrics');
  expect(metrics).toMatchObject({ run: info.run, step: last, values: { test_elbo: expect.any(Number) } });
  expect(client.of('progress').at(-1)).toEqual({ task: 'Measuring on held-out data', finished: true });
  expect(client.of('log')).toEqual([]);
  expect(await readRun(runFolder(join(folder, 'life'), info.run))).toMatchObject({ finished: true, step: last });
});

test('stopping in the middle of training finishes at once, with one checkpoint', async () => {
  const client = connect('stop');
  await client.request('session.open', { document: endless, resume: null });
  await client.request('train.start', { until: null });
  await client.until(() => client.of('telemetry').length >= 1);
  await client.request('train.stop', {});
  expect(client.states).toEqual(['idle', 'training', 'finished']);
  expect(client.of('checkpoint')).toHaveLength(1);
  await client.request('train.start', { until: null });
  await client.until(() => client.of('telemetry').length >= 4);
  expect(client.states.at(-1)).toBe('training');
});

test('reaching the budget finishes: checkpoint, measures, and no more steps', async () => {
  const client = connect('budget');
  const info = await client.request('session.open', { document: vae(30), resume: null });
  await client.request('train.start', { until: null });
  await client.until(() => client.of('metrics').length > 0);
  expect(client.of('state').at(-1)).toEqual({ run: info.run, state: 'finished', step: 30, steps: 30 });
  expect(client.of('checkpoint')).toEqual([{ run: info.run, step: 30 }]);
  const spent = 'This run has reached its 30 steps; raise "Steps" of the trainer to go on.';
  for (const type of ['train.start', 'train.step'] as const)
    await expect(client.request(type, { until: null })).rejects.toThrow(spent);

  const session = await openSession(vae(30), join(folder, 'budget', 'alone'));
  await trainTo(session, 30);
  expect(Object.values(client.of('metrics')[0].values)).toEqual(Object.values(await session.evaluate()));
});

test('single steps to the budget finish as well', async () => {
  const client = connect('single');
  await client.request('session.open', { document: vae(2), resume: null });
  await client.request('train.step', {});
  await client.request('train.step', {});
  expect(client.states).toEqual(['idle', 'paused', 'finished']);
  expect(client.of('checkpoint')).toHaveLength(1);
  expect(client.of('metrics')).toHaveLength(1);
});

test('of two probes on one channel the older is superseded and the newer answered, while training', async () => {
  const client = connect('probes');
  await client.request('session.open', { document: endless, resume: null });
  await client.request('train.start', { until: null });
  await client.until(() => client.of('telemetry').length >= 1);
  const [hover1, other, hover2, hover3] = [
    client.ask('probe.decode', decodeOne('hover', 1)),
    client.ask('probe.decode', decodeOne('grid', 2)),
    client.ask('probe.decode', decodeOne('hover', 3)),
    client.ask('probe.decode', decodeOne('hover', 4)),
  ];
  // The first may have been taken up already: the queue was empty.
  expect(await hover2).toBe(SUPERSEDED);
  const answers = [await other, await hover3];
  for (const answer of answers) expect(answer).toMatchObject({ ok: true, value: { itemShape: [2], count: 1 } });
  expect([SUPERSEDED, true]).toContain(await hover1.then((answer) => (answer === SUPERSEDED ? answer : answer.ok)));
  expect(client.states).toEqual(['idle', 'training']);
  await client.request('train.pause', {});
  const direct = await client.request('probe.decode', decodeOne('hover', 4));
  expect(direct.step).toBe(client.of('state').at(-1)?.step);
});

test('requests in one breath are answered in order', async () => {
  const client = connect('order');
  const order: string[] = [];
  const note = (name: string) => () => order.push(name);
  const all = [
    client.request('session.open', { document: endless, resume: null }).then(note('open')),
    client.request('train.start', { until: null }).then(note('start')),
    client.request('probe.encode', { channel: 'points', split: 'test', count: 4 }).then(note('encode')),
    client.request('train.pause', {}).then(note('pause')),
  ];
  await Promise.all(all);
  expect(order).toEqual(['open', 'start', 'encode', 'pause']);
  expect(client.states.at(-1)).toBe('paused');
});

test('every probe answers', async () => {
  const client = connect('all');
  await client.request('session.open', { document: tinyFlow(), resume: null });
  const channel = 'c';
  expect(await client.request('probe.data', { channel, split: 'test', offset: 1, count: 3 })).toMatchObject({
    count: 3,
  });
  const sample = await client.request('probe.sample', {
    channel,
    node: null,
    seed: 1,
    count: 5,
    num_inference_steps: 3,
  });
  expect(sample.samples).toHaveLength(4 * 5 * 2);
  const field = await client.request('probe.field', { channel, points: new Float32Array(8), count: 4, t: 0.5 });
  expect(field.vectors).toHaveLength(8);
  await expect(client.request('probe.reconstruct', { channel, count: 2 })).rejects.toThrow('This study has no encoder');
  await client.request('session.open', { document: tinyVae(), resume: null });
  expect(await client.request('probe.reconstruct', { channel, count: 2 })).toMatchObject({ count: 2 });
  expect(await client.request('metrics.evaluate', {})).toMatchObject({ test_kl: expect.any(Number) });
});

describe('before anything is open', () => {
  test.each([
    ['train.start', { until: null }],
    ['train.step', {}],
    ['train.stop', {}],
    ['live.set', { node: 'kl', setting: 'beta', value: 1 }],
    ['checkpoint.save', {}],
    ['metrics.evaluate', {}],
    ['probe.encode', { channel: 'c', split: 'test', count: 1 }],
  ] as const)('%s fails with a sentence', async (type, payload) => {
    const client = connect('nothing');
    expect(await client.send(type, payload)).toEqual({
      ok: false,
      failure: { message: 'No run is open; press Train first.', user: true, problems: [] },
    });
  });

  test('a pause has nothing to do', async () => {
    expect(await connect('nothing').request('train.pause', {})).toBeNull();
  });
});

describe('malformed messages', () => {
  test.each([
    undefined,
    null,
    'train.start',
    42,
    [],
    {},
    { id: 1 },
    { id: -1, type: 'train.pause', payload: {} },
    { id: 1.5, type: 'train.pause', payload: {} },
    { id: 1, type: 'no.such', payload: {} },
    { id: 1, type: 'constructor', payload: {} },
    { id: '1', type: 'train.pause', payload: {} },
  ])('%j is dropped with a warning', (message) => {
    const client = connect('malformed');
    client.server.receive(message);
    expect(client.events).toEqual([
      { kind: 'event', type: 'log', payload: { level: 'warning', message: 'A malformed message was ignored.' } },
    ]);
  });

  test.each([
    ['train.start', undefined, 'The request train.start is malformed at its root'],
    ['train.start', { until: 0 }, 'The request train.start is malformed at until'],
    ['live.set', { node: 'kl', setting: 'beta', value: Number.NaN }, 'The request live.set is malformed at value'],
    ['live.set', { node: '', setting: 'beta', value: 1 }, 'The request live.set is malformed at node'],
    ['probe.decode', { channel: 'c', z: [0, 0], count: 1 }, 'The request probe.decode is malformed at z'],
    ['probe.field', { channel: 'c', points: new Float32Array(2), count: 1, t: 2 }, 'malformed at t'],
    ['probe.sample', { channel: 'c', node: null, seed: 0, count: 1e9, num_inference_steps: 1 }, 'malformed at count'],
  ] as const)('%s with %j is answered', async (type, payload, message) => {
    const answer = await connect('malformed').send(type, payload);
    expect(answer).toMatchObject({ ok: false, failure: { message: expect.stringContaining(message), user: false } });
  });
});

describe('live settings', () => {
  test('take effect on the next step', async () => {
    const client = connect('live');
    const document = withSeed(vae(40), 5);
    const info = await client.request('session.open', { document, resume: null });
    await client.request('live.set', { node: 'kl', setting: 'beta', value: 3 });
    await client.request('train.step', {});
    const alone = await openSession(assigned(document, 'kl.beta=3'), join(folder, 'live', 'alone'));
    const [row] = await trainTo(alone, 1);
    expect(info.series.map(({ name }) => name)).toEqual(alone.info.series.map(({ name }) => name));
    expect(Array.from(client.of('telemetry')[0].values)).toEqual(row);
  });

  test('a raised budget lets a finished run go on, as far as if it had been so from the start', async () => {
    const client = connect('raised');
    await client.request('session.open', { document: vae(10), resume: null });
    await client.request('train.start', { until: null });
    await client.until(() => client.of('metrics').length === 1);
    await client.request('live.set', { node: 'trainer', setting: 'steps', value: 25 });
    expect(client.of('state').at(-1)).toMatchObject({ state: 'paused', step: 10, steps: 25 });
    await client.request('train.start', { until: null });
    await client.until(() => client.of('metrics').length === 2);
    expect(client.of('state').at(-1)).toMatchObject({ state: 'finished', step: 25, steps: 25 });
    const straight = await openSession(vae(25), join(folder, 'raised', 'straight'));
    const rows = await trainTo(straight, 25);
    expect(client.of('telemetry').at(-1)?.values.slice(-3)).toEqual(Float32Array.from(rows[24]));
  });

  test('a lowered budget ends training that is under way', async () => {
    const client = connect('lowered');
    await client.request('session.open', { document: endless, resume: null });
    await client.request('train.start', { until: null });
    await client.until(() => stepsOf(client).length > 0);
    await client.request('live.set', { node: 'trainer', setting: 'steps', value: 1 });
    await client.until(() => client.states.at(-1) === 'finished');
    expect(client.of('state').at(-1)?.steps).toBe(1);
  });

  test('are refused outside their bounds', async () => {
    const client = connect('live');
    await client.request('session.open', { document: tinyVae(), resume: null });
    const set = client.ask('live.set', { node: 'kl', setting: 'beta', value: -1 });
    expect(await set).toMatchObject({
      ok: false,
      failure: { message: '"β" of KL divergence must be at least 0; it is −1.', user: true },
    });
  });
});

describe('a document that cannot be trained', () => {
  test('is answered with all its problems in their places', async () => {
    const client = connect('bad');
    const document = changed(tinyVae(), { type: 'edge.remove', graph: null, edge: 'z_z-decoder_z' });
    expect(await client.ask('session.open', { document, resume: null })).toEqual({
      ok: false,
      failure: {
        message: '"z" of Decoder is not connected; connect latent values or noise to it.',
        user: true,
        problems: [
          {
            severity: 'error',
            node: 'decoder',
            port: 'z',
            message: '"z" of Decoder is not connected; connect latent values or noise to it.',
            fixes: expect.arrayContaining([expect.objectContaining({ type: 'connect' })]),
          },
        ],
      },
    });
    expect(client.states).toEqual([]);
  });

  test.each([undefined, null, 'text', {}, { format: 'latent-loom', version: 7 }])(
    '%j is refused in a sentence',
    async (document) => {
      const answer = await connect('bad').ask('session.open', { document, resume: null });
      expect(answer).toMatchObject({
        ok: false,
        failure: { message: expect.stringMatching(/^the study .*\.$/), user: true },
      });
    },
  );

  test('leaves the server ready for the next', async () => {
    const client = connect('bad');
    await client.ask('session.open', { document: {}, resume: null });
    expect((await client.request('session.open', { document: tinyVae(), resume: null })).step).toBe(0);
  });
});

describe('resuming', () => {
  test('goes on from the newest checkpoint and first tells what the run already knows', async () => {
    const client = connect('resume');
    const document = vae(60);
    const { run, series } = await client.request('session.open', { document, resume: null });
    await client.request('train.start', { until: 20 });
    await client.until(() => client.of('checkpoint').length > 0);
    await client.request('metrics.evaluate', {});
    const [first] = client.of('telemetry');
    await client.server.close();

    const again = connect('resume');
    const info = await again.request('session.open', { document: withSeed(document, 999), resume: run });
    expect(info).toMatchObject({ run, step: 20, steps: 60, series });
    await again.until(() => again.of('metrics').length > 0);
    expect(again.states).toEqual(['paused']);
    const [recalled] = again.of('telemetry');
    expect(Array.from(recalled.steps)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(recalled.values.slice(0, first.values.length)).toEqual(first.values);
    expect(again.of('metrics')[0].values).toEqual(client.of('metrics')[0].values);
    await again.request('train.start', { until: null });
    await again.until(() => again.of('metrics').length > 1);

    const whole = await openSession(document, join(folder, 'resume', 'whole'));
    await trainTo(whole, 60);
    expect(again.of('metrics')[1].values).toEqual(await whole.evaluate());
    expect(await listRuns(join(folder, 'resume'))).toEqual([run]);
  });

  test('of a run that is not there fails with a sentence', async () => {
    const client = connect('resume-none');
    const ask = (resume: string) => client.ask('session.open', { document: tinyVae(), resume });
    expect(await ask('20260131-142530-042-9f3c')).toMatchObject({ ok: false, failure: { user: true } });
    expect(await ask('../../etc')).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('is no run id'), user: true },
    });
  });
});

describe('closing', () => {
  test('in the middle of training keeps what was learned', async () => {
    const client = connect('closing');
    const { run } = await client.request('session.open', { document: endless, resume: null });
    await client.request('train.start', { until: null });
    await client.until(() => client.of('telemetry').length >= 2);
    await client.server.close();
    const [saved] = await listCheckpoints(runFolder(join(folder, 'closing'), run));
    expect(saved).toBeGreaterThanOrEqual(client.of('telemetry')[1].step);

    const whole = await openSession(endless, join(folder, 'closing', 'whole'));
    await trainTo(whole, saved);
    const again = connect('closing');
    await again.request('session.open', { document: endless, resume: run });
    expect(await again.request('metrics.evaluate', {})).toEqual(await whole.evaluate());
  });

  test('keeps single steps too, and saves nothing where nothing was learned', async () => {
    const client = connect('steps');
    const { run } = await client.request('session.open', { document: vae(40), resume: null });
    await client.request('train.step', {});
    await client.request('train.step', {});
    const second = await client.request('session.open', { document: vae(40), resume: null });
    expect(await listCheckpoints(runFolder(join(folder, 'steps'), run))).toEqual([2]);
    await client.server.close();
    expect(await listCheckpoints(runFolder(join(folder, 'steps'), second.run))).toEqual([]);
    await expect(client.request('train.step', {})).rejects.toThrow('No run is open');
  });
});

test('a checkpoint can be asked for at any time', async () => {
  const client = connect('save');
  const { run } = await client.request('session.open', { document: endless, resume: null });
  await client.request('train.start', { until: null });
  await client.until(() => client.of('telemetry').length >= 1);
  const { step } = await client.request('checkpoint.save', {});
  expect(client.of('checkpoint')).toEqual([{ run, step }]);
  expect(await listCheckpoints(runFolder(join(folder, 'save'), run))).toEqual([step]);
  expect(client.states.at(-1)).toBe('training');
});
