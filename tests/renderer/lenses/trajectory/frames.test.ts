import { describe, expect, test } from 'vitest';
import {
  cloudSummary,
  type Frames,
  predOriginalAt,
  samplesAt,
  straightness,
  timeAt,
} from '../../../../src/renderer/trajectory/frames';
import { TRAIL_STEPS, writeLinks, writeTrails } from '../../../../src/renderer/trajectory/lines';

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

  test('time falls from 1 to 0', () => {
    expect([0, 0.5, 1, 2, 3].map((u) => timeAt(frames.times, u))).toEqual([1, 0.75, 0.5, 0, 0]);
  });
});

describe('straightness', () => {
  test('is 1 for a straight path and distance over length for another, averaged', () => {
    expect(straightness(frames)).toBeCloseTo((1 + Math.SQRT2 / 2) / 2, 6);
  });

  test('leaves out particles that do not move', () => {
    expect(straightness({ samples: new Float32Array(8), steps: 1, count: 2, width: 2 })).toBe(1);
    const one = new Float32Array([0, 0, 0, 0, 3, 4, 0, 0]);
    expect(straightness({ samples: one, steps: 1, count: 2, width: 2 })).toBe(1);
  });
});

test('the summary of a cloud tells its radius, and its digest any change', () => {
  const points = new Float32Array([3, 4, 0, 1]);
  const summary = cloudSummary(points, 2);
  expect(summary.meanRadius).toBe(3);
  expect(cloudSummary(new Float32Array([0, 1, 3, 4]), 2).digest).not.toBe(summary.digest);
  expect(cloudSummary(points, 0)).toEqual({ meanRadius: 0, digest: 0 });
});

describe('lines', () => {
  const buffers = () => ({ positions: new Float32Array(400), tints: new Uint8Array(800), reserve: () => {} });
  const colours = new Uint8Array([1, 2, 3, 255, 4, 5, 6, 255]);

  test('a trail leads through the recorded steps to where the particle is now', () => {
    const out = buffers();
    const now = new Float32Array(at(1.5));
    const segments = writeTrails(frames, 1.5, now, colours, out);
    expect(segments).toBe(4);
    expect([...out.positions.subarray(0, 8)]).toEqual([0, 0, 1, 0, 1, 0, 1.5, 0]);
    expect([...out.tints.subarray(16, 19)]).toEqual([4, 5, 6]);
  });

  test('a trail fades backwards and is no longer than its steps', () => {
    const steps = 40;
    const long: Frames = { ...frames, samples: new Float32Array(2 * (steps + 1)), steps, count: 1 };
    const out = buffers();
    const segments = writeTrails(long, steps, new Float32Array(2), colours, out);
    expect(segments).toBe(TRAIL_STEPS);
    expect(out.tints[8 * (segments - 1) + 7]).toBeGreaterThan(out.tints[3]);
  });

  test('links join x_t with the prediction', () => {
    const out = buffers();
    expect(writeLinks(new Float32Array([0, 1, 2, 3]), new Float32Array([4, 5, 6, 7]), 2, colours, out)).toBe(2);
    expect([...out.positions.subarray(4, 8)]).toEqual([2, 3, 6, 7]);
  });
});
