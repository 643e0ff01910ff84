import { expect, test } from 'vitest';
import { learningRateAt } from '../../../src/core/generative/schedules';

test('a constant schedule keeps the base rate', () => {
  for (const step of [0, 1, 99, 100, 1_000]) expect(learningRateAt('constant', 2e-3, step, 100)).toBe(2e-3);
});

test('a cosine schedule starts at the base rate, halves it half way and ends at 0', () => {
  const at = (step: number): number => learningRateAt('cosine', 2e-3, step, 100);
  expect(at(0)).toBe(2e-3);
  expect(at(25)).toBeCloseTo(2e-3 * 0.5 * (1 + Math.SQRT1_2), 15);
  expect(at(50)).toBeCloseTo(1e-3, 15);
  expect(at(100)).toBe(0);
  for (let step = 0; step < 100; step++) expect(at(step + 1)).toBeLessThan(at(step));
});

test('a cosine schedule stays at 0 beyond its steps, and the last step within them still learns', () => {
  expect(learningRateAt('cosine', 1, 250, 100)).toBe(0);
  expect(learningRateAt('cosine', 1, 99, 100)).toBeGreaterThan(0);
  expect(learningRateAt('cosine', 1, 0, 1)).toBe(1);
});
