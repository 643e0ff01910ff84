import { describe, expect, test } from 'vitest';
import { niceCeiling, niceStep, ticks, tickText } from '../../../../src/renderer/lenses/plane/ticks';

describe('ticks', () => {
  test('steps are 1, 2 or 5 times a power of ten', () => {
    expect([niceStep(10, 10), niceStep(10, 5), niceStep(10, 2), niceStep(0.09, 10)]).toEqual([1, 2, 5, 0.01]);
  });

  test('lie inside the range, at both ends too, with a plain zero in the middle', () => {
    const { values, step } = ticks(-2, 2, 4);
    expect(values).toEqual([-2, -1, 0, 1, 2]);
    expect(Object.is(values[2], 0)).toBe(true);
    expect(step).toBe(1);
  });

  test('an empty or endless range has none', () => {
    expect(ticks(1, 1, 5).values).toEqual([]);
    expect(ticks(Number.NEGATIVE_INFINITY, 1, 5).values).toEqual([]);
    expect(ticks(Number.NaN, 1, 5).values).toEqual([]);
  });

  test('have as many digits as their step needs and a true minus sign', () => {
    expect(tickText(-1.5, 0.5)).toBe('−1.5');
    expect(tickText(20, 10)).toBe('20');
    expect(tickText(0.25, 0.05)).toBe('0.25');
  });

  test('the nice ceiling is at or above its value', () => {
    expect([0.7, 1, 1.01, 3, 7, 120].map(niceCeiling)).toEqual([1, 1, 2, 5, 10, 200]);
    expect([0, -1, Number.NaN].map(niceCeiling)).toEqual([1, 1, 1]);
  });
});
