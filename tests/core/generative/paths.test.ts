import { describe, expect, test } from 'vitest';
import { linearPath, linearVelocity } from '../../../src/core/generative/paths';
import { evaluate, rows, vector } from './support';

const x = rows([1, -2], [0.5, 3], [0, 0]);
const eps = rows([0.3, 0.7], [-1, 2], [4, -4]);
const pathAt = (...t: number[]): number[] =>
  evaluate((i) => linearPath(i.x, i.eps, i.t), { x, eps, t: vector(...t) }).values;

describe('the linear path', () => {
  test('is the data at t = 0 and the noise at t = 1', () => {
    expect(pathAt(0, 0, 0)).toEqual(x.values);
    expect(pathAt(1, 1, 1)).toEqual(eps.values);
  });

  test('gives every item its own time', () => {
    const times = [0, 0.25, 1];
    const mixed = times.flatMap((t, i) => [0, 1].map((j) => (1 - t) * x.values[2 * i + j] + t * eps.values[2 * i + j]));
    expect(pathAt(...times)).toEqual(mixed);
  });

  test('moves with its velocity', () => {
    const { values } = evaluate((i) => linearVelocity(i.x, i.eps), { x, eps });
    const h = 1e-6;
    const [after, before] = [pathAt(0.4 + h, 0.9 + h, 0.1 + h), pathAt(0.4 - h, 0.9 - h, 0.1 - h)];
    values.forEach((v, i) => {
      expect(v).toBeCloseTo((after[i] - before[i]) / (2 * h), 8);
    });
  });

  test('broadcasts a time over an image', () => {
    const image = { shape: [2, 1, 2, 1], values: [1, 2, 3, 4] };
    const noise = { shape: [2, 1, 2, 1], values: [5, 6, 7, 8] };
    const { shape, values } = evaluate((i) => linearPath(i.x, i.eps, i.t), { x: image, eps: noise, t: vector(0, 1) });
    expect(shape).toEqual([2, 1, 2, 1]);
    expect(values).toEqual([1, 2, 7, 8]);
  });
});
