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
  /** What each process was told of a faulty driver. */
  const told: (string | null)[] = [];
  const devices = new Devices((faultyDriver) => {
    const process = new FakeProcess();
    processes.push(process);
    told.push(faultyDriver);
    return process;
  });
  /** The next process, once it has been started. */
  const started = async (count: number): Promise<FakeProcess> => {
    await vi.waitFor(() => expect(processes).toHaveLength(count));
    return processes[count - 1];
  };
  return { devices, processes, started, told };
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

test('a driver that ends the process does not hide the other devices: a second process tries no driver', async () => {
  const { devices, started, told } = setUp();
  const list = devices.list();
  (await started(1)).emit('exit', 139);
  (await started(2)).emit('message', found);
  expect(await list).toEqual(found);
  expect(told).toEqual([null, 'its driver stopped the program that tried it']);
  expect(await devices.list()).toEqual(found);
  expect(told).toHaveLength(2);
});

test('a driver that never answers does not either', async () => {
  vi.useFakeTimers();
  const { devices, processes, told } = setUp();
  const list = devices.list();
  await vi.advanceTimersByTimeAsync(LOOKING_LIMIT);
  expect(processes[0].killed).toBe(true);
  processes[1].emit('message', found);
  expect(await list).toEqual(found);
  expect(told[1]).toBe('its driver gave no answer within 90 s');
});

test('two processes that die are one sentence, and the next call asks again', async () => {
  const { devices, started, told } = setUp();
  const first = devices.list();
  const refused = expect(first).rejects.toThrow(
    'The devices of this machine could not be listed: the process that looks for them ended with code 1; open the menu again.',
  );
  (await started(1)).emit('exit', 139);
  (await started(2)).emit('exit', 1);
  await refused;
  const second = devices.list();
  (await started(3)).emit('message', found);
  expect(await second).toEqual(found);
  expect(told[2]).toBeNull();
});

test('an answer that is no list of devices is refused', async () => {
  const { devices, processes } = setUp();
  const list = devices.list();
  processes[0].emit('message', [{ id: '../cpu' }]);
  await expect(list).rejects.toThrow();
});
