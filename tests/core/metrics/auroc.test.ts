import { expect, test } from 'vitest';
import { auroc } from '../../../src/core/metrics/auroc';
import { normal } from '../../../src/core/tensor';

test('is the share of pairs in the right order, ties counted half', () => {
  const scores = (stream: string, count: number) =>
    normal(new Float32Array(count), { seed: 2, stream, step: 0 }).map((value) => Math.round(3 * value) / 3);
  const [inside, outside] = [scores('in', 90).map((value) => value + 1), scores('out', 70)];
  let wins = 0;
  for (const a of inside) for (const b of outside) wins += a > b ? 1 : a === b ? 0.5 : 0;
  expect(auroc(inside, outside)).toBeCloseTo(wins / (90 * 70), 12);
  expect(auroc(outside, inside)).toBeCloseTo(1 - wins / (90 * 70), 12);
});

test('is 1 and 0 where none is in between, a half where all are alike, and takes infinite scores', () => {
  expect(auroc([3, 4, Infinity], [1, 2, -Infinity])).toBe(1);
  expect(auroc([1], [2, 3])).toBe(0);
  expect(auroc([1, 1], [1, 1, 1])).toBe(0.5);
});

test('refuses to compare with nothing', () => {
  expect(() => auroc([], [1])).toThrow('auroc: got 0 and 1 scores, expected some of each.');
});
