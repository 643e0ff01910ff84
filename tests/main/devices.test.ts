import { EventEmitter } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { type DeviceProcess, Devices, LOOKING_LIMIT } from '../../src/main/devices';

class FakeProcess extends EventEmitter implements DeviceProcess {
  killed = false;

  kill(): boolean {
    this.killed = true;
    return true;
  }
}

const found = [
  { id: 'cpu', title: 'CPU', available: true },
  { id: 'webgpu', title: 'WebGPU', available: false, reason: 'WebGPU found no graphics device.' },
];

const setUp = () => {
  const processes: FakeProcess[] = [];
  const devices = new Devices(() => {
    const process = new FakeProcess();
    processes.push(process);
    return process;
  });
  return { devices, processes };
};

afterEach(() => {
  vi.useRealTimers();
});

test('one process is asked once, and is ended when it has answered', async () => {
  const { devices, processes } = setUp();
  const both = Promise.all([devices.list(), devices.list()]);
  processes[0].emit('message', found);
  expect(await both).toEqual([found, found]);
  expect(await devices.list()).toEqual(found);
  expect(processes).toHaveLength(1);
  expect(processes[0].killed).toBe(true);
});

test('a process that dies is one sentence, and the next call asks again', async () => {
  const { devices, processes } = setUp();
  const first = devices.list();
  processes[0].emit('exit', 139);
  await expect(first).rejects.toThrow(
    'The devices of this machine could not be listed: the process that looks for them ended with code 139; open the menu again.',
  );
  const second = devices.list();
  processes[1].emit('message', found);
  expect(await second).toEqual(found);
});

test('a process that never answers is ended', async () => {
  vi.useFakeTimers();
  const { devices, processes } = setUp();
  const list = devices.list();
  const refused = expect(list).rejects.toThrow(/no answer within 90 s/);
  await vi.advanceTimersByTimeAsync(LOOKING_LIMIT);
  await refused;
  expect(processes[0].killed).toBe(true);
});

test('an answer that is no list of devices is refused', async () => {
  const { devices, processes } = setUp();
  const list = devices.list();
  processes[0].emit('message', [{ id: '../cpu' }]);
  await expect(list).rejects.toThrow();
});
