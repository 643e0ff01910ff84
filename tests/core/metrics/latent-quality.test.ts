import { describe, expect, test } from 'vitest';
import { meanDistance, quantile, roughness, shareWithin, spread } from '../../../src/core/metrics';

const rows = (...values: number[]): Float32Array => Float32Array.from(values);

describe('quantile', () => {
  test.each([
    [0, 1],
    [0.5, 2.5],
    [1, 10],
    [0.25, 1.75],
  ])('%d of 10, 3, 1, 2 is %d', (share, expected) => {
    expect(quantile(rows(10, 3, 1, 2), share)).toBeCloseTo(expected, 12);
  });
  test('of nothing is refused', () => {
    expect(() => quantile(rows(), 0.5)).toThrow('expected at least one');
  });
});

test('the share within a limit counts the limit itself, and nothing that is not a number', () => {
  expect(shareWithin(rows(1, 2, 3, Number.NaN), 2)).toBe(0.5);
});

describe('mean distance', () => {
  test('is that of rows of the same place', () => {
    expect(meanDistance(rows(0, 0, 1, 1), rows(3, 4, 1, 1), 2)).toBe(2.5);
  });
  test('refuses sets of different size', () => {
    expect(() => meanDistance(rows(0, 0), rows(0, 0, 1, 1), 2)).toThrow('got 1 and 2 points');
  });
});

describe('roughness', () => {
  test('compares neighbours with strangers half the set away', () => {
    // Strangers: 0–20, 10–30, 20–0, 30–10, each 20 apart.
    expect(roughness(rows(0, 10, 20, 30), rows(1, 11, 21, 31), 1)).toBeCloseTo(1 / 20, 12);
    expect(roughness(rows(0, 10, 20, 30), rows(20, 30, 0, 10), 1)).toBeCloseTo(1, 12);
  });
  test('does not depend on the unit of the items', () => {
    const [a, b] = [rows(0, 1, 4, 9, 16), rows(2, 1, 5, 7, 16)];
    expect(
      roughness(
        a.map((x) => 50 * x),
        b.map((x) => 50 * x),
        1,
      ),
    ).toBeCloseTo(roughness(a, b, 1), 6);
  });
  test('is 0 where everything decodes to the same', () => {
    expect(roughness(rows(2, 2, 2), rows(2, 2, 2), 1)).toBe(0);
  });
});

test('the spread of each column is its standard deviation', () => {
  expect(Array.from(spread(rows(0, 5, 2, 5, 4, 5), 2))).toEqual([Math.fround(Math.sqrt(8 / 3)), 0]);
});
