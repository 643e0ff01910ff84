import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import type { WorkerEvents } from '../../../src/protocol/worker';
import { DeviceController } from '../../../src/renderer/client/devices';
import { SessionController } from '../../../src/renderer/client/session';
import { runProblems } from '../../../src/renderer/editor/use-node';
import { deviceItems } from '../../../src/renderer/shell/device-items';
import { lowerRate, setRate } from '../../../src/renderer/shell/lower-rate';
import { emptyDevices, useDevices } from '../../../src/renderer/state/devices';
import { currentDocument, useProject } from '../../../src/renderer/state/project';
import { emptyRun, useRun } from '../../../src/renderer/state/run';
import { emptySession, useSession } from '../../../src/renderer/state/session';
import type { Toast } from '../../../src/renderer/state/ui';
import { FakeApp } from '../fake-app';
import { FakeWorker } from '../fake-worker';
import { openInStore, vaeDigits } from '../template';

let app: FakeApp;
let workers: FakeWorker[];
let toasts: Omit<Toast, 'id'>[];
let session: SessionController;
let devices: DeviceController;

beforeEach(() => {
  app = new FakeApp();
  workers = [];
  toasts = [];
  useSession.setState(emptySession);
  useRun.setState(emptyRun);
  useDevices.setState(emptyDevices);
  openInStore(vaeDigits());
  session = new SessionController({
    app,
    catalogue,
    connect: async () => {
      const worker = new FakeWorker({ manual: true, steps: 100, startAt: workers.length === 0 ? 0 : 10 });
      workers.push(worker);
      return worker;
    },
    backend: () => useDevices.getState().chosen,
    say: () => undefined,
    now: () => 0,
  });
  devices = new DeviceController(app, session, (toast) => toasts.push(toast));
});

afterEach(() => session.dispose());

const worker = (): FakeWorker => workers[workers.length - 1];
const opened = () => workers.map(({ requests }) => requests.filter(({ type }) => type === 'session.open'));
const stopped = () => app.requests.filter(({ type }) => type === 'worker.stop').length;

describe('a chosen device', () => {
  it('is the one remembered on this machine', async () => {
    app.chosen = 'webgpu';
    await devices.load();
    expect(useDevices.getState().chosen).toBe('webgpu');
  });

  it('takes a model that has not begun to train at once, in a process of its own', async () => {
    await session.prepare();
    await devices.choose('webgpu');
    expect(app.chosen).toBe('webgpu');
    expect(workers).toHaveLength(2);
    expect(stopped()).toBe(1);
    expect(workers[0].closed).toBe(true);
    expect(useRun.getState()).toMatchObject({ phase: 'open', device: 'webgpu' });
    expect(toasts).toEqual([]);
  });

  it('leaves a run that has begun where it is, and offers to move it', async () => {
    await session.train();
    worker().pulse(10);
    await devices.choose('webgpu');
    expect(workers).toHaveLength(1);
    expect(useSession.getState().state).toBe('training');
    expect(toasts).toMatchObject([
      { tone: 'info', message: 'The next run uses WebGPU.', action: { label: 'Move this run' } },
    ]);

    toasts[0].action?.run();
    await vi.waitFor(() => expect(useSession.getState().state).toBe('training'));
    await vi.waitFor(() => expect(workers).toHaveLength(2));
    await vi.waitFor(() => expect(useSession.getState()).toMatchObject({ state: 'training', step: 10 }));
    expect(workers[0].requests.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['train.pause', 'checkpoint.save']),
    );
    expect(opened()[1][0].payload).toMatchObject({ resume: 'run-new' });
  });

  it('is what the next run starts with', async () => {
    await session.train();
    worker().pulse(100);
    await devices.choose('webgpu');
    expect(workers).toHaveLength(1);
    await session.train();
    expect(workers).toHaveLength(2);
    expect(opened()[1][0].payload).toMatchObject({ resume: null });
    await session.startOver();
    expect(workers).toHaveLength(2);
  });

  it('while a model is being compiled takes it as soon as that is done, with the Train that waits', async () => {
    const preparing = session.prepare();
    const training = session.train();
    await devices.choose('webgpu');
    await Promise.all([preparing, training]);
    expect(workers).toHaveLength(2);
    expect(useRun.getState()).toMatchObject({ phase: 'open', device: 'webgpu' });
    await vi.waitFor(() => expect(useSession.getState().state).toBe('training'));
  });

  it('that cannot be remembered is not chosen', async () => {
    app.failing.set('devices.choose', 'The disk is full.');
    await devices.choose('webgpu');
    expect(useDevices.getState().chosen).toBe('cpu');
    expect(toasts).toEqual([{ tone: 'error', message: 'The disk is full.' }]);
  });
});

describe('the menu', () => {
  const idle = { phase: 'open', backend: 'cpu', step: 0 } as const;
  const list = [
    { id: 'cpu', title: 'CPU', available: true },
    { id: 'webgpu', title: 'WebGPU (software, llvmpipe)', available: true, software: true, device: 'llvmpipe' },
    { id: 'cuda', title: 'CUDA', available: false, reason: 'CUDA needs an NVIDIA driver.' },
  ];

  it('looks for devices once, and says so meanwhile', async () => {
    app.devices = list;
    expect(deviceItems(useDevices.getState(), idle)).toMatchObject([{ heading: 'Looking for devices…' }]);
    await Promise.all([devices.look(), devices.look()]);
    await devices.look();
    expect(app.requests.filter(({ type }) => type === 'devices.list')).toHaveLength(1);
    expect(useDevices.getState().list).toEqual(list);
  });

  it('says why they could not be listed, and looks again', async () => {
    app.failing.set('devices.list', 'No answer.');
    await devices.look();
    expect(deviceItems(useDevices.getState(), idle)).toMatchObject([{ heading: 'No answer.' }]);
    app.failing.clear();
    await devices.look();
    expect(useDevices.getState()).toMatchObject({ failure: null, list: app.devices });
  });

  it('has what can be used first, then what cannot with the reason', () => {
    const items = deviceItems({ chosen: 'webgpu', list, failure: null }, { ...idle, backend: 'webgpu' });
    expect(items).toMatchObject([
      { heading: 'Train on' },
      { id: 'device.cpu', checked: false, unavailable: false },
      { id: 'device.webgpu', checked: true, note: 'llvmpipe · software: slower than the CPU' },
      { heading: 'Not on this machine' },
      { id: 'device.cuda', checked: false, unavailable: true, note: 'CUDA needs an NVIDIA driver.' },
    ]);
  });

  it.each([
    ['has begun elsewhere', { phase: 'open', backend: 'cpu', step: 5 }, 'webgpu', true],
    ['has not begun', { phase: 'open', backend: 'cpu', step: 0 }, 'webgpu', false],
    ['is there already', { phase: 'open', backend: 'webgpu', step: 5 }, 'webgpu', false],
    ['has lost its process', { phase: 'lost', backend: 'cpu', step: 5 }, 'webgpu', false],
    ['could only move to what cannot be used', { phase: 'open', backend: 'cpu', step: 5 }, 'cuda', false],
  ] as const)('of a run that %s', (_what, running, chosen, offered) => {
    const items = deviceItems({ chosen, list, failure: null }, running);
    expect(items.some(({ id }) => id === 'device.move')).toBe(offered);
  });
});

describe('a step that is not finite', () => {
  const learningRate = { node: 'trainer', setting: 'learning_rate', value: 0.001 };
  const event: WorkerEvents['nonFinite'] = {
    run: 'run-new',
    step: 8,
    trainer: 'trainer',
    message: 'Step 8 was not taken: Decoder › MLP gives NaN.',
    culprit: { what: 'value', kind: 'nan', title: 'Decoder › MLP', network: 'decoder', node: 'mlp' },
    batch: { node: 'data', title: 'MNIST', size: 128, seed: 1, epoch: 1, items: null },
    checkpoint: 5,
    learningRate,
  };
  const fail = async (): Promise<void> => {
    await session.train();
    worker().pulse(7);
    await session.pause();
    worker().emit('nonFinite', event);
  };

  it('is shown where it happened: the layer is on the canvas, selected, with a badge', async () => {
    await fail();
    expect(useSession.getState().nonFinite).toEqual(event);
    expect(useProject.getState()).toMatchObject({ place: 'decoder', selection: { nodes: ['mlp'] } });
    expect(runProblems(event)).toEqual([
      { severity: 'error', network: 'decoder', node: 'mlp', message: 'NaN at step 8 · Decoder › MLP' },
    ]);
    expect(runProblems(null)).toEqual([]);
  });

  it('names the gradient that overflows', () => {
    const culprit = {
      ...event.culprit,
      what: 'gradient',
      kind: 'infinite',
      parameter: '0.weight',
      title: 'D',
    } as const;
    const [problem] = runProblems({ ...event, culprit: { ...culprit, node: 'mlp' } });
    expect(problem.message).toBe('Infinity at step 8 in the gradient of “0.weight” · D');
  });

  it('is forgotten when training goes on', async () => {
    await fail();
    await session.train();
    expect(useSession.getState().nonFinite).toBeNull();
  });

  it('goes back to the last checkpoint: the curves end there, and nothing newer is left', async () => {
    await fail();
    const { info, weightsVersion } = useSession.getState();
    if (!info) throw new Error('no session');
    expect(await session.back()).toBe(true);
    worker().emit('reopened', { info: { ...info, step: 5 }, notice: null });
    expect(useSession.getState()).toMatchObject({
      step: 5,
      nonFinite: null,
      notice: null,
      lastCheckpoint: 5,
      metrics: {},
    });
    expect(useSession.getState().history?.steps).toEqual([1, 2, 3, 4, 5]);
    expect(useSession.getState().history?.series[0]).toHaveLength(5);
    expect(useSession.getState().weightsVersion).toBeGreaterThan(weightsVersion);
  });

  it('offers a tenth of the learning rate, down to the lowest, and sets it wherever the user is', async () => {
    await fail();
    expect(lowerRate(learningRate)).toBe(1e-4);
    expect(lowerRate({ ...learningRate, value: 5e-6 })).toBe(1e-6);
    expect(lowerRate({ ...learningRate, value: 1e-6 })).toBeNull();
    expect(lowerRate({ ...learningRate, node: 'nobody' })).toBeNull();
    expect(setRate(learningRate, 1e-4)).toBe(true);
    const trainer = currentDocument()?.study.nodes.find(({ id }) => id === 'trainer');
    expect(trainer?.settings.learning_rate).toBe(1e-4);
    expect(useProject.getState().place).toBe('decoder');
    expect(worker().requests.find(({ type }) => type === 'live.set')?.payload).toEqual({
      node: 'trainer',
      setting: 'learning_rate',
      value: 1e-4,
    });
  });
});

it('a run that had to leave its device says so until that was read; the next run tries the device again', async () => {
  useDevices.setState({ chosen: 'webgpu' });
  await session.train();
  worker().pulse(30);
  const { info } = useSession.getState();
  if (!info) throw new Error('no session');
  const cpu = { id: 'cpu', title: 'CPU', threads: 1 };
  useSession.setState({ info: { ...info, backend: { ...cpu, id: 'webgpu' } } });
  worker().emit('reopened', { info: { ...info, step: 20, backend: cpu }, notice: 'The device was lost at step 30.' });
  expect(useSession.getState()).toMatchObject({
    step: 20,
    notice: 'The device was lost at step 30.',
    state: 'training',
  });
  worker().emit('reopened', { info: { ...info, run: 'another' }, notice: 'no' });
  expect(useSession.getState().notice).toBe('The device was lost at step 30.');
  expect(useRun.getState().device).toBe('cpu');
  const items = deviceItems(
    { chosen: 'webgpu', list: [{ id: 'webgpu', title: 'WebGPU', available: true }], failure: null },
    { phase: 'open', backend: 'cpu', step: 20 },
  );
  expect(items.at(-1)).toMatchObject({ label: 'Move this run to WebGPU' });

  // A process that has lost a device cannot open it again: the run begins in another one.
  await session.startOver();
  expect(workers).toHaveLength(2);
  expect(useRun.getState().device).toBe('webgpu');
});
