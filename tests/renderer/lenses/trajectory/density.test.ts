import { describe, expect, test } from 'vitest';
import { normals } from '../../../../src/renderer/lenses/maths/normal';
import { DensityMap, DensityScale } from '../../../../src/renderer/trajectory/density';

const box = { minX: -5, maxX: 5, minY: -5, maxY: 5 };
const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);

describe('a density map', () => {
  test('of a standard normal sums to one and has its height in the middle', () => {
    const count = 40_000;
    const map = new DensityMap(box, new DensityScale());
    map.update(normals(3, 2 * count), count);
    const { columns, rows, values } = map.histogram;
    expect(sum(values) * (10 / columns) * (10 / rows)).toBeCloseTo(1, 3);
    const middle = values[Math.floor(rows / 2) * columns + Math.floor(columns / 2)];
    expect(Math.abs(middle - 1 / (2 * Math.PI))).toBeLessThan(0.012);
  });

  test('leaves the ground free where nothing is, and counts what lies outside', () => {
    const map = new DensityMap(box, new DensityScale());
    map.update(new Float32Array([0, 0, 90, 90]), 2);
    expect(map.pixels[3]).toBe(0);
    const { columns, rows, values } = map.histogram;
    expect(sum(values) * (10 / columns) * (10 / rows)).toBeCloseTo(0.5, 5);
  });
});

describe('the scale of all lanes', () => {
  test('fits the densest map, stays while it fits, and follows when a map goes', () => {
    const scale = new DensityScale();
    const [a, b] = [{}, {}];
    let told = 0;
    scale.subscribe(() => told++);
    scale.tell(a, 1.7);
    expect([scale.top, told]).toEqual([2, 1]);
    scale.tell(a, 1.2);
    expect([scale.top, told]).toEqual([2, 1]);
    scale.tell(b, 14);
    expect(scale.top).toBe(20);
    scale.tell(a, 0.1);
    expect(scale.top).toBe(20);
    scale.tell(b, null);
    expect(scale.top).toBe(0.1);
  });
});
