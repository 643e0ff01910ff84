import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { beforeEach, expect, test, vi } from 'vitest';
import { ENDING_LIMIT, Supervisor, type WorkerPort, type WorkerProcess } from '../../src/main/supervisor';
import type { Failure } from '../../src/protocol/common';
import { WORKER_END, type WorkerStart } from '../../src/protocol/worker';

/** A training process that does nothing but live and die. */
class FakeProcess extends EventEmitter implements WorkerProcess {
  readonly stderr = new PassThrough();
  readonly received: { message: unknown; ports: number }[] = [];
  alive = true;
  /** How often it was told to end. */
  asked = 0;
  deaf = false;

  constructor(readonly pid: number) {
    super();
  }

  postMessage(message: unknown, ports: WorkerPort[] = []): void {
    this.received.push({ message, ports: ports.length });
    ports[1]?.on('message', ({ data }) => {
      if (data !== WORKER_END) return;
      this.asked++;
      if (!this.deaf) setImmediate(() => this.die(0));
    });
  }

  die(code: number): void {
    if (!this.alive) return;
    this.alive = false;
    this.emit('exit', code);
  }
}

const port = (): WorkerPort => new EventEmitter() as WorkerPort;
/** Two ends, of which the first hears what the second is given. */
const channel = (): { port1: WorkerPort; port2: WorkerPort } => {
  const [port1, port2] = [port(), port()];
  port2.postMessage = (data: unknown) => void port1.emit('message', { data, ports: [] });
  return { port1, port2 };
};
const start: WorkerStart = { projectDirectory: '/p', dataDirectory: null, backend: 'cpu', threads: null };
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let processes: FakeProcess[];
let delivered: WorkerPort[];
let exits: { project: string; failure: Failure }[];
let supervisor: Supervisor;

beforeEach(() => {
  processes = [];
  delivered = [];
  exits = [];
  supervisor = new Supervisor({
    fork: () => {
      const process = new FakeProcess(processes.length);
      processes.push(process);
      return process;
    },
    channel,
    deliver: (each) => delivered.push(each),
    killNow: (pid) => processes[pid].die(9),
    exited: (project, failure) => exits.push({ project, failure }),
  });
});

test('a new process hears what it may touch before it gets its port; the window gets the other end', async () => {
  await supervisor.start('a', start);
  expect(processes[0].received).toEqual([
    { message: start, ports: 0 },
    { message: null, ports: 2 },
  ]);
  expect(delivered).toHaveLength(1);
});

test('a process that dies by itself is reported with its last words, and can be started again', async () => {
  await supervisor.start('a', start);
  processes[0].stderr.write('out of memory\n');
  await settled();
  processes[0].die(9);
  await settled();
  expect(exits).toMatchObject([{ project: 'a', failure: { user: false, details: 'out of memory' } }]);
  expect(exits[0].failure.message).toContain('code 9');
  await supervisor.start('a', start);
  expect(delivered).toHaveLength(2);
});

test('only the end of a long complaint is kept', async () => {
  await supervisor.start('a', start);
  processes[0].stderr.write(`${'x'.repeat(100_000)}the reason`);
  await settled();
  processes[0].die(1);
  await settled();
  expect(exits[0].failure.details).toHaveLength(8_000);
  expect(exits[0].failure.details).toMatch(/the reason$/);
});

test('stopping is not a crash, and waits for the end', async () => {
  await supervisor.start('a', start);
  expect(await supervisor.stop('a')).toBe(true);
  expect(processes[0].alive).toBe(false);
  await settled();
  expect(exits).toEqual([]);
  expect(await supervisor.stop('a')).toBe(false);
});

test('a process that does not listen is killed after a while', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    await supervisor.start('a', start);
    processes[0].deaf = true;
    const stopped = supervisor.stop('a');
    await vi.advanceTimersByTimeAsync(ENDING_LIMIT - 1);
    expect(processes[0].alive).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    await stopped;
    expect(processes[0].alive).toBe(false);
    expect(exits).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
});

test('who is asked to end several times at once hears it once, and all wait for the end', async () => {
  await supervisor.start('a', start);
  const [process] = processes;
  const asked = [supervisor.stop('a'), supervisor.start('a', start), supervisor.stopAll()];
  await settled();
  await Promise.all(asked);
  expect(process.alive).toBe(false);
  expect(process.asked).toBe(1);
  // By the port alone: a message to a process that has let go of its ports would take the program down.
  expect(process.received).toHaveLength(2);
  expect(exits).toEqual([]);
});

test('starting again replaces the process without a report', async () => {
  await supervisor.start('a', start);
  await supervisor.start('a', start);
  await settled();
  expect(processes.map(({ alive }) => alive)).toEqual([false, true]);
  expect(exits).toEqual([]);
});

test('two starts at once leave one process', async () => {
  await Promise.all([supervisor.start('a', start), supervisor.start('a', start)]);
  await settled();
  expect(processes.filter(({ alive }) => alive)).toHaveLength(1);
  expect(exits).toEqual([]);
});

test('projects have processes of their own; all end together', async () => {
  await supervisor.start('a', start);
  await supervisor.start('b', start);
  processes[0].die(1);
  await settled();
  expect(processes[1].alive).toBe(true);
  await supervisor.stopAll();
  expect(processes.map(({ alive }) => alive)).toEqual([false, false]);
  expect(exits.map(({ project }) => project)).toEqual(['a']);
});
