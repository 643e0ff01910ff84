import { expect, test } from 'vitest';
import { pairRows, tilesThatFit } from '../../../../src/renderer/samples/pairs';

test('reconstructions stand under their originals', () => {
  const original = new Float32Array([1, 2, 3, 4]);
  const reconstruction = new Float32Array([10, 20, 30, 40]);
  expect([...pairRows(original, [reconstruction], 4, 2, 1)]).toEqual([1, 2, 10, 20, 3, 4, 30, 40]);
});

test('a last row that is not full is left out', () => {
  const values = new Float32Array([1, 2, 3]);
  expect([...pairRows(values, [values], 3, 2, 1)]).toEqual([1, 2, 1, 2]);
});

test('tiles that fit a box are whole, and at least one', () => {
  expect(tilesThatFit(100, 100, 48, 2, 2)).toEqual({ columns: 2, groups: 1 });
  expect(tilesThatFit(98, 198, 48, 2, 2)).toEqual({ columns: 2, groups: 2 });
  expect(tilesThatFit(5, 5, 48, 2, 1)).toEqual({ columns: 1, groups: 1 });
});
