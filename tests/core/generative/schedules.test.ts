import { describe, expect, test } from 'vitest';
import { learningRateAt, type Schedule } from '../../../src/core/generative/schedules';

const at = (schedule: Schedule, step: number, steps = 100, warmupSteps = 0): number =>
  learningRateAt(schedule, 2e-3, step, { steps, warmupSteps });

test('constant is the base rate at every step, also beyond the budget', () => {
  for (const step of [0, 1, 99, 100, 1_000]) expect(at({ type: 'constant' }, step)).toBe(2e-3);
});

describe('cosine', () => {
  test('falls from the base rate through half to 0 along half a cosine', () => {
    expect(at({ type: 'cosine' }, 0)).toBe(2e-3);
    expect(at({ type: 'cosine' }, 25)).toBeCloseTo(2e-3 * 0.5 * (1 + Math.SQRT1_2), 12);
    expect(at({ type: 'cosine' }, 50)).toBeCloseTo(1e-3, 12);
    expect(at({ type: 'cosine' }, 100)).toBe(0);
    for (let step = 1; step <= 100; step++)
      expect(at({ type: 'cosine' }, step)).toBeLessThan(at({ type: 'cosine' }, step - 1));
  });

  test('stays at 0 beyond the budget and copes with a budget of one step', () => {
    expect(at({ type: 'cosine' }, 250)).toBe(0);
    expect(at({ type: 'cosine' }, 99)).toBeGreaterThan(0);
    expect(at({ type: 'cosine' }, 0, 1)).toBe(2e-3);
  });
});

test('linear falls in a line to 0 and stays there', () => {
  expect([0, 25, 50, 100, 300].map((step) => at({ type: 'linear' }, step) / 2e-3)).toEqual([1, 0.75, 0.5, 0, 0]);
});

test('exponential reaches its factor at the end by equal ratios', () => {
  const schedule: Schedule = { type: 'exponential', factor: 0.01 };
  expect(at(schedule, 100)).toBeCloseTo(2e-5, 15);
  expect(at(schedule, 50)).toBeCloseTo(2e-4, 15);
  expect(at(schedule, 31) / at(schedule, 30)).toBeCloseTo(at(schedule, 81) / at(schedule, 80), 12);
  expect(at(schedule, 400)).toBe(at(schedule, 100));
});

test('step drops by its factor after every interval', () => {
  const schedule: Schedule = { type: 'step', factor: 0.5, interval: 30 };
  const rates = [0, 29, 30, 59, 60, 90].map((step) => at(schedule, step) / 2e-3);
  expect(rates).toEqual([1, 1, 0.5, 0.5, 0.25, 0.125]);
});

test('inverse square root peaks at the end of warm-up, as in Vaswani et al.', () => {
  const warmup = 16;
  const noam = (step: number): number => 2e-3 * 4 * Math.min((step + 1) ** -0.5, (step + 1) * warmup ** -1.5);
  for (const step of [0, 1, 7, 15, 16, 17, 63, 500])
    expect(at({ type: 'inverse_sqrt' }, step, 100, warmup)).toBeCloseTo(noam(step), 12);
  expect(at({ type: 'inverse_sqrt' }, 3)).toBe(1e-3);
});

describe('warm-up', () => {
  const types = ['constant', 'linear', 'cosine', 'inverse_sqrt'] as const;

  test.each(types)('rises in a line to the base rate before %s begins', (type) => {
    const rates = [0, 1, 2, 3].map((step) => at({ type }, step, 100, 4) / 2e-3);
    expect(rates).toEqual([0.25, 0.5, 0.75, 1]);
  });

  test('leaves the schedule the steps that remain', () => {
    expect(at({ type: 'cosine' }, 20, 100, 20)).toBe(2e-3);
    expect(at({ type: 'cosine' }, 60, 100, 20)).toBeCloseTo(1e-3, 12);
    expect(at({ type: 'linear' }, 100, 100, 20)).toBe(0);
  });

  test('may be longer than the run', () => {
    expect(at({ type: 'cosine' }, 9, 10, 40)).toBe(2e-3 / 4);
    expect(at({ type: 'cosine' }, 40, 10, 40)).toBe(2e-3);
    expect(at({ type: 'cosine' }, 41, 10, 40)).toBe(0);
  });
});
