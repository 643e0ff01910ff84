import { beforeEach, expect, test } from 'vitest';
import { SupersededError, type WorkerClient } from '../../../src/renderer/client/worker-client';
import type { Clock } from '../../../src/renderer/lenses/probe/latest';
import { LifeFollower } from '../../../src/renderer/life/follow-life';
import { emptyLife, useLife } from '../../../src/renderer/life/life';
import { reading, value } from './statistics';

beforeEach(() => useLife.setState(emptyLife));

const settle = () => new Promise<void>((done) => setImmediate(done));

function setUp({ takes = 0, fails = false } = {}) {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after: (milliseconds, run) => {
      const timer = { at: now + milliseconds, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  };
  const state = { run: 'run' as string | null, weightsVersion: 1, hidden: false, asked: 0 };
  const client: WorkerClient = {
    request: async <T>() => {
      state.asked++;
      now += takes;
      if (fails) throw new SupersededError('closed');
      return reading(state.weightsVersion, [value('a')]) as T;
    },
    on: () => () => undefined,
    close: () => undefined,
  };
  const follower = new LifeFollower(
    clock,
    () => ({ client, run: state.run, weightsVersion: state.weightsVersion }),
    () => state.hidden,
  );
  /** Lets time pass in small steps; the weights change all the time unless they rest. */
  const pass = async (milliseconds: number, training = true): Promise<number> => {
    const before = state.asked;
    for (const end = now + milliseconds; now < end; ) {
      now += 100;
      if (training) state.weightsVersion++;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { run } of due) run();
      await settle();
    }
    return state.asked - before;
  };
  return { follower, state, pass };
}

test('nobody looks: nothing is asked', async () => {
  const { pass, follower } = setUp();
  expect(await pass(10_000)).toBe(0);
  const stop = follower.watch(2_000);
  await settle();
  stop();
  expect(await pass(10_000)).toBe(0);
});

test('asks at once, and then as often as the most curious wishes', async () => {
  const { pass, follower, state } = setUp();
  const stop = follower.watch(2_000);
  follower.watch(10_000);
  await settle();
  expect(state.asked).toBe(1);
  expect(useLife.getState().nodes['decoder/a'].sigma).toHaveLength(1);
  const often = await pass(20_000);
  expect([often > 6, often <= 10]).toEqual([true, true]);
  stop();
  expect(await pass(20_000)).toBeLessThanOrEqual(2);
});

test('statistics that take long are asked for less often', async () => {
  const { pass, follower } = setUp({ takes: 300 });
  follower.watch(2_000);
  await settle();
  expect(await pass(30_000)).toBeLessThanOrEqual(3);
});

test('weights that rest are not asked twice, nor is anything while the window is hidden', async () => {
  const { pass, follower, state } = setUp();
  follower.watch(2_000);
  await settle();
  expect(await pass(10_000, false)).toBe(0);
  state.hidden = true;
  expect(await pass(10_000)).toBe(0);
  state.hidden = false;
  expect(await pass(5_000)).toBeGreaterThan(0);
});

test('another run is asked at once', async () => {
  const { pass, follower, state } = setUp();
  follower.watch(10_000);
  await settle();
  state.run = 'other';
  expect(await pass(1_000, false)).toBe(1);
  expect(useLife.getState().run).toBe('other');
});

test('what cannot be answered leaves nothing behind', async () => {
  const { follower } = setUp({ fails: true });
  useLife.setState({ ...emptyLife, run: 'run', nodes: {} });
  follower.watch(2_000);
  await settle();
  expect(useLife.getState()).toEqual(emptyLife);
});
