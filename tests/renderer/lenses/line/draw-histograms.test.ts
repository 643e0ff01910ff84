import { expect, test } from 'vitest';
import { binsOver } from '../../../../src/renderer/lenses/line/draw-histograms';

const numbers = (...values: number[]) => ({ values: Float32Array.from(values), colour: 'data' as const });

test('one axis holds every finite number of all sets, with room on both sides', () => {
  const bins = binsOver([numbers(0, Number.NaN, 2), numbers(-8, Number.POSITIVE_INFINITY)]);
  expect(bins?.min).toBeCloseTo(-8.4);
  expect(bins?.max).toBeCloseTo(2.4);
  // A single value still has a width.
  const point = binsOver([numbers(3)]);
  expect((point?.max ?? 0) - (point?.min ?? 0)).toBeGreaterThan(0);
});

test('without a finite number there is no axis', () => {
  expect(binsOver([])).toBeNull();
  expect(binsOver([numbers(Number.NaN)])).toBeNull();
});
