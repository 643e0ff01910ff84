import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CurveData } from '../../../../src/renderer/curves/data';
import { bucketEdges, pickExtremes, robustRange, spanOf } from '../../../../src/renderer/curves/decimate';
import { SmoothSeries, smoothingWeight } from '../../../../src/renderer/curves/smooth';
import { RunHistory } from '../../../../src/renderer/state/session';

describe('smoothing', () => {
  test('a constant stays itself from the first value on', () => {
    expect(new SmoothSeries(0.9).follow([5, 5, 5]).map((value) => Number(value.toFixed(9)))).toEqual([5, 5, 5]);
  });

  test('without weight the values stay as they are', () => {
    expect(new SmoothSeries(0).follow([1, 7, 2])).toEqual([1, 7, 2]);
  });

  test('following in parts gives the same as following at once', () => {
    const values = Array.from({ length: 50 }, (_, k) => Math.sin(k));
    const parts = new SmoothSeries(0.8);
    parts.follow(values.slice(0, 13));
    parts.follow(values.slice(0, 14));
    expect(parts.follow(values)).toEqual(new SmoothSeries(0.8).follow(values));
  });

  test('a value that is no number repeats the average before it', () => {
    const out = new SmoothSeries(0.5).follow([Number.NaN, 4, Number.NaN, 4]);
    expect(out[0]).toBeNaN();
    expect(out.slice(1)).toEqual([4, 4, 4]);
  });

  test('the slider reaches from none to about 500 values', () => {
    expect(smoothingWeight(0)).toBe(0);
    expect(1 / (1 - smoothingWeight(1))).toBeCloseTo(500, 6);
  });
});

describe('decimation', () => {
  test('a short span is drawn whole', () => {
    expect(bucketEdges({ first: 3, end: 7 }, 10)).toEqual([3, 4, 5, 6]);
  });

  test('every value belongs to exactly one part', () => {
    fc.assert(
      fc.property(fc.integer({ min: 201, max: 5_000 }), (length) => {
        const edges = bucketEdges({ first: 0, end: length }, 100);
        expect(edges[0]).toBe(0);
        expect(edges[edges.length - 1]).toBe(length - 1);
        for (let e = 2; e < edges.length; e += 2) expect(edges[e]).toBe(edges[e - 1] + 1);
      }),
    );
  });

  test('a single spike is never lost', () => {
    const series = new Array<number>(10_000).fill(1);
    series[7_777] = 50;
    const span = { first: 0, end: series.length };
    expect(pickExtremes(series, bucketEdges(span, 200), span)).toContain(50);
  });

  test('a part without numbers is a gap', () => {
    const series = new Array<number>(1_000).fill(Number.NaN);
    const span = { first: 0, end: 1_000 };
    expect(pickExtremes(series, bucketEdges(span, 50), span).every((value) => value === null)).toBe(true);
  });

  test('a span reaches one row beyond its steps on either side', () => {
    const steps = [10, 20, 30, 40, 50];
    expect(spanOf(steps, 25, 35)).toEqual({ first: 1, end: 4 });
    expect(spanOf(steps, 0, 99)).toEqual({ first: 0, end: 5 });
  });
});

describe('range of an axis', () => {
  test('a few wild values at the start do not stretch it', () => {
    const values = Array.from({ length: 1_000 }, (_, k) => (k < 5 ? 1_000 : 2 + Math.sin(k)));
    expect(robustRange([values], false)?.[1]).toBeLessThan(4);
  });

  test('shows short series whole and does not fall below zero for values above it', () => {
    expect(robustRange([[0.1, 100]], false)).toEqual([0, 100 + 0.07 * 99.9]);
    expect(robustRange([[-1, 1]], false)?.[0]).toBeLessThan(-1);
  });

  test('a logarithmic one passes over zero and below', () => {
    const range = robustRange([[0, -5, null, 1, 10]], true);
    expect(range?.[0]).toBeGreaterThan(0);
    expect(robustRange([[0, null]], true)).toBeNull();
  });

  test('a constant has room around it', () => {
    const range = robustRange([[3, 3, 3]], false);
    expect(range?.[0]).toBeLessThan(3);
    expect(range?.[1]).toBeGreaterThan(3);
  });
});

describe('the table of curves', () => {
  const history = () => {
    const made = new RunHistory(['a', 'b']);
    made.append({
      run: 'r',
      steps: Int32Array.from({ length: 4_000 }, (_, k) => k + 1),
      values: Float32Array.from({ length: 8_000 }, (_, i) => (i % 2 === 0 ? i / 2 + 1 : 7)),
      step: 4_000,
      stepsPerSecond: 1,
      secondsLeft: 0,
    });
    return made;
  };

  test('is no longer than twice the plot is wide, from first to last step', () => {
    const table = new CurveData().read(history(), 1, 0, null, 300);
    expect(table.steps).toHaveLength(600);
    expect([table.steps[0], table.steps[599]]).toEqual([1, 4_000]);
    expect(table.raw[1].every((value) => value === 7)).toBe(true);
    expect(table.last).toEqual([4_000, 7]);
  });

  test('shows more detail of a part', () => {
    const table = new CurveData().read(history(), 1, 0, [100, 200], 300);
    expect(table.steps.slice(0, 3)).toEqual([99, 100, 101]);
    expect(table.steps).toHaveLength(103);
  });

  test('a new weight smooths the whole run again', () => {
    const data = new CurveData();
    const run = history();
    data.read(run, 1, 0.9, null, 300);
    expect(data.read(run, 2, 0, null, 300).last[0]).toBe(4_000);
  });
});
