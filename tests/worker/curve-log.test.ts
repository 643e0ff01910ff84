import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CurveLog } from '../../src/worker/curve-log';

const NAMES = ['reconstruction', 'loss'];

const filled = (steps: number, limit?: number, names = NAMES): CurveLog => {
  const log = new CurveLog(names, limit);
  for (let step = 1; step <= steps; step++) log.append(step, [step / 3, -step]);
  return log;
};

const expectSound = (log: CurveLog, limit: number): void => {
  expect(log.steps.length).toBe(log.rows.length);
  expect(log.steps.length).toBeLessThanOrEqual(limit);
  for (let i = 1; i < log.steps.length; i++) expect(log.steps[i]).toBeGreaterThan(log.steps[i - 1]);
  log.steps.forEach((step, i) => {
    expect(log.rows[i]).toEqual([step / 3, -step]);
  });
};

describe('a long run', () => {
  test('stays within its limit with strictly rising, evenly spaced steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 4, max: 60 }), (steps, limit) => {
        const log = filled(steps, limit);
        expectSound(log, limit);
        const gaps = new Set(log.steps.slice(1).map((step, i) => step - log.steps[i]));
        expect(gaps.size).toBeLessThanOrEqual(1);
        if (steps >= limit) expect(log.steps.length).toBeGreaterThan(limit / 2 - 2);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  test('keeps every step as long as there is room', () => {
    expect(filled(20, 20).steps).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(filled(21, 20).steps).toEqual(Array.from({ length: 10 }, (_, i) => 2 * i + 2));
  });
});

describe('CSV', () => {
  test('has a header and a line a step', () => {
    expect(filled(2).toCsv()).toBe('step,reconstruction,loss\n1,0.3333333333333333,-1\n2,0.6666666666666666,-2\n');
    expect(filled(0).toCsv()).toBe('step,reconstruction,loss\n');
  });

  test('comes back as it was, bit for bit', () => {
    for (const steps of [0, 1, 7, 50]) {
      const log = filled(steps, 20);
      const back = CurveLog.fromCsv(log.toCsv(), NAMES, steps);
      expect(back.steps).toEqual(log.steps);
      expect(back.rows).toEqual(log.rows);
    }
  });

  test('comes back only up to the step of the checkpoint', () => {
    expect(CurveLog.fromCsv(filled(50).toCsv(), NAMES, 12).steps.at(-1)).toBe(12);
    expect(CurveLog.fromCsv(filled(50).toCsv(), NAMES, 0).steps).toEqual([]);
  });

  test('of other columns gives an empty log', () => {
    const csv = filled(5).toCsv();
    expect(CurveLog.fromCsv(csv, ['loss', 'reconstruction'], 5).steps).toEqual([]);
    expect(CurveLog.fromCsv(csv, ['loss'], 5).steps).toEqual([]);
    expect(CurveLog.fromCsv('', NAMES, 5).steps).toEqual([]);
    expect(CurveLog.fromCsv(csv, ['loss'], 5).names).toEqual(['loss']);
  });

  test('loses the lines that are damaged, and only those', () => {
    const csv = 'step,reconstruction,loss\n1,0.5,2\ntwo,1,1\n3,1\n4,1,2,3\n2,0.5,1\n2,0.25,0\n1,9,9\n5,0.5,0.5\n6,0.1';
    const log = CurveLog.fromCsv(csv, NAMES, 10);
    expect(log.steps).toEqual([1, 2, 5]);
    expect(log.rows).toEqual([
      [0.5, 2],
      [0.5, 1],
      [0.5, 0.5],
    ]);
  });

  test('goes on after it was read back, within the limit and at the same spacing', () => {
    const whole = filled(100, 20);
    const first = filled(60, 20);
    const resumed = CurveLog.fromCsv(first.toCsv(), NAMES, 60, 20);
    for (let step = 61; step <= 100; step++) resumed.append(step, [step / 3, -step]);
    expectSound(resumed, 20);
    expect(resumed.steps).toEqual(whole.steps);
  });
});
