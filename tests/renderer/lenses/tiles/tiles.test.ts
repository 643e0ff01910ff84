import { describe, expect, test } from 'vitest';
import { pictureShape, writeItem } from '../../../../src/renderer/lenses/tiles/item';
import { bestColumns, enlarge, tileLayout } from '../../../../src/renderer/lenses/tiles/layout';

describe('pictures', () => {
  test('grey and colour items have a picture, points do not', () => {
    expect(pictureShape([1, 28, 28])).toEqual({ width: 28, height: 28, channels: 1, size: 784 });
    expect(pictureShape([3, 8, 16])).toEqual({ width: 16, height: 8, channels: 3, size: 384 });
    expect(pictureShape([5, 7])).toEqual({ width: 7, height: 5, channels: 1, size: 35 });
    expect(pictureShape([2])).toBeNull();
    expect(pictureShape([4, 8, 8])).toBeNull();
  });

  test('a grey item is written at its place, values outside [0, 1] clamped', () => {
    const pixels = new Uint8ClampedArray(4 * 3 * 2);
    writeItem(new Float32Array([9, 9, -1, 2]), 1, { width: 2, height: 1, channels: 1, size: 2 }, pixels, 3, 1, 1);
    expect([...pixels.subarray(16)]).toEqual([0, 0, 0, 255, 255, 255, 255, 255]);
    expect([...pixels.subarray(0, 16)].every((value) => value === 0)).toBe(true);
  });

  test('a colour item has its channels first', () => {
    const pixels = new Uint8ClampedArray(4);
    writeItem(new Float32Array([1, 0.2, 0]), 0, { width: 1, height: 1, channels: 3, size: 3 }, pixels, 1, 0, 0);
    expect([...pixels]).toEqual([255, 51, 0, 255]);
  });

  test('a layout has gaps between tiles and not around them', () => {
    expect(tileLayout(5, 3, 28, 28, 1)).toEqual({ columns: 3, rows: 2, width: 86, height: 57 });
    expect(tileLayout(2, 9, 10, 10, 2)).toEqual({ columns: 2, rows: 1, width: 22, height: 10 });
  });

  test('as many columns are taken as make the tiles largest', () => {
    expect(bestColumns(16, { width: 100, height: 100 })).toBe(4);
    expect(bestColumns(16, { width: 400, height: 100 })).toBe(8);
    expect(bestColumns(3, { width: 10, height: 900 })).toBe(1);
  });

  test('an enlargement fits its room and draws every pixel with whole blocks', () => {
    const layout = tileLayout(2, 2, 28, 28, 1);
    expect(enlarge(layout, { width: 85.5, height: 1_000 }, 8, 1)).toEqual({ scale: 1.5, blocks: 2 });
    expect(enlarge(layout, { width: 1_000, height: 56 }, 8, 1)).toEqual({ scale: 2, blocks: 2 });
    expect(enlarge(layout, { width: 1_000, height: 1_000 }, 3, 2)).toEqual({ scale: 3, blocks: 6 });
  });
});
