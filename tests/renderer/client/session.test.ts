import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { commands } from '../../../src/core/graph';
import type { RunSummary } from '../../../src/protocol/app';
import { SessionController } from '../../../src/renderer/client/session';
import { FailureError } from '../../../src/renderer/client/worker-client';
import { dispatch, undoEdit } from '../../../src/renderer/state/edit';
import { usePace } from '../../../src/renderer/state/pace';
import { currentDocument } from '../../../src/renderer/state/project';
import { emptyRun, useRun } from '../../../src/renderer/state/run';
import { emptySession, useSession } from '../../../src/renderer/state/session';
import { FakeApp } from '../fake-app';
import { FakeWorker } from '../fake-worker';
import { openInStore, vaeDigits } from '../template';

let app: FakeApp;
let workers: FakeWorker[];
let said: string[];
let backend: string;
let session: SessionController;
let time: number;
/** Worker that the next connection gives, where a test needs a particular one. */
let next: FakeWorker | null;

beforeEach(() => {
  app = new FakeApp();
  workers = [];
  said = [];
  backend = 'cpu';
  time = 0;
  next = null;
  useSession.setState(emptySession);
  useRun.setState(emptyRun);
  openInStore(vaeDigits());
  session = new SessionController({
    app,
    catalogue,
    connect: async () => {
      const worker = next ?? new FakeWorker({ manual: true, steps: 100 });
      next = null;
      workers.push(worker);
      return worker;
    },
    backend: () => backend,
    say: (message) => said.push(message),
    now: () => time,
  });
});

afterEach(() => session.dispose());

const worker = (): FakeWorker => workers[workers.length - 1];
const asked = (type: string) => worker().requests.filter((request) => request.type === type);
const beta = (value: number) => dispatch(commands.setSetting, { node: 'kl', setting: 'beta', value });
const latent = (value: number) => dispatch(commands.setSetting, { node: 'encoder', setting: 'latent', value });
const failure = { message: 'The training process ended unexpectedly (code 9).', user: false };
const checkpoint: RunSummary = {
  run: 'run-old',
  step: 40,
  steps: 100,
  startedAt: '2026-01-01T00:00:00.000Z',
  finished: false,
  metrics: {},
};

describe('a run', () => {
  it('opens the process on the first Train, and trains', async () => {
    await session.train();
    expect(useRun.getState().phase).toBe('open');
    expect(asked('session.open')[0].payload).toEqual({ document: currentDocument(), resume: null });
    expect(useSession.getState()).toMatchObject({ state: 'training', steps: 100, client: worker() });
  });

  it('remembers a Train that comes while the model is being compiled', async () => {
    const opening = session.prepare();
    expect(useRun.getState().phase).toBe('opening');
    await session.train();
    expect(useSession.getState().state).toBe('idle');
    await opening;
    await vi.waitFor(() => expect(useSession.getState().state).toBe('training'));
    expect(asked('session.open')).toHaveLength(1);
  });

  it('goes idle → training → paused → training → finished', async () => {
    await session.prepare();
    const states = [useSession.getState().state];
    const stop = useSession.subscribe(({ state }) => state !== states.at(-1) && states.push(state));
    await session.train();
    worker().pulse(10);
    await session.pause();
    await session.train();
    worker().pulse(90);
    stop();
    expect(states).toEqual(['idle', 'training', 'paused', 'training', 'finished']);
    expect(workers).toHaveLength(1);
    expect(useSession.getState().metrics).toHaveProperty('test_elbo');
  });

  it('collects telemetry in its history', async () => {
    await session.train();
    worker().pulse(3);
    worker().pulse(2);
    const { history, step, historyVersion } = useSession.getState();
    expect(history?.steps).toEqual([1, 2, 3, 4, 5]);
    expect(history?.series.every((series) => series.length === 5)).toBe(true);
    expect([step, historyVersion]).toEqual([5, 2]);
  });

  it('asks views for new pictures four times a second at most, and once when it comes to rest', async () => {
    await session.train();
    const before = useSession.getState().weightsVersion;
    time = 1_000;
    for (let i = 0; i < 25; i++) {
      worker().pulse(1);
      time += 40;
    }
    const during = useSession.getState().weightsVersion - before;
    expect(during).toBeGreaterThanOrEqual(3);
    expect(during).toBeLessThanOrEqual(4);
    await session.pause();
    expect(useSession.getState().weightsVersion).toBe(before + during + 1);
  });

  it('shows single steps that follow each other quicker than views are refreshed', async () => {
    await session.step();
    const first = useSession.getState().weightsVersion;
    time += 10;
    await session.step();
    expect(useSession.getState().weightsVersion).toBeGreaterThan(first);
  });

  it('ignores what an older run still sends', async () => {
    await session.train();
    worker().emit('state', { run: 'another', state: 'finished', step: 7, steps: 9 });
    expect(useSession.getState()).toMatchObject({ state: 'training', step: 0, steps: 100 });
  });

  it('tells a failure of compiling and can be tried again', async () => {
    const refusing = new FakeWorker({ manual: true });
    refusing.refusal = new FailureError({
      message: 'Decoder expects 2 latent values, the encoder gives 16.',
      user: true,
    });
    next = refusing;
    await session.train();
    expect(useSession.getState().failure?.message).toContain('Decoder expects');
    expect(useRun.getState().phase).toBe('closed');
    await session.train();
    expect(useSession.getState()).toMatchObject({ state: 'training', failure: null });
  });

  it('takes one step, or the turn of one trainer, and opens the process for it where there is none', async () => {
    await session.step('trainer');
    await session.step();
    expect(asked('train.step').map(({ payload }) => payload)).toEqual([{ trainer: 'trainer' }, { trainer: null }]);
    expect(asked('session.open')).toHaveLength(1);
  });

  it('a pace that was chosen holds for later runs of the project, and ends with it', async () => {
    await session.pace(2);
    await session.train();
    expect(asked('train.pace').map(({ payload }) => payload)).toEqual([{ stepsPerSecond: 2 }]);
    await session.pace(null);
    await session.startOver();
    expect(asked('train.pace').at(-1)?.payload).toEqual({ stepsPerSecond: null });
    await session.pace(5);
    await session.close();
    expect(usePace.getState().stepsPerSecond).toBeNull();
  });

  it('Train after the end begins a new run and says so', async () => {
    await session.train();
    worker().pulse(100);
    await session.train();
    expect(asked('session.open')).toHaveLength(2);
    expect(said).toHaveLength(1);
    expect(useSession.getState().state).toBe('training');
  });
});

describe('edits while a session is open', () => {
  beforeEach(async () => {
    await session.train();
    worker().pulse(5);
  });

  it('a live setting is sent at once and does not make the run stale', async () => {
    beta(3);
    await vi.waitFor(() =>
      expect(asked('live.set').at(-1)?.payload).toEqual({ node: 'kl', setting: 'beta', value: 3 }),
    );
    expect(useRun.getState().stale).toBe(false);
    undoEdit();
    await vi.waitFor(() => expect(asked('live.set').at(-1)?.payload).toMatchObject({ value: 1 }));
  });

  it('leaves out values that a fast slider has passed, never the last', async () => {
    for (const value of [1.1, 1.2, 1.3, 1.4, 1.5]) beta(value);
    await vi.waitFor(() => expect(asked('live.set').at(-1)?.payload).toMatchObject({ value: 1.5 }));
    expect(asked('live.set').length).toBeLessThan(5);
  });

  it('undo and redo live on through a run', () => {
    beta(3);
    worker().pulse(5);
    undoEdit();
    expect(currentDocument()).toEqual(vaeDigits());
    expect(useSession.getState().step).toBe(10);
  });

  it('a structural change marks the run stale until it is taken back', () => {
    latent(4);
    expect(useRun.getState().stale).toBe(true);
    undoEdit();
    expect(useRun.getState().stale).toBe(false);
  });

  it('Train on a stale run asks; starting over opens the graph as it is now', async () => {
    await session.pause();
    latent(4);
    await session.train();
    expect(useRun.getState().question).toBe('restart');
    expect(useSession.getState().state).toBe('paused');
    await session.answerQuestion('restart');
    expect(asked('session.open').at(-1)?.payload).toEqual({ document: currentDocument(), resume: null });
    expect(useSession.getState()).toMatchObject({ state: 'training', step: 0 });
    expect(useRun.getState()).toMatchObject({ stale: false, question: null });
  });

  it('going on as it was keeps the run', async () => {
    await session.pause();
    latent(4);
    await session.train();
    await session.answerQuestion('continue');
    expect(asked('session.open')).toHaveLength(1);
    expect(useSession.getState()).toMatchObject({ state: 'training', step: 5 });
  });
});

describe('when the process dies', () => {
  beforeEach(async () => {
    await session.train();
    worker().pulse(45);
    app.emit('worker.exited', { project: 'project-1', failure, lastCheckpoint: checkpoint });
  });

  it('the window says so, keeps the curves, and offers the last checkpoint', () => {
    expect(useRun.getState()).toMatchObject({ phase: 'lost', lost: failure, resumable: checkpoint });
    expect(useSession.getState()).toMatchObject({ client: null, state: 'failed', failure, step: 45 });
    expect(useSession.getState().history?.steps).toHaveLength(45);
  });

  it('resuming opens a new process at the checkpoint and trains on', async () => {
    next = new FakeWorker({ manual: true, steps: 100, startAt: 40 });
    await session.resume(checkpoint, true);
    expect(workers).toHaveLength(2);
    expect(asked('session.open')[0].payload).toMatchObject({ resume: 'run-old' });
    expect(useSession.getState()).toMatchObject({ state: 'training', step: 40, failure: null });
    expect(useRun.getState()).toMatchObject({ phase: 'open', lost: null, resumable: null });
  });

  it('Train means resume', async () => {
    await session.train();
    expect(asked('session.open')[0].payload).toMatchObject({ resume: 'run-old' });
  });

  it('starting over begins at the first step', async () => {
    await session.startOver();
    expect(asked('session.open')[0].payload).toMatchObject({ resume: null });
    expect(useSession.getState()).toMatchObject({ state: 'training', step: 0 });
  });

  it('what the dead process still had to say is dropped', () => {
    worker().pulse(5);
    expect(useSession.getState().step).toBe(45);
  });
});

it('the end of another project’s process is no concern', async () => {
  await session.train();
  app.emit('worker.exited', { project: 'another', failure, lastCheckpoint: null });
  expect(useRun.getState().phase).toBe('open');
});

it('a resumed run takes over what the inspector shows', async () => {
  next = new FakeWorker({
    manual: true,
    steps: 100,
    startAt: 40,
    live: [
      { node: 'kl', setting: 'beta', value: 9 },
      { node: 'trainer', setting: 'learning_rate', value: 0.001 },
    ],
  });
  await session.resume(checkpoint, false);
  await vi.waitFor(() => expect(asked('live.set')).toHaveLength(1));
  expect(asked('live.set')[0].payload).toEqual({ node: 'kl', setting: 'beta', value: 1 });
});

it('keeping a run pauses it and writes what is not in a checkpoint yet', async () => {
  await session.train();
  worker().pulse(5);
  expect(await session.keep()).toBe('run-new');
  expect(
    worker()
      .requests.map(({ type }) => type)
      .slice(-2),
  ).toEqual(['train.pause', 'checkpoint.save']);
  expect(await session.keep()).toBe('run-new');
  expect(asked('checkpoint.save')).toHaveLength(1);
});

it('closing ends the process and empties the session', async () => {
  await session.train();
  await session.close();
  expect(worker().closed).toBe(true);
  expect(app.requests.map(({ type }) => type)).toContain('worker.stop');
  expect(useSession.getState()).toEqual(emptySession);
});
