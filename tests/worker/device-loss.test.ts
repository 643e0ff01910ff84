import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createEngine, DeviceLostError, type DeviceTensor, type Engine, listBackends } from '../../src/engine';

import { newRunId, runFolder } from '../../src/files/project-folder';
import { readRun } from '../../src/files/run-folder';
import type { Telemetry } from '../../src/protocol/worker';
import { lossNotice } from '../../src/worker/device-loss';
import type { SessionOptions } from '../../src/worker/prepare';
import type { WorkerServer } from '../../src/worker/server';
import { Session } from '../../src/worker/session';
import { assigned, tinyVae } from '../core/compile/documents';
import { Client } from './client';
import { openSession, resume, temporaryFolder, trainTo } from './support';

const folder = temporaryFolder();
const servers: WorkerServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

const endless = assigned(tinyVae(), 'trainer.steps=5000000');

/** An engine that computes right for a while; then its device is gone, and with it everything that lay there. */
const faulty = (
  runs: { left: number },
  message = 'WebGPU: the device was lost, expected it to finish.',
): typeof createEngine => {
  const gone = (): never => {
    throw new DeviceLostError(message);
  };
  return async (id, options) => {
    const engine = await createEngine('cpu', options);
    if (id === 'cpu') return engine;
    const guard = (tensor: DeviceTensor): DeviceTensor => {
      const { read } = tensor;
      tensor.read = async () => (runs.left >= 0 ? read.call(tensor) : gone());
      return tensor;
    };
    const lossy: Engine = {
      ...engine,
      id,
      title: 'WebGPU',
      compile: async (program) => {
        const executable = await engine.compile(program);
        return {
          program,
          release: () => executable.release(),
          run: async (feeds) => {
            if (runs.left-- <= 0) gone();
            const outputs = await executable.run(feeds);
            for (const tensor of Object.values(outputs)) guard(tensor);
            return outputs;
          },
        };
      },
      dispose: async () => (runs.left >= 0 ? engine.dispose() : gone()),
    };
    return lossy;
  };
};

/** A session that ends without its device; the helpers' own are closed at the end, which this one could not be. */
const doomed = (directory: string, options: Partial<SessionOptions>): Promise<Session> =>
  Session.open({
    document: endless,
    runDirectory: directory,
    resumeFrom: null,
    backend: 'webgpu',
    threads: 1,
    dataDirectory: null,
    log: () => {},
    ...options,
  });

/** A window whose sessions run on a faulty device. */
const connect = (project: string, options: Partial<SessionOptions>): Client => {
  const directory = join(folder, project);
  mkdirSync(directory, { recursive: true });
  const client = new Client(directory, {}, async () => {
    const run = newRunId(new Date());
    return doomed(runFolder(directory, run), { run, ...options });
  });
  servers.push(client.server);
  return client;
};

describe('a device that is lost while a model trains', () => {
  test('costs the steps since the last checkpoint; training goes on from there on the CPU, bit for bit', async () => {
    const client = connect('lost', { startEngine: faulty({ left: 60 }) });
    const { run } = await client.request('session.open', { document: endless, resume: null });
    await client.request('train.start', { until: 20 });
    await client.until(() => client.of('checkpoint').length > 0);
    await client.request('train.start', { until: 80 });
    await client.until(() => client.of('checkpoint').length > 1);
    expect(client.of('reopened')).toEqual([
      {
        info: expect.objectContaining({ run, step: 20, backend: { id: 'cpu', title: expect.any(String), threads: 1 } }),
        notice:
          'The device of WebGPU was lost at step 60; training continues on the CPU from step 20, its last checkpoint (one is written every 20 seconds).',
      },
    ]);
    expect(client.states).toEqual(['idle', 'training', 'paused', 'training', 'training', 'paused']);
    expect(client.of('log')).toEqual([]);
    expect(client.of('state').at(-1)?.step).toBe(80);
    const directory = runFolder(join(folder, 'lost'), run);
    expect(await readRun(directory)).toMatchObject({
      backend: 'cpu',
      moves: [{ step: 60, from: 'webgpu', to: 'cpu' }],
      step: 80,
    });

    const undisturbed = await openSession(endless, join(folder, 'undisturbed'));
    await trainTo(undisturbed, 80);
    const moved = await resume(endless, directory);
    expect(await moved.weightsSha256()).toBe(await undisturbed.weightsSha256());
    expect(moved.history.steps).toEqual(undisturbed.history.steps);
    await moved.checkpoint(false);
    expect((await readRun(directory)).moves).toEqual([{ step: 60, from: 'webgpu', to: 'cpu' }]);
  });

  test('before the first checkpoint costs all steps; live settings stay as they are', async () => {
    const client = connect('early', { startEngine: faulty({ left: 5 }, 'WebGPU: the device has no memory left.') });
    await client.request('session.open', { document: endless, resume: null });
    await client.request('live.set', { node: 'kl', setting: 'beta', value: 2 });
    await client.request('train.start', { until: 12 });
    await client.until(() => client.of('checkpoint').length > 0);
    expect(client.of('reopened')[0].notice).toBe(
      'The device of WebGPU has no memory left at step 5; training continues on the CPU from the first step, as the first checkpoint comes after 20 seconds.',
    );
    expect(client.of('reopened')[0].info.step).toBe(0);
    const session = await openSession(assigned(endless, 'kl.beta=2'), join(folder, 'early-alone'));
    const rows = await trainTo(session, 12);
    const [last] = client.of('telemetry').slice(-1);
    expect(Array.from(last.values.slice(-rows[0].length))).toEqual(rows[11].map(Math.fround));
  });

  test('in a single step, or in a probe, is moved away from as well, without starting to train', async () => {
    const client = connect('probe', { startEngine: faulty({ left: 1 }) });
    await client.request('session.open', { document: endless, resume: null });
    await client.request('train.step', {});
    await client.request('train.step', {});
    expect(client.of('reopened')).toHaveLength(1);
    expect(client.of('state').at(-1)?.step).toBe(1);
    expect(client.of('reopened')[0].notice).toContain('the run can continue on the CPU');
    expect(client.states.at(-1)).toBe('paused');

    const other = connect('view', { startEngine: faulty({ left: 0 }) });
    await other.request('session.open', { document: endless, resume: null });
    const probe = { channel: 'c', split: 'test', count: 4 } as const;
    expect(await other.request('probe.encode', probe)).toMatchObject({ count: 4 });
    expect(other.of('reopened')).toHaveLength(1);
    expect(other.states.at(-1)).toBe('idle');
  });

  test('at the last step, while it is being kept, leaves a run that can continue', async () => {
    const runs = { left: 1_000 };
    const client = connect('end', { startEngine: faulty(runs), document: assigned(tinyVae(), 'trainer.steps=30') });
    await client.request('session.open', { document: endless, resume: null });
    await client.request('train.start', { until: 10 });
    await client.until(() => client.of('checkpoint').length > 0);
    await client.request('train.start', { until: null });
    await client.until(() => {
      // What the checkpoint holds is asked of the device next.
      if (client.states.at(-1) === 'finished') runs.left = -1;
      return client.of('reopened').length > 0;
    });
    await client.until(() => client.states.at(-1) === 'paused');
    expect(client.of('state').at(-1)).toMatchObject({ state: 'paused', step: 10, steps: 30 });
    await client.request('train.start', { until: null });
    await client.until(() => client.of('metrics').length > 0);
    expect(client.of('state').at(-1)).toMatchObject({ state: 'finished', step: 30 });
  });

  test('while a finished run is measured has it measured on the CPU', async () => {
    const runs = { left: 1_000 };
    const client = connect('measuring', {
      startEngine: faulty(runs),
      document: assigned(tinyVae(), 'trainer.steps=9'),
    });
    await client.request('session.open', { document: endless, resume: null });
    await client.request('train.start', { until: null });
    await client.until(() => {
      if (client.of('checkpoint').length > 0) runs.left = -1;
      return client.of('metrics').length > 0;
    });
    expect(client.of('reopened')[0].info.step).toBe(9);
    expect(client.of('state').at(-1)).toMatchObject({ state: 'finished', step: 9 });
  });

  test('shows in the curves as if the lost steps had never been, also where a probe found out', async () => {
    const runs = { left: 1_000_000 };
    const client = connect('curves', { startEngine: faulty(runs) });
    await client.request('session.open', { document: endless, resume: null });
    await client.request('train.start', { until: null });
    await client.until(() => client.of('telemetry').length >= 3);
    runs.left = 0;
    await client.request('probe.encode', { channel: 'c', split: 'test', count: 4 });
    const lostAt = client.events.findIndex(({ type }) => type === 'reopened');
    await client.until(() => client.of('telemetry').length >= 9);
    await client.request('train.pause', {});
    const after = client.events
      .slice(lostAt)
      .flatMap((event) => (event.type === 'telemetry' ? Array.from((event.payload as Telemetry).steps) : []));
    expect(after).toEqual(Array.from({ length: after.length }, (_, i) => i + 1));
  });

  test('does not keep another run from being opened', async () => {
    const runs = { left: 3 };
    const client = connect('another', { startEngine: faulty(runs) });
    await client.request('session.open', { document: endless, resume: null });
    await client.request('train.step', {});
    runs.left = -1;
    const { step } = await client.request('session.open', { document: endless, resume: null });
    expect(step).toBe(0);
  });

  test('and a CPU that fails as well is an ordinary failure', async () => {
    const broken = new Error('no processor');
    const startEngine: typeof createEngine = (id, options) =>
      id === 'cpu' ? Promise.reject(broken) : faulty({ left: 2 })(id, options);
    const client = connect('hopeless', { startEngine });
    await client.request('session.open', { document: endless, resume: null });
    await client.request('train.start', { until: null });
    await client.until(() => client.of('log').length > 0);
    expect(client.states).toEqual(['idle', 'training', 'failed']);
    expect(client.of('log')[0]).toMatchObject({ level: 'error', message: 'no processor' });
  });
});

test('the command line’s sessions leave the move to their caller', async () => {
  const session = await doomed(join(folder, 'alone'), { startEngine: faulty({ left: 3 }) });
  await expect(trainTo(session, 9)).rejects.toThrow(DeviceLostError);
  const again = await session.reopen('cpu');
  expect([again.step, again.info.backend.id]).toEqual([0, 'cpu']);
  await trainTo(again, 2);
  await again.close();
});

test('the notice says what a paused run can do', () => {
  const error = new DeviceLostError('CUDA: the device was lost.');
  expect(lossNotice(error, { title: 'CUDA', at: 7, from: 5, training: false })).toBe(
    'The device of CUDA was lost at step 7; the run can continue on the CPU from step 5, its last checkpoint (one is written every 20 seconds).',
  );
});

test('what training replaces is freed at once: the number of living tensors does not grow', async () => {
  let living = 0;
  const startEngine: typeof createEngine = async (id, options) => {
    const engine = await createEngine(id, options);
    const count = (tensor: DeviceTensor): DeviceTensor => {
      living++;
      const { dispose } = tensor;
      tensor.dispose = () => {
        living--;
        dispose.call(tensor);
      };
      return tensor;
    };
    return {
      ...engine,
      upload: (...args) => count(engine.upload(...args)),
      compile: async (program) => {
        const executable = await engine.compile(program);
        return {
          program,
          release: () => executable.release(),
          run: async (feeds) => {
            const outputs = await executable.run(feeds);
            for (const tensor of Object.values(outputs)) count(tensor);
            return outputs;
          },
        };
      },
    };
  };
  const session = await openSession(endless, join(folder, 'living'), { startEngine });
  await trainTo(session, 1);
  const after = living;
  await trainTo(session, 10);
  await session.probes.encode('test', 20);
  await session.probes.decode(new Float32Array(8), 4);
  await session.evaluate();
  expect(living).toBe(after);
});

const webgpu = (await listBackends()).find(({ id }) => id === 'webgpu');

test.skipIf(!webgpu?.available)(
  'a run moves from a real device to the CPU and goes on with the same numbers',
  async () => {
    const onDevice = await openSession(endless, join(folder, 'device'), { backend: 'webgpu' });
    const onCpu = await openSession(endless, join(folder, 'processor'));
    expect(onDevice.info.backend.id).toBe('webgpu');
    await trainTo(onDevice, 4);
    await onDevice.checkpoint(false);
    const moved = await onDevice.reopen('cpu');
    const rows = [await trainTo(onCpu, 8), await trainTo(moved, 8)].map((each) => each.slice(-4).flat());
    for (const [i, value] of rows[1].entries()) expect(value).toBeCloseTo(rows[0][i], 3);
    await moved.checkpoint(false);
    expect(await readRun(join(folder, 'device'))).toMatchObject({
      backend: 'cpu',
      moves: [{ step: 4, from: 'webgpu', to: 'cpu' }],
    });
    await moved.close();
  },
);

test('a backend that cannot run gives way to the CPU in the window’s sessions, with a word', async () => {
  const directory = join(folder, 'fallback');
  mkdirSync(directory);
  const client = new Client(directory, { backend: 'abacus' });
  servers.push(client.server);
  const info = await client.request('session.open', { document: endless, resume: null });
  expect(info.backend.id).toBe('cpu');
  expect(client.of('log')).toEqual([
    {
      level: 'warning',
      message: expect.stringMatching(/^Training uses the CPU, as the chosen device cannot run: engine: got "abacus"/),
    },
  ]);
  await client.request('train.step', {});
});

test('a process that is told to end lets the step under way finish, and keeps it', async () => {
  const directory = join(folder, 'ending');
  mkdirSync(directory);
  const client = new Client(directory);
  const { run } = await client.request('session.open', { document: endless, resume: null });
  await client.request('train.start', { until: null });
  await client.until(() => client.of('telemetry').length > 0);
  await client.server.end();
  const { step } = await readRun(runFolder(directory, run));
  expect(step).toBeGreaterThanOrEqual(client.of('telemetry').at(-1)?.step ?? 1);
});
