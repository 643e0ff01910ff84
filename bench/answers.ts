/** Times answers of the training process, and what keeping weights costs a run. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProjectDocument } from '../src/core/graph/document';
import { openSession } from '../src/worker/open-session';
import { WorkerServer } from '../src/worker/server';
import { Session } from '../src/worker/session';
import { median } from './measure';
import { convolutionalVae, study } from './studies';

export interface AnswerRow {
  readonly study: string;
  readonly training: boolean;
  /** Milliseconds from the moment at which the pointer moved until the decoded item was there. */
  readonly ms: number;
  readonly p95: number;
  readonly worst: number;
  /** Median step while it was asked; null while nothing trained. */
  readonly stepMs: number | null;
}

/** Pointer movements come at uneven distances, so that they meet every part of a step. Milliseconds. */
const distances = [23, 41, 31, 57, 37, 29, 47];

const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];

/** A window in this process: it sends what a window sends and waits for the answer. */
class Window {
  step = 0;
  private id = 0;
  private readonly waiting = new Map<number, (value: unknown) => void>();
  private readonly server: WorkerServer;

  constructor(folder: string) {
    const start = { projectDirectory: folder, dataDirectory: null, backend: 'cpu', threads: null };
    this.server = new WorkerServer({
      post: (frame) => {
        if (frame.kind === 'event') {
          if (frame.type === 'telemetry') this.step = frame.payload.step;
          return;
        }
        if (typeof frame.result === 'object' && !frame.result.ok) throw new Error(frame.result.failure.message);
        this.waiting.get(frame.id)?.(frame.result);
      },
      openSession: (request) => openSession(start, request, () => undefined),
    });
  }

  ask(type: string, payload: unknown): Promise<unknown> {
    const id = this.id++;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.server.receive({ id, type, payload });
    });
  }

  end(): Promise<void> {
    return this.server.end();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Points of a latent plane, and the share of the time that encoding them again may take while a model trains. */
const POINTS = 5_000;
const DUTY = 0.2;

/** What a window asks beside: its points again and again, as the weights change. Gives the way to stop. */
const follow = (window: Window): (() => Promise<void>) => {
  let going = true;
  const turns = async (): Promise<void> => {
    while (going) {
      const start = performance.now();
      await window.ask('probe.encode', { channel: 'points', split: 'test', count: POINTS });
      await pause((performance.now() - start) * (1 / DUTY - 1));
    }
  };
  const done = turns();
  return () => {
    going = false;
    return done;
  };
};

/**
 * Time of each decode from the moment it was due. That moment is fixed beforehand: where the process is busy then, the
 * timer is late, and the wait counts.
 */
const hover = async (window: Window, width: number, count: number): Promise<number[]> => {
  const times: number[] = [];
  const answers: Promise<void>[] = [];
  let due = performance.now();
  for (let k = 0; k < count; k++) {
    due += distances[k % distances.length];
    const at = due;
    await pause(at - performance.now());
    const z = Float32Array.from({ length: width }, (_, i) => Math.sin(k + i));
    const asked = window.ask('probe.decode', { channel: `hover ${k}`, z, count: 1, hand: true });
    answers.push(asked.then(() => void times.push(performance.now() - at)));
  }
  await Promise.all(answers);
  return times;
};

const timed = async (name: string, document: ProjectDocument, count: number): Promise<AnswerRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'loom-bench-'));
  const window = new Window(folder);
  try {
    await window.ask('session.open', { document, resume: null });
    const width = 2;
    await hover(window, width, 5);
    const row = (training: boolean, times: readonly number[], stepMs: number | null): AnswerRow => ({
      study: name,
      training,
      ms: median(times),
      p95: percentile(times, 0.95),
      worst: Math.max(...times),
      stepMs,
    });
    const idle = row(false, await hover(window, width, count), null);
    await window.ask('train.start', { until: null });
    const unfollow = follow(window);
    await pause(1_500);
    const [from, begun] = [window.step, performance.now()];
    const times = await hover(window, width, count);
    const stepMs = (performance.now() - begun) / Math.max(1, window.step - from);
    await unfollow();
    await window.ask('train.pause', {});
    return [idle, row(true, times, stepMs)];
  } finally {
    await window.end();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Decodes one z again and again, idle and while the model trains, for fully connected and convolutional digits. */
export const benchAnswers = async (count = 200): Promise<AnswerRow[]> => [
  ...(await timed('784-wide MLP decoder', study('vae-digits', 'encoder.latent=2'), count)),
  ...(await timed('convolutional decoder', convolutionalVae(), count)),
];

export interface KeepingRow {
  readonly study: string;
  /**
   * Processor time of a step in milliseconds where weights are kept, and where they are not: medians of blocks that
   * alternate. Processor time, because other programs change it least.
   */
  readonly kept: number;
  readonly without: number;
  /** Median over the pairs of neighbouring blocks. */
  readonly ratio: number;
}

/** Short, so that what else the machine does meets both blocks of a pair. */
const blockSeconds = 0.2;

/** Training with and without kept weights, side by side in blocks that alternate. */
export const benchKeeping = async (rounds = 31): Promise<KeepingRow[]> => {
  const rows: KeepingRow[] = [];
  for (const name of ['vae-digits', 'rectified-flow-2d']) {
    const folder = mkdtempSync(join(tmpdir(), 'loom-bench-'));
    const open = (side: string, keep: boolean): Promise<Session> =>
      Session.open({
        document: study(name, 'trainer.steps=1000000'),
        runDirectory: join(folder, side),
        resumeFrom: null,
        backend: 'cpu',
        threads: 1,
        dataDirectory: null,
        log: () => undefined,
        ...(keep ? {} : { keptBytes: 0 }),
      });
    const sides = [await open('with', true), await open('without', false)];
    const times: number[][] = [[], []];
    for (let round = 0; round < rounds; round++)
      for (const side of round % 2 === 0 ? [0, 1] : [1, 0]) times[side].push(await block(sides[side]));
    for (const session of sides) await session.close();
    rmSync(folder, { recursive: true, force: true });
    const ratio = median(times[0].map((time, i) => time / times[1][i]));
    rows.push({ study: name, kept: median(times[0]), without: median(times[1]), ratio });
  }
  return rows;
};

/** Processor time of a step, garbage collection included, in milliseconds. */
const block = async (session: Session): Promise<number> => {
  const [from, begun, used] = [session.step, performance.now(), process.cpuUsage()];
  while (performance.now() - begun < blockSeconds * 1_000) await session.train();
  const { user, system } = process.cpuUsage(used);
  return (user + system) / 1_000 / (session.step - from);
};
