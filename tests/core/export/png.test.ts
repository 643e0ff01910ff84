import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { encodePng, imageGrid } from '../../../src/core/export/png';

describe('png', () => {
  it.each([1, 2, 3, 4] as const)('a picture of %i channels comes back from its file', (channels) => {
    const data = Uint8Array.from({ length: 5 * 3 * channels }, (_, i) => (i * 37) % 256);
    const back = decode(encodePng({ width: 5, height: 3, channels, data }));
    expect(back).toMatchObject({ width: 5, height: 3, channels, depth: 8 });
    expect(back.data).toEqual(data);
  });

  it('refuses values that do not fill the picture', () => {
    expect(() => encodePng({ width: 2, height: 2, channels: 1, data: new Uint8Array(3) })).toThrow(RangeError);
  });
});

describe('image grid', () => {
  it('places tiles left to right, then down, with padding around and between', () => {
    const images = Uint8Array.of(1, 2, 3, 4, 5, 6);
    const grid = imageGrid(images, {
      count: 3,
      channels: 1,
      height: 1,
      width: 2,
      columns: 2,
      padding: 1,
      background: 1,
    });
    const edge = 255;
    expect(grid).toMatchObject({ width: 7, height: 5, channels: 1 });
    expect([...grid.data]).toEqual([
      ...new Array(7).fill(edge),
      ...[edge, 1, 2, edge, 3, 4, edge],
      ...new Array(7).fill(edge),
      ...[edge, 5, 6, edge, edge, edge, edge],
      ...new Array(7).fill(edge),
    ]);
  });

  it('turns channels-first images to channels-last pixels', () => {
    const rgb = Uint8Array.of(1, 2, 10, 20, 100, 200);
    const grid = imageGrid(rgb, { count: 1, channels: 3, height: 1, width: 2, columns: 1 });
    expect([...grid.data]).toEqual([1, 10, 100, 2, 20, 200]);
  });

  it('clamps and rounds floats', () => {
    const images = Float32Array.of(-1, 0, 0.5, 1, 2, Number.NaN);
    const grid = imageGrid(images, { count: 1, channels: 1, height: 1, width: 6, columns: 1 });
    expect([...grid.data]).toEqual([0, 0, 128, 255, 255, 0]);
  });

  it('makes a picture that PNG takes', () => {
    const grid = imageGrid(new Float32Array(10 * 9), {
      count: 10,
      channels: 1,
      height: 3,
      width: 3,
      columns: 4,
      padding: 2,
    });
    expect(decode(encodePng(grid))).toMatchObject({ width: 22, height: 17 });
  });

  it('says which size is wrong', () => {
    const layout = { count: 2, channels: 1, height: 2, width: 2, columns: 2 } as const;
    expect(() => imageGrid(new Float32Array(7), layout)).toThrow(/got 7 values, \[2, 1, 2, 2\] needs 8/);
    expect(() => imageGrid(new Float32Array(8), { ...layout, columns: 0 })).toThrow(/columns is 0/);
    expect(() => imageGrid(new Float32Array(8), { ...layout, padding: 0.5 })).toThrow(/padding is 0\.5/);
  });
});
