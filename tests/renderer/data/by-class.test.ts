import { expect, test } from 'vitest';
import { ClassTotals, rowsByClass } from '../../../src/renderer/data/by-class';

const values = Float32Array.from([1, 1, 2, 2, 3, 3, 4, 4]);
const labels = Uint8Array.from([2, 0, 2, 2]);

test('puts the first items of each class in a row and leaves classes without items out', () => {
  const rows = rowsByClass(values, labels, 2, 2);
  expect(rows.labels).toEqual([0, 2]);
  expect([...rows.values]).toEqual([2, 2, 0, 0, 1, 1, 3, 3]);
});

test('adds up counts and means piece by piece', () => {
  const totals = new ClassTotals(3, 2);
  totals.add(values.subarray(0, 4), labels.subarray(0, 2));
  totals.add(values.subarray(4), labels.subarray(2));
  expect([...totals.counts]).toEqual([1, 0, 3]);
  const means = totals.means();
  expect([...means.subarray(0, 4)]).toEqual([2, 2, 0, 0]);
  expect(means[4]).toBeCloseTo(8 / 3);
});
