import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { beforeEach, expect, test } from 'vitest';
import { Supervisor, type WorkerPort, type WorkerProcess } from '../../src/main/supervisor';
import type { Failure } from '../../src/protocol/common';
import type { WorkerStart } from '../../src/protocol/worker';

/** A training process that does nothing but live and die. */
class FakeProcess extends EventEmitter implements WorkerProcess {
  readonly stderr = new PassThrough();
  readonly received: { message: unknown; ports: number }[] = [];
  alive = true;

  postMessage(message: unknown, ports: WorkerPort[] = []): void {
    this.received.push({ message, ports: ports.length });
  }

  kill(): boolean {
    setImmediate(() => this.die(15));
    return true;
  }

  die(code: number): void {
    if (!this.alive) return;
    this.alive = false;
    this.emit('exit', code);
  }
}

const port = (): WorkerPort => new EventEmitter() as WorkerPort;
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
      const process = new FakeProcess();
      processes.push(process);
      return process;
    },
    channel: () => ({ port1: port(), port2: port() }),
    deliver: (each) => delivered.push(each),
    exited: (project, failure) => exits.push({ project, failure }),
  });
});

test('a new process hears what it may touch before it gets its port; the window gets the other end', async () => {
  await supervisor.start('a', start);
  expect(processes[0].received).toEqual([
    { message: start, ports: 0 },
    { message: null, ports: 1 },
  ]);
  expect(delivered).toHaveLength(1);
  expect(supervisor.has('a')).toBe(true);
});

test('a process that dies by itself is reported with its last words, and can be started again', async () => {
  await supervisor.start('a', start);
  processes[0].stderr.write('out of memory\n');
  await settled();
  processes[0].die(9);
  await settled();
  expect(exits).toMatchObject([{ project: 'a', failure: { user: false, details: 'out of memory' } }]);
  expect(exits[0].failure.message).toContain('code 9');
  expect(supervisor.has('a')).toBe(false);
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
  await supervisor.stop('a');
  expect(processes[0].alive).toBe(false);
  await settled();
  expect(exits).toEqual([]);
  await supervisor.stop('a');
});

test('starting again replaces the process without a report', async () => {
  await supervisor.start('a', start);
  await supervisor.start('a', start);
  await settled();
  expect(processes.map(({ alive }) => alive)).toEqual([false, true]);
  expect(exits).toEqual([]);
  expect(supervisor.has('a')).toBe(true);
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
  expect(supervisor.has('b')).toBe(true);
  await supervisor.stopAll();
  expect(processes.map(({ alive }) => alive)).toEqual([false, false]);
  expect(exits.map(({ project }) => project)).toEqual(['a']);
});
