import { describe, expect, it } from 'vitest';
import {
  type DrawnPoint,
  eightGaussiansModes,
  type PointSet,
  pointSet,
  pointSets,
} from '../../../src/core/data/points';

const key = { seed: 11, stream: 'data', step: 0 };
const formulas = pointSets.filter(({ id }) => id !== 'drawn');
const line: DrawnPoint[] = [
  [-0.5, 0.2],
  [0, 0.2],
  [0.7, 0.2],
];

interface Moments {
  mean: [number, number];
  variance: [number, number];
}

function moments({ x }: { x: Float32Array }): Moments {
  const n = x.length / 2;
  const axis = (d: number): number[] => Array.from({ length: n }, (_, i) => x[2 * i + d]);
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / n;
  const both = [axis(0), axis(1)].map((values) => {
    const centre = mean(values);
    return [centre, mean(values.map((value) => (value - centre) ** 2))];
  });
  return { mean: [both[0][0], both[1][0]], variance: [both[0][1], both[1][1]] };
}

const draw = (set: PointSet, n: number, step = 0) => set.sample(n, { ...key, step }, line);

describe.each(pointSets)('point set $id', (set) => {
  it('gives the same points for the same key, and others for another', () => {
    expect(draw(set, 50)).toEqual(draw(set, 50));
    expect(draw(set, 50, 1).x).not.toEqual(draw(set, 50).x);
    expect(set.sample(50, { ...key, seed: 12 }, line).x).not.toEqual(draw(set, 50).x);
    expect(set.sample(50, { ...key, stream: 'other' }, line).x).not.toEqual(draw(set, 50).x);
  });

  it('uses every label, each as often as the next', () => {
    const n = 20_000;
    const { x, label } = draw(set, n);
    expect([x.length, label.length]).toEqual([2 * n, n]);
    const counts = new Array(set.labelCount).fill(0);
    for (const mark of label) counts[mark]++;
    for (const count of counts) expect(Math.abs(count / n - 1 / set.labelCount)).toBeLessThan(0.02);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(n);
  });

  it('draws no point without a number', () => {
    expect(draw(set, 5_000).x.every(Number.isFinite)).toBe(true);
    expect(draw(set, 0).x).toHaveLength(0);
  });
});

describe.each(formulas)('distribution of $id', (set) => {
  it('has mean 0 and variance 1 along each axis', () => {
    // 200 000 points: four standard errors are 0.009 of the mean, and at most 0.013 of these variances.
    const { mean, variance } = moments(draw(set, 200_000));
    for (const value of mean) expect(Math.abs(value)).toBeLessThan(0.009);
    for (const value of variance) expect(Math.abs(value - 1)).toBeLessThan(0.013);
  });

  it('is not centred or scaled by the batch', () => {
    const { mean } = moments(draw(set, 4));
    expect(Math.max(...mean.map(Math.abs))).toBeGreaterThan(1e-3);
  });
});

describe('shapes', () => {
  it('eight Gaussians lie around the modes of their labels', () => {
    const { centres, sigma } = eightGaussiansModes;
    expect(centres[0]).toBeCloseTo(1 / Math.sqrt(0.51), 6);
    expect(sigma).toBeCloseTo(0.1 / Math.sqrt(0.51), 12);
    const { x, label } = draw(pointSet('eight-gaussians'), 20_000);
    let squares = 0;
    for (let i = 0; i < x.length; i++) squares += ((x[i] - centres[2 * label[i >> 1] + (i % 2)]) / sigma) ** 2;
    expect(Math.abs(squares / x.length - 1)).toBeLessThan(0.03);
  });

  it('rings lie at their radii', () => {
    const { x, label } = draw(pointSet('rings'), 8_000);
    const scale = Math.sqrt((0.25 ** 2 + 0.5 ** 2 + 0.75 ** 2 + 1) / 8 + 0.025 ** 2);
    for (let i = 0; i < label.length; i++) {
      const radius = scale * Math.hypot(x[2 * i], x[2 * i + 1]);
      expect(Math.abs(radius - 0.25 * (label[i] + 1))).toBeLessThan(6 * 0.025);
    }
  });

  it.each([
    ['pinwheel', 5],
    ['spirals', 2],
  ])('a turn takes each arm of the %s to the next', (id, arms) => {
    const { x, label } = draw(pointSet(id), 20_000);
    // Undoes the two scales of the spirals; those of the pinwheel are equal.
    const stretch = id === 'spirals' ? Math.sqrt((9 * Math.PI ** 2 - 3 + 0.25) / (9 * Math.PI ** 2 + 3 + 0.25)) : 1;
    const means = Array.from({ length: arms }, () => [0, 0]);
    for (let i = 0; i < label.length; i++) {
      means[label[i]][0] += (x[2 * i] * arms) / label.length;
      means[label[i]][1] += (x[2 * i + 1] * stretch * arms) / label.length;
    }
    const turn = (2 * Math.PI) / arms;
    for (let arm = 0; arm < arms; arm++) {
      const [u, v] = means[arm];
      const next = means[(arm + 1) % arms];
      expect(Math.hypot(u, v)).toBeGreaterThan(0.1);
      expect(next[0]).toBeCloseTo(u * Math.cos(turn) - v * Math.sin(turn), 1);
      expect(next[1]).toBeCloseTo(u * Math.sin(turn) + v * Math.cos(turn), 1);
    }
  });

  it('the checkerboard fills every other square and no more', () => {
    const { x, label } = draw(pointSet('checkerboard'), 20_000);
    const unit = Math.sqrt(4 / 3);
    const seen = new Map<string, number>();
    for (let i = 0; i < label.length; i++) {
      const [column, row] = [x[2 * i], x[2 * i + 1]].map((value) =>
        Math.floor(value * unit + 2 - 1e-6 * Math.sign(value)),
      );
      expect((column + row) % 2).toBe(0);
      seen.set(`${column},${row}`, label[i]);
    }
    expect(seen.size).toBe(8);
    expect(new Set(seen.values()).size).toBe(8);
  });

  it('the two moons are half circles, one up and one down', () => {
    const { x, label } = draw(pointSet('two-moons'), 4_000);
    const noise = 0.06;
    const scale = [Math.sqrt(0.75 + noise ** 2), Math.sqrt(0.5625 - 1 / Math.PI + noise ** 2)];
    for (let i = 0; i < label.length; i++) {
      const rawX = x[2 * i] * scale[0] + 0.5;
      const rawY = x[2 * i + 1] * scale[1] + 0.25;
      const [fromX, fromY] = label[i] === 0 ? [rawX, rawY] : [1 - rawX, 0.5 - rawY];
      expect(Math.abs(Math.hypot(fromX, fromY) - 1)).toBeLessThan(6 * noise);
      expect(fromY).toBeGreaterThan(-6 * noise);
    }
  });

  it('the swiss roll winds outward by half turns', () => {
    const { x, label } = draw(pointSet('swiss-roll'), 6_000);
    const reach = [0, 1, 2].map((halfTurn) =>
      Math.max(...Array.from(label, (mark, i) => (mark === halfTurn ? Math.hypot(x[2 * i], x[2 * i + 1]) : 0))),
    );
    expect(reach[0]).toBeLessThan(reach[1]);
    expect(reach[1]).toBeLessThan(reach[2]);
  });
});

describe('a drawing', () => {
  it('keeps its proportions: a flat line stays flat', () => {
    const { mean, variance } = moments(draw(pointSet('drawn'), 100_000));
    for (const value of mean) expect(Math.abs(value)).toBeLessThan(0.02);
    expect((variance[0] + variance[1]) / 2).toBeCloseTo(1, 1);
    expect(variance[1]).toBeLessThan(0.02);
  });

  it('of one point is a round blob', () => {
    const { variance } = moments(pointSet('drawn').sample(100_000, key, [[0.4, -0.3]]));
    for (const value of variance) expect(Math.abs(value - 1)).toBeLessThan(0.03);
  });

  it('needs points', () => {
    expect(() => pointSet('drawn').sample(10, key)).toThrow(/has no points yet; draw something/);
    expect(() => pointSet('drawn').sample(10, key, [])).toThrow(/has no points yet/);
  });
});

it('an unknown set is refused with the names of the known', () => {
  expect(() => pointSet('moons')).toThrow(/point set "moons": is unknown, expected one of eight-gaussians, two-moons,/);
});
