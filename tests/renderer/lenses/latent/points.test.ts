import KDBush from 'kdbush';
import { describe, expect, test } from 'vitest';
import { nearestInIndex, pointsInBox } from '../../../../src/renderer/latent/points/index-search';
import { spreadItems, spriteSheet } from '../../../../src/renderer/latent/points/sprites';
import { normals, uniforms } from '../../../../src/renderer/lenses/maths/normal';
import { nearestPoint } from '../../../../src/renderer/lenses/plane/hit';
import { crowdLook } from '../../../../src/renderer/lenses/plane/points-layer';

const COUNT = 5_000;
const points = normals(4, 2 * COUNT);
const tree = new KDBush(COUNT, 16, Float32Array);
for (let i = 0; i < COUNT; i++) tree.add(points[2 * i], points[2 * i + 1]);
tree.finish();

describe('an index of the points', () => {
  test('finds the same nearest point as looking at each of them', () => {
    const next = uniforms(8);
    for (let k = 0; k < 200; k++) {
      const [x, y, radius] = [6 * next() - 3, 6 * next() - 3, next() < 0.5 ? 0.02 : 1];
      expect(nearestInIndex(tree, x, y, radius)).toBe(nearestPoint(points, COUNT, x, y, radius));
    }
  });

  test('leaves out what is not shown', () => {
    const odd = (index: number) => index % 2 === 1;
    expect(nearestInIndex(tree, 0.3, 0.2, 1, odd)).toBe(nearestPoint(points, COUNT, 0.3, 0.2, 1, odd));
    expect(nearestInIndex(tree, 0.3, 0.2, 1, () => false)).toBe(-1);
  });

  test('is not asked for anything where there are no points', () => {
    expect(nearestInIndex(new KDBush(0, 64, Float32Array).finish(), 0, 0, 10)).toBe(-1);
  });

  test('gives what lies in a box, unless it is too much', () => {
    const box = { minX: -0.1, maxX: 0.4, minY: 0, maxY: 0.2 };
    const inside = Array.from({ length: COUNT }, (_, i) => i).filter(
      (i) => points[2 * i] >= -0.1 && points[2 * i] <= 0.4 && points[2 * i + 1] >= 0 && points[2 * i + 1] <= 0.2,
    );
    expect(pointsInBox(tree, box, 1_000)?.sort((a, b) => a - b)).toEqual(inside.filter((i) => inBox(i)));
    expect(pointsInBox(tree, box, 10)).toBeNull();
  });
});

/** The tree holds float32, as the points do. */
const inBox = (i: number): boolean => Math.fround(points[2 * i]) >= -0.1;

describe('pictures at the points', () => {
  test('do not cover each other, and none is outside', () => {
    const places = new Float32Array([0.1, 0.1, 0.2, 0.2, 1.05, 0.5, 2.4, 0.5, 9, 9, -1, 0]);
    expect(spreadItems(places, 6, { minX: 0, maxX: 3, minY: 0, maxY: 1 }, 1)).toEqual([0, 3]);
    const many = spreadItems(points, COUNT, { minX: -1, maxX: 1, minY: -1, maxY: 1 }, 0.25);
    expect(many.length).toBeGreaterThan(16);
    for (const a of many)
      for (const b of many)
        if (a !== b)
          expect(
            Math.max(...[0, 1].map((k) => Math.abs(points[2 * a + k] - points[2 * b + k]))),
          ).toBeGreaterThanOrEqual(0.25);
  });

  test('have a frame in the colour of their class and lie around their place', () => {
    const shape = { width: 1, height: 1, channels: 1 as const, size: 1 };
    const sheet = spriteSheet(
      [3],
      new Float32Array([1]),
      new Uint8Array([0, 0, 0, 1]),
      new Float32Array([0, 0, 0, 0, 0, 0, 5, 7]),
      shape,
      2,
    );
    expect([sheet.width, sheet.height, sheet.count]).toEqual([3, 3, 1]);
    expect([...sheet.pixels.subarray(0, 3)]).toEqual([242, 142, 43]);
    expect([...sheet.pixels.subarray(16, 19)]).toEqual([255, 255, 255]);
    const [minX, minY, maxX, maxY] = sheet.places;
    expect([(minX + maxX) / 2, (minY + maxY) / 2]).toEqual([5, 7]);
    expect(maxX - minX).toBeLessThan(2);
  });
});

test('a crowd is small and thin from afar, and large and solid from near', () => {
  const look = crowdLook(1_000_000, { width: 900, height: 400 }, 100);
  expect(look(100).size).toBeLessThan(2);
  expect(look(100).strength).toBeLessThan(0.4);
  expect(look(1_000).strength).toBe(1);
  expect(look(1_000).size).toBeGreaterThan(look(100).size);
  expect(look(50)).toEqual(look(100));
});
