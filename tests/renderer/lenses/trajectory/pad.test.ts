import { describe, expect, test } from 'vitest';
import { laneColumns } from '../../../../src/renderer/trajectory/LanesGrid';
import { stripTimes } from '../../../../src/renderer/trajectory/PictureStrip';
import { neighbours, padRows, rowAt, rowByKey, rowHeight } from '../../../../src/renderer/trajectory/pad';

const rows = padRows([10, 50, 200, 1_000]);

describe('the pad of noise time and training time', () => {
  test('has the newest weights on top and every kept step below, evenly', () => {
    expect(rowHeight(rows, null)).toBe(1);
    expect(rowHeight(rows, 10)).toBe(0);
    for (const row of rows) expect(rowAt(rows, rowHeight(rows, row))).toBe(row);
    expect([rowAt(rows, 9), rowAt(rows, -9), rowAt(rows, 0.55)]).toEqual([null, 10, 200]);
  });

  test('without a kept step there are the newest weights alone', () => {
    expect(padRows([])).toEqual([null]);
    expect([rowHeight(padRows([]), null), rowAt(padRows([]), 0.2)]).toEqual([1, null]);
  });

  test('makes ready the steps next to where the hand is, nearest first', () => {
    expect(neighbours(rows, 50, 3)).toEqual([10, 200, 1_000]);
    expect(neighbours(rows, null, 2)).toEqual([1_000, 200]);
    expect(neighbours(rows, 77, 2)).toEqual([]);
  });

  test('arrows go up and down one step, page keys to the ends', () => {
    expect(rowByKey('ArrowUp', rows, 1_000)).toBeNull();
    expect(rowByKey('ArrowUp', rows, null)).toBeNull();
    expect(rowByKey('ArrowDown', rows, 10)).toBe(10);
    expect(rowByKey('PageDown', rows, null)).toBe(10);
    expect(rowByKey('ArrowLeft', rows, 10)).toBeUndefined();
  });
});

test('a film strip shows every step where it has room or is told to, and even times otherwise', () => {
  const times = Float32Array.from({ length: 9 }, (_, k) => 1 - k / 8);
  expect(stripTimes(times, false, 20)).toEqual([...times]);
  expect(stripTimes(times, true, 3)).toHaveLength(9);
  expect(stripTimes(times, false, 3)).toEqual([1, 0.5, 0]);
});

test('four lanes stand beside each other in a low panel and two by two in a high one', () => {
  expect(laneColumns(4, { width: 900, height: 300 })).toBe(4);
  expect(laneColumns(4, { width: 900, height: 900 })).toBe(2);
  expect(laneColumns(2, { width: 500, height: 300 })).toBe(2);
  expect(laneColumns(1, { width: 0, height: 0 })).toBe(1);
});
