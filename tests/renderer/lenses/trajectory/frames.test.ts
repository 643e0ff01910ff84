import { describe, expect, test } from 'vitest';
import {
  cloudSummary,
  type Frames,
  predictionOf,
  predOriginalAt,
  sampleOf,
  samplesAt,
  stepAt,
  timeAt,
} from '../../../../src/renderer/trajectory/frames';

/** Two particles in two steps: one goes straight to (2, 0), one turns a corner. */
const frames: Frames = {
  samples: new Float32Array([0, 0, 0, 0, 1, 0, 1, 0, 2, 0, 1, 1]),
  predOriginal: new Float32Array([4, 0, 0, 4, 6, 0, 0, 6]),
  times: new Float32Array([1, 0.5, 0]),
  steps: 2,
  count: 2,
  width: 2,
};
const at = (u: number) => {
  const out = new Float32Array(4);
  samplesAt(frames, u, out);
  return [...out];
};

describe('positions on a trajectory', () => {
  test('are the recorded ones at whole steps and lie between them otherwise', () => {
    expect(at(0)).toEqual([0, 0, 0, 0]);
    expect(at(1.5)).toEqual([1.5, 0, 1, 0.5]);
    expect(at(2)).toEqual([2, 0, 1, 1]);
  });

  test('beyond the ends they stay at the ends', () => {
    expect(at(-1)).toEqual(at(0));
    expect(at(9)).toEqual(at(2));
  });

  test('the last prediction of x_0 holds to the end', () => {
    const out = new Float32Array(4);
    predOriginalAt(frames, 0.5, out);
    expect([...out]).toEqual([5, 0, 0, 5]);
    predOriginalAt(frames, 2, out);
    expect([...out]).toEqual([6, 0, 0, 6]);
  });

  test('a single step has a prediction too', () => {
    const out = new Float32Array(1);
    const one = {
      ...frames,
      samples: new Float32Array([1, 3]),
      predOriginal: new Float32Array([3]),
      steps: 1,
      count: 1,
      width: 1,
    };
    predOriginalAt(one, 1, out);
    expect(out[0]).toBe(3);
    samplesAt(one, 0.5, out);
    expect(out[0]).toBe(2);
  });

  test('one particle is where it is among all of them', () => {
    expect([...sampleOf(frames, 1, 1.5)]).toEqual(at(1.5).slice(2));
    expect([...sampleOf(frames, 0, 9)]).toEqual([2, 0]);
    expect([...predictionOf(frames, 1, 0.5)]).toEqual([0, 5]);
    expect([...predictionOf(frames, 0, 2)]).toEqual([6, 0]);
  });

  test('a time leads to the step it lies in, also between uneven times', () => {
    const uneven = new Float32Array([1, 0.75, 0.25, 0]);
    expect([1, 0.75, 0.5, 0.25, 0.125, 0].map((t) => stepAt(uneven, t))).toEqual([0, 1, 1.5, 2, 2.5, 3]);
    expect([2, -1].map((t) => stepAt(uneven, t))).toEqual([0, 3]);
    for (const u of [0, 0.3, 1.9, 2.5]) expect(stepAt(uneven, timeAt(uneven, u))).toBeCloseTo(u, 6);
  });

  test('two lanes with other steps are at the same t', () => {
    const [few, many] = [2, 50].map((n) => Float32Array.from({ length: n + 1 }, (_, k) => 1 - k / n));
    expect(stepAt(few, 0.4) / 2).toBeCloseTo(stepAt(many, 0.4) / 50, 6);
  });

  test('time falls from 1 to 0', () => {
    expect([0, 0.5, 1, 2, 3].map((u) => timeAt(frames.times, u))).toEqual([1, 0.75, 0.5, 0, 0]);
  });
});

test('the summary of a cloud tells its radius, and its digest any change', () => {
  const points = new Float32Array([3, 4, 0, 1]);
  const summary = cloudSummary(points, 2);
  expect(summary.meanRadius).toBe(3);
  expect(cloudSummary(new Float32Array([0, 1, 3, 4]), 2).digest).not.toBe(summary.digest);
  expect(cloudSummary(points, 0)).toEqual({ meanRadius: 0, digest: 0 });
});
