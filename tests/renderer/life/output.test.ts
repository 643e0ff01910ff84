import { describe, expect, test } from 'vitest';
import { histogram, ofUnit, unitsOf } from '../../../src/renderer/life/output/histogram';
import { greyRange, picturedAs, toGrey } from '../../../src/renderer/life/output/pictures';
import { gridOf, toCsv } from '../../../src/renderer/life/output/table';
import { shiftInto } from '../../../src/renderer/life/output/use-kept-inside';

const digits = { itemShape: [1, 28, 28], image: true };
const points = { itemShape: [2], image: false };
const part = (shape: number[], values?: number[]) => ({
  part: null,
  shown: null,
  shape,
  values: Float32Array.from(values ?? Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i)),
});

describe('what numbers look like', () => {
  test.each([
    [
      'rows that are as long as the data’s pictures',
      [64, 784],
      digits,
      { type: 'items', shape: { width: 28, height: 28 } },
    ],
    ['pictures of the data', [64, 1, 28, 28], digits, { type: 'items', shape: { channels: 1 } }],
    ['feature maps', [64, 12, 14, 7], digits, { type: 'channels', channels: 12, shape: { height: 14, width: 7 } }],
    ['three feature maps, which are no colours', [64, 3, 14, 14], digits, { type: 'channels', channels: 3 }],
    ['one feature map', [64, 1, 7, 7], digits, { type: 'items', shape: { height: 7 } }],
    ['sequences', [64, 9, 5], digits, { type: 'items', shape: { height: 9, width: 5 } }],
    ['the plane', [64, 2], points, { type: 'points', count: 64 }],
    ['a latent plane', [64, 2], digits, { type: 'points' }],
  ])('%s', (_name, shape, data, expected) => {
    expect(picturedAs({ shape }, data)).toMatchObject(expected);
  });

  test.each([
    ['hidden units', [64, 400], digits],
    ['rows of a study in the plane', [64, 784], points],
    ['labels', [64], digits],
    ['a loss', [], digits],
  ])('%s look like nothing', (_name, shape, data) => {
    expect(picturedAs({ shape }, data)).toBeNull();
  });

  test('greys run from the smallest to the largest finite number, and stay put for grey levels', () => {
    expect(greyRange(Float32Array.of(-2, 3, Number.NaN, Number.POSITIVE_INFINITY))).toEqual({ low: -2, high: 3 });
    const outliers = Float32Array.from({ length: 1_000 }, (_, i) => (i === 7 ? -500 : i === 8 ? 900 : (i % 11) - 5));
    expect(greyRange(outliers)).toEqual({ low: -5, high: 5 });
    expect(greyRange(Float32Array.of(0, 0.9))).toEqual({ low: 0, high: 1 });
    expect(greyRange(Float32Array.of(4, 4))).toEqual({ low: 3.5, high: 4.5 });
    expect(Array.from(toGrey(Float32Array.of(-2, 0.5, 3), { low: -2, high: 3 }))).toEqual([0, 0.5, 1]);
  });
});

describe('a histogram', () => {
  test('counts every finite number once, bounds included', () => {
    const { bins, low, high, mean, std, count, notFinite } = histogram(
      Float32Array.of(0, 1, 1, 2, Number.NaN, Number.NEGATIVE_INFINITY),
      2,
    );
    expect({ bins, low, high, count, notFinite }).toEqual({ bins: [1, 3], low: 0, high: 2, count: 4, notFinite: 2 });
    expect([mean, std]).toEqual([1, Math.sqrt(0.5)]);
  });

  test('of equal numbers has them in one bin; of nothing it has none', () => {
    expect(histogram(Float32Array.of(5, 5, 5), 3).bins).toEqual([0, 3, 0]);
    expect(histogram(Float32Array.of(Number.NaN), 3)).toMatchObject({ bins: [0, 0, 0], count: 0, notFinite: 1 });
  });

  test('of one unit takes channels of pictures and the last axis of everything else', () => {
    expect([unitsOf([4, 3]), unitsOf([4, 3, 2, 2]), unitsOf([4, 9, 5]), unitsOf([4]), unitsOf([])]).toEqual([
      3, 3, 5, 1, 1,
    ]);
    expect(Array.from(ofUnit(part([2, 3]), 1))).toEqual([1, 4]);
    expect(Array.from(ofUnit(part([2, 2, 1, 2]), 1))).toEqual([2, 3, 6, 7]);
    expect(Array.from(ofUnit(part([1, 2, 3]), 2))).toEqual([2, 5]);
    expect(Array.from(ofUnit(part([3]), 0))).toEqual([0, 1, 2]);
  });
});

test('what lies beyond the canvas moves onto it, and what is too long for it begins at its edge', () => {
  expect([shiftInto(10, 60, 0, 100), shiftInto(80, 130, 0, 100), shiftInto(-5, 45, 0, 100)]).toEqual([0, -30, 5]);
  expect(shiftInto(20, 150, 0, 100)).toBe(-20);
});

describe('a table', () => {
  test('has an item a row, and names columns by their place in the item', () => {
    const grid = gridOf(part([2, 2, 3]));
    expect([grid.rows, grid.columns, grid.at(1, 4), grid.columnName(4)]).toEqual([2, 6, 10, '1,1']);
    expect(gridOf(part([3])).columns).toBe(1);
    expect(gridOf(part([])).rows).toBe(1);
    expect(gridOf(part([2, 3])).columnName(2)).toBe('2');
  });

  test('as text has names, classes and all digits, quoted where it must', () => {
    const csv = toCsv(part([2, 1, 2], [0.5, -1, 2, 1e-20]), { labels: Uint8Array.of(1, 0), classes: ['a', 'b, c'] });
    const small = String(Math.fround(1e-20));
    expect(csv).toBe(`item,class,"0,0","0,1"\n0,"b, c",0.5,-1\n1,a,2,${small}\n`);
    expect(toCsv(part([1, 1], [7]), { labels: new Uint8Array(), classes: [] })).toBe('item,0\n0,7\n');
  });
});
