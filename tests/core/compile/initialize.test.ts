import { describe, expect, test } from 'vitest';
import type { Initializer } from '../../../src/core/catalogue/types';
import { initialize } from '../../../src/core/compile/initialize';

const COUNT = 20_000;
const key = { seed: 1, stream: 'initialize/w', step: 0 };

const moments = (values: Float32Array): { mean: number; std: number } => {
  const mean = values.reduce((total, v) => total + v, 0) / values.length;
  return { mean, std: Math.sqrt(values.reduce((total, v) => total + (v - mean) ** 2, 0) / values.length) };
};

test('zeros and ones', () => {
  expect(initialize({ type: 'zeros' }, 3, key)).toEqual(Float32Array.of(0, 0, 0));
  expect(initialize({ type: 'ones' }, 3, key)).toEqual(Float32Array.of(1, 1, 1));
});

describe.each([0.05, 1])('uniform within ±%d', (bound) => {
  const values = initialize({ type: 'uniform', bound }, COUNT, key);

  test('stays within its bounds and reaches nearly up to them', () => {
    expect(Math.max(...values)).toBeLessThanOrEqual(Math.fround(bound));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-Math.fround(bound));
    expect(Math.max(...values)).toBeGreaterThan(0.999 * bound);
    expect(Math.min(...values)).toBeLessThan(-0.999 * bound);
  });

  test('has mean 0 and standard deviation bound / √3', () => {
    const { mean, std } = moments(values);
    expect(Math.abs(mean)).toBeLessThan((4 * bound) / Math.sqrt(3 * COUNT));
    expect(std).toBeCloseTo(bound / Math.sqrt(3), 2);
  });
});

test('normal has mean 0 and the standard deviation that was asked for', () => {
  const { mean, std } = moments(initialize({ type: 'normal', std: 0.02 }, COUNT, key));
  expect(Math.abs(mean)).toBeLessThan((4 * 0.02) / Math.sqrt(COUNT));
  expect(std / 0.02).toBeCloseTo(1, 1);
});

test.each<Initializer>([
  { type: 'uniform', bound: 1 },
  { type: 'normal', std: 1 },
])('$type: one key gives one set of values, another seed or name another', (initializer) => {
  const values = initialize(initializer, 8, key);
  expect(initialize(initializer, 8, { ...key })).toEqual(values);
  expect(initialize(initializer, 8, { ...key, seed: 2 })).not.toEqual(values);
  expect(initialize(initializer, 8, { ...key, stream: 'initialize/b' })).not.toEqual(values);
});
