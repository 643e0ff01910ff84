import { describe, expect, test } from 'vitest';
import { likenesses, Tsne, tsneGradient } from '../../../../../src/renderer/latent/layout/tsne';
import { normals } from '../../../../../src/renderer/random';

const COUNT = 24;
const WIDTH = 5;
const next = normals(5);
const z = Float32Array.from({ length: COUNT * WIDTH }, next);
const p = likenesses(z, WIDTH, COUNT, 6);

/** KL(P ‖ Q) as it is written in the paper. */
function divergence(axes: readonly Float64Array[]): number {
  const near = (i: number, j: number) => 1 / (1 + axes.reduce((sum, axis) => sum + (axis[i] - axis[j]) ** 2, 0));
  const pairs = Array.from({ length: COUNT ** 2 }, (_, at) => [Math.floor(at / COUNT), at % COUNT] as const).filter(
    ([i, j]) => i !== j,
  );
  const sum = pairs.reduce((total, [i, j]) => total + near(i, j), 0);
  return pairs.reduce((total, [i, j]) => {
    const share = p[i * COUNT + j];
    return share === 0 ? total : total + share * Math.log(share / (near(i, j) / sum));
  }, 0);
}

const places = () => [0, 1, 2].map(() => Float64Array.from({ length: COUNT }, next));
const none = () => [0, 1, 2].map(() => new Float64Array(COUNT));

describe('t-SNE', () => {
  test('likenesses are symmetric, sum to one, and give each item as many neighbours as asked for', () => {
    expect(p.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    for (let i = 0; i < COUNT; i++) {
      expect(p[i * COUNT + i]).toBe(0);
      for (let j = 0; j < i; j++) expect(p[i * COUNT + j]).toBe(p[j * COUNT + i]);
    }
    // All others at one distance: each has the same share, whatever the perplexity.
    const corners = Float32Array.from({ length: 16 }, (_, at) => Number(Math.floor(at / 4) === at % 4));
    for (const share of likenesses(corners, 4, 4, 2).filter((_, at) => at % 5 !== 0))
      expect(share).toBeCloseTo(1 / 12, 6);
  });

  test('goes down the slope of the divergence', () => {
    const axes = places();
    const slope = none();
    tsneGradient(p, axes, 1, slope);
    const STEP = 1e-5;
    for (const axis of [0, 1, 2]) {
      for (const item of [0, 7, 23]) {
        const moved = (by: number) =>
          divergence(axes.map((part, k) => part.map((value, i) => value + (k === axis && i === item ? by : 0))));
        expect(slope[axis][item]).toBeCloseTo((moved(STEP) - moved(-STEP)) / (2 * STEP), 5);
      }
    }
  });

  test('comes to a small divergence, in the plane as in a room', () => {
    for (const dimensions of [2, 3]) {
      const start = Array.from({ length: COUNT }, () => Array.from({ length: dimensions }, () => 1e-4 * next()));
      const tsne = new Tsne(p, start);
      const measured = () => {
        const found = tsne.places();
        return divergence([0, 1, 2].map((axis) => Float64Array.from(found, (place) => place[axis] ?? 0)));
      };
      const before = measured();
      for (let step = 0; step < 400; step++) tsne.step();
      expect(measured()).toBeLessThan(before / 3);
    }
  });
});
