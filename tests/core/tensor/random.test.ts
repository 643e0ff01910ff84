import { describe, expect, test } from 'vitest';
import { integers, normal, permutation, uniform } from '../../../src/core/tensor';
import { philox, words } from '../../../src/core/tensor/random';

const hex = (values: Uint32Array): string[] => Array.from(values, (v) => v.toString(16).padStart(8, '0'));
const key = { seed: 5, stream: 'test', step: 3 };

describe('philox', () => {
  // The known answers of Random123 (kat_vectors, philox4x32 10).
  const answers = [
    [[0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    [[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], 'd16cfe09 94fdcceb 5001e420 24126ea1'],
  ] as const;
  test.each(answers)('counter %j with key %j', (counter, k, expected) => {
    expect(hex(philox(counter, k)).join(' ')).toBe(expected);
  });
});

/** The first four moments about zero. */
function moments(values: Float32Array): number[] {
  return [1, 2, 3, 4].map((p) => values.reduce((total, v) => total + v ** p, 0) / values.length);
}

describe('draws', () => {
  const n = 200_000;

  test('uniform numbers have the moments 1/2, 1/3, 1/4, 1/5 and stay below 1', () => {
    const values = uniform(new Float32Array(n), key);
    moments(values).forEach((m, i) => {
      expect(Math.abs(m - 1 / (i + 2))).toBeLessThan(0.004);
    });
    expect(Math.max(...values.subarray(0, 100_000))).toBeLessThan(1);
    expect(Math.min(...values.subarray(0, 100_000))).toBeGreaterThanOrEqual(0);
  });

  test('normal numbers have the moments 0, 1, 0, 3 and no correlation with their neighbours', () => {
    const values = normal(new Float32Array(n), key);
    const expected = [0, 1, 0, 3];
    moments(values).forEach((m, i) => {
      expect(Math.abs(m - expected[i])).toBeLessThan(0.05);
    });
    for (const lag of [1, 2, 3, 4]) {
      let product = 0;
      for (let i = lag; i < n; i++) product += values[i] * values[i - lag];
      expect(Math.abs(product / n)).toBeLessThan(0.01);
    }
  });

  test('whole numbers fall evenly below the bound', () => {
    const counts = new Array<number>(7).fill(0);
    for (const v of integers(new Int32Array(70_000), 7, key)) counts[v]++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
    expect(() => integers(new Int32Array(1), 0, key)).toThrow('expected a whole number from 1 to 2²¹');
  });

  test('a permutation holds each number once and every number everywhere', () => {
    expect([...permutation(1000, key)].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    const places = new Array<number>(6).fill(0);
    for (let step = 0; step < 6000; step++) places[permutation(6, { ...key, step }).indexOf(2)]++;
    for (const count of places) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  test('a longer draw begins with the shorter one, at odd lengths too', () => {
    const long = normal(new Float32Array(11), key);
    expect(normal(new Float32Array(5), key)).toEqual(long.slice(0, 5));
  });

  test('seed, stream and step each change the draw; the same key repeats it', () => {
    const keys = [
      key,
      { ...key, seed: 6 },
      { ...key, stream: 'other' },
      { ...key, step: 4 },
      { ...key, seed: 2 ** 40 + 5 },
      { ...key, step: 2 ** 33 + 3 },
    ];
    const drawn = keys.map((k) => hex(words(4, k)).join());
    expect(new Set(drawn).size).toBe(keys.length);
    expect(keys.map((k) => hex(words(4, k)).join())).toEqual(drawn);
  });

  test('seeds and steps that are not whole are refused', () => {
    expect(() => uniform(new Float32Array(1), { ...key, seed: 0.5 })).toThrow('random seed: got 0.5');
    expect(() => uniform(new Float32Array(1), { ...key, step: -1 })).toThrow('random step: got -1');
  });
});
