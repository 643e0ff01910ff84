import { describe, expect, test } from 'vitest';
import type { RequestOf, Trajectory } from '../../../../src/protocol/worker';
import { FailureError, type WorkerClient } from '../../../../src/renderer/client/worker-client';
import { LatestAsk } from '../../../../src/renderer/lenses/probe/latest';
import {
  type LaneOutcome,
  type LaneQuery,
  sampleLanes,
  TrajectoryCache,
} from '../../../../src/renderer/trajectory/lane-sampler';

const trajectoryOf = ({ seed, count, num_inference_steps: steps }: RequestOf<'probe.sample'>): Trajectory => ({
  samples: new Float32Array((steps + 1) * count * 2).fill(seed),
  predOriginal: new Float32Array(steps * count * 2),
  times: Float32Array.from({ length: steps + 1 }, (_, k) => 1 - k / steps),
  steps,
  count,
  itemShape: [2],
  labels: new Uint8Array(),
  evaluations: steps,
  method: 'sampler.euler',
  step: 7,
  seed,
});

const laneQuery = (id: number, steps: number, change: Partial<LaneQuery> = {}): LaneQuery => ({
  id,
  query: { node: 'euler', seed: 1, count: 10, num_inference_steps: steps },
  weights: undefined,
  key: `${id} ${steps} ${change.version ?? '1'}`,
  version: '1',
  preview: false,
  ...change,
});

/** A training process that answers one question at a time, when it is told to. */
function setUp() {
  const asked: RequestOf<'probe.sample'>[] = [];
  const waiting: (() => void)[] = [];
  let open = 0;
  let most = 0;
  const sample = async (payload: RequestOf<'probe.sample'>): Promise<Trajectory> => {
    asked.push(payload);
    most = Math.max(most, ++open);
    await new Promise<void>((answer) => waiting.push(answer));
    open--;
    if (payload.num_inference_steps === 13) throw new FailureError({ message: 'No weights at step 13.', user: true });
    return trajectoryOf(payload);
  };
  const client = { request: (_type: string, payload: never) => sample(payload) } as unknown as WorkerClient;
  const cache = new TrajectoryCache();
  const told: [number, LaneOutcome][] = [];
  let clock = 0;
  const run = (lanes: readonly LaneQuery[], ahead: readonly LaneQuery[] = [], stale = () => false) =>
    sampleLanes({
      client,
      cache,
      lanes,
      ahead,
      stale,
      now: () => clock++,
      onLane: (id, outcome) => told.push([id, outcome]),
    });
  const settle = () => new Promise<void>((done) => setImmediate(done));
  const answer = async () => {
    for (const each of waiting.splice(0)) each();
    await settle();
  };
  const stepsAsked = () => asked.map(({ num_inference_steps }) => num_inference_steps);
  return { run, answer, settle, asked, stepsAsked, told, cache, mostAtOnce: () => most };
}

describe('sampling lanes', () => {
  test('asks for one after the other from the same noise and tells each as it comes', async () => {
    const { run, answer, asked, told, mostAtOnce } = setUp();
    const done = run([laneQuery(0, 4), laneQuery(2, 8)]);
    await answer();
    expect(told.map(([id]) => id)).toEqual([0]);
    await answer();
    await done;
    expect(told.map(([id]) => id)).toEqual([0, 2]);
    expect(mostAtOnce()).toBe(1);
    expect(asked.map(({ seed, count, channel }) => [seed, count, channel])).toEqual([
      [1, 10, 'trajectory.sample.0'],
      [1, 10, 'trajectory.sample.2'],
    ]);
    const [, outcome] = told[0];
    expect('answer' in outcome && outcome.answer.milliseconds).toBe(1);
  });

  test('asks again only for the lane that changed', async () => {
    const { run, answer, stepsAsked, told } = setUp();
    const first = run([laneQuery(0, 4), laneQuery(1, 8)]);
    await answer();
    await answer();
    await first;
    const second = run([laneQuery(0, 4), laneQuery(1, 9)]);
    await answer();
    await second;
    expect(stepsAsked()).toEqual([4, 8, 9]);
    expect(told).toHaveLength(4);
  });

  test('leaves out what has not been asked when something newer is wanted', async () => {
    const { run, answer, stepsAsked } = setUp();
    let stale = false;
    const done = run([laneQuery(0, 4), laneQuery(1, 8)], [laneQuery(0, 2)], () => stale);
    stale = true;
    await answer();
    await done;
    expect(stepsAsked()).toEqual([4]);
  });

  test('makes ready what may be wanted next, after all lanes, silently', async () => {
    const { run, answer, stepsAsked, told, cache } = setUp();
    const next = laneQuery(0, 2, { weights: { step: 100 }, version: 'at 100', preview: true });
    const done = run([laneQuery(0, 4)], [next]);
    await answer();
    await answer();
    await done;
    expect(stepsAsked()).toEqual([4, 2]);
    expect(told).toHaveLength(1);
    expect(cache.has(next.key)).toBe(true);
  });

  test('a failure is one lane’s own', async () => {
    const { run, answer, told } = setUp();
    const done = run([laneQuery(0, 13), laneQuery(1, 8)]);
    await answer();
    await answer();
    await done;
    expect(told[0]).toEqual([0, { error: 'No weights at step 13.' }]);
    expect('answer' in told[1][1]).toBe(true);
  });
});

test('while a hand drags, previews never make a queue and the full sampling comes last', async () => {
  const { run, answer, settle, stepsAsked, mostAtOnce } = setUp();
  let wanted = '';
  const latest = new LatestAsk<LaneQuery, void>({
    ask: (query) => run([query], [], () => wanted !== query.key),
    onAnswer: () => {},
    onError: (error) => {
      throw error;
    },
  });
  for (const steps of [10, 11, 12, 14, 15]) {
    const query = laneQuery(0, steps, { preview: true });
    wanted = query.key;
    latest.ask(query);
    await settle();
  }
  const full = laneQuery(0, 50);
  wanted = full.key;
  latest.ask(full);
  while (stepsAsked().at(-1) !== 50) await answer();
  await answer();
  expect(stepsAsked()).toEqual([10, 50]);
  expect(mostAtOnce()).toBe(1);
});

describe('the cache', () => {
  const answerOf = (key: string, version: string) => {
    const trajectory = trajectoryOf({ channel: 'c', node: null, seed: 1, count: 10, num_inference_steps: 10 });
    return {
      key,
      version,
      trajectory,
      frames: { ...trajectory, width: 2 },
      metrics: { straightness: 1, length: 1 },
      milliseconds: 1,
      preview: false,
    };
  };
  const bytes = 4 * (11 + 10) * 20;

  test('lets go of what was looked at longest ago', () => {
    const cache = new TrajectoryCache(2 * bytes);
    cache.set(answerOf('a', '1'));
    cache.set(answerOf('b', '1'));
    cache.get('a');
    cache.set(answerOf('c', '1'));
    expect(['a', 'b', 'c'].map((key) => cache.has(key))).toEqual([true, false, true]);
  });

  test('keeps one that is larger than itself, alone', () => {
    const cache = new TrajectoryCache(bytes / 2);
    cache.set(answerOf('a', '1'));
    cache.set(answerOf('b', '1'));
    expect(['a', 'b'].map((key) => cache.has(key))).toEqual([false, true]);
  });

  test('forgets passing weights and keeps those of kept steps', () => {
    const cache = new TrajectoryCache();
    cache.set(answerOf('old', '1'));
    cache.set(answerOf('kept', 'at 100'));
    cache.set(answerOf('new', '2'));
    cache.retain('2');
    expect(['old', 'kept', 'new'].map((key) => cache.has(key))).toEqual([false, true, true]);
  });
});
