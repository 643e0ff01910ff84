import { describe, expect, test } from 'vitest';
import { lineSet, lineSets } from '../../../src/core/data';

const key = { seed: 3, stream: 'line', step: 0 };
const N = 40_000;
const GRID = 4_000;
const REACH = 6;

describe.each(lineSets.map((set) => [set.id, set] as const))('%s', (id, set) => {
  const { x, label } = set.sample(N, key);
  const mean = x.reduce((sum, value) => sum + value, 0) / N;

  test('is found by its name and drawn alike each time', () => {
    expect(lineSet(id)).toBe(set);
    expect(set.sample(10, key).x).toEqual(set.sample(10, key).x);
    expect(set.sample(10, { ...key, step: 1 }).x).not.toEqual(set.sample(10, key).x);
  });

  test('has mean 0, variance 1 and a label for each of its parts', () => {
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / N;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    expect(new Set(label)).toEqual(new Set(Array.from({ length: set.labelCount }, (_, i) => i)));
    expect(set.modes).toHaveLength(set.labelCount);
  });

  test('is drawn from its density, which has a whole of 1', () => {
    const width = (2 * REACH) / GRID;
    const places = Array.from({ length: GRID }, (_, i) => -REACH + (i + 0.5) * width);
    const whole = places.reduce((sum, place) => sum + set.density(place) * width, 0);
    expect(whole).toBeCloseTo(1, 2);
    for (const [from, to] of [
      [-3, -0.5],
      [-0.5, 0.5],
      [0.5, 3],
    ]) {
      const expected = places.reduce((sum, p) => sum + (p >= from && p < to ? set.density(p) * width : 0), 0);
      const share = x.reduce((count, value) => count + (value >= from && value < to ? 1 : 0), 0) / N;
      expect(Math.abs(share - expected)).toBeLessThan(0.012);
    }
  });

  test('has its modes where its parts are', () => {
    set.modes.forEach(({ centre, sigma }, mode) => {
      const own = x.filter((_, i) => label[i] === mode);
      const middle = own.reduce((sum, value) => sum + value, 0) / own.length;
      const spread = Math.sqrt(own.reduce((sum, value) => sum + (value - middle) ** 2, 0) / own.length);
      expect(Math.abs(middle - centre)).toBeLessThan(0.02);
      expect(Math.abs(spread - sigma)).toBeLessThan(0.02);
    });
  });
});

test('an unknown set is refused by name', () => {
  expect(() => lineSet('hill')).toThrow('set on the line "hill": is unknown, expected one of two-bells,');
});
