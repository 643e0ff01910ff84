import { describe, expect, test } from 'vitest';
import {
  classCoverage,
  classifierAccuracy,
  frechetDistance,
  kernelDistance,
  mmd,
  moments,
  randomWaves,
} from '../../../src/core/metrics';
import { symmetricEigen } from '../../../src/core/metrics/eigen';
import { fitLogistic, logit } from '../../../src/core/metrics/logistic';
import { normal } from '../../../src/core/tensor';
import golden from '../../golden/two-sample.json';

const draw = (count: number, dim: number, step: number, shift = 0): Float32Array =>
  normal(new Float32Array(count * dim), { seed: 5, stream: 'two-sample', step }).map((value, i) =>
    i % dim === 0 ? value + shift : value,
  );

const expectNear = (found: ArrayLike<number>, expected: readonly number[], digits: number): void => {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, digits);
};

describe.each(golden.cases)('sets in dimension $dim, beside numpy', ({ dim, block, bandwidths, ...values }) => {
  const [a, b] = [Float32Array.from(values.a), Float32Array.from(values.b)];

  test('mean and covariance', () => {
    const { mean, covariance } = moments(a, dim);
    expectNear(mean, values.mean, 10);
    expectNear(covariance, values.covariance, 10);
  });

  test('Fréchet distance, the same from both sides', () => {
    expect(frechetDistance(moments(a, dim), moments(b, dim))).toBeCloseTo(values.fid, 6);
    expect(frechetDistance(moments(b, dim), moments(a, dim))).toBeCloseTo(values.fid, 6);
  });

  test('kernel distance over blocks', () => {
    expect(kernelDistance(a, b, dim, block) / values.kid).toBeCloseTo(1, 8);
  });

  test('biased MMD', () => {
    expect(mmd(a, b, dim, { bandwidths })).toBeCloseTo(values.mmd, 10);
  });
});

test('eigenvalues and vectors of a matrix that is not positive and has a null space', () => {
  const { n, values } = golden.eigen;
  const matrix = Float64Array.from(golden.eigen.matrix);
  const found = symmetricEigen(matrix, n);
  expectNear(found.values.slice().sort(), values, 10);
  for (let k = 0; k < n; k++)
    for (let i = 0; i < n; i++) {
      const image = Array.from({ length: n }, (_, j) => matrix[i * n + j] * found.vectors[j * n + k]);
      expect(image.reduce((sum, value) => sum + value, 0)).toBeCloseTo(found.values[k] * found.vectors[i * n + k], 10);
    }
});

test('Fréchet distance of Gaussians in closed form', () => {
  // N(0, diag(4, 9)) and N((3, 4), diag(1, 16)): 25 + (2 − 1)² + (3 − 4)².
  const gaussian = (mean: number[], covariance: number[]) => ({
    mean: Float64Array.from(mean),
    covariance: Float64Array.from(covariance),
  });
  expect(frechetDistance(gaussian([0, 0], [4, 0, 0, 9]), gaussian([3, 4], [1, 0, 0, 16]))).toBeCloseTo(27, 10);
});

test('logistic regression finds the minimum that L-BFGS finds', () => {
  const { dim, rows, labels, weights, bias } = golden.logistic;
  const model = fitLogistic(Float64Array.from(rows), Uint8Array.from(labels), dim);
  expectNear(model.weights, weights, 5);
  expect(model.bias).toBeCloseTo(bias, 5);
  const first = rows.slice(0, dim).reduce((sum, value, i) => sum + value * weights[i], bias);
  expect(logit(model, Float64Array.from(rows), 0)).toBeCloseTo(first, 4);
});

describe('the classifier two-sample test', () => {
  test('is at ½ where both sets come from one distribution, and at what the best rule reaches where one is shifted', () => {
    expect(Math.abs(classifierAccuracy(draw(4_000, 3, 0), draw(4_000, 3, 1), 3) - 0.5)).toBeLessThan(0.03);
    // Shifted by 2 standard deviations the best rule is right with probability Φ(1) = 0.8413.
    expect(Math.abs(classifierAccuracy(draw(4_000, 3, 0), draw(4_000, 3, 1, 2), 3) - 0.8413)).toBeLessThan(0.02);
  });

  test('stays finite where no point is taken for one of the other set', () => {
    expect(classifierAccuracy(draw(400, 2, 0), draw(400, 2, 1, 50), 2)).toBe(1);
    const same = new Float32Array(100).fill(1);
    expect(classifierAccuracy(same, same, 2)).toBe(0.5);
  });

  test('sees through random waves what no line tells apart', () => {
    // The same mean and covariance: a standard normal, and two narrow heaps.
    const heaps = draw(4_000, 1, 3).map((value, i) => (i % 2 ? 0.95 : -0.95) + 0.31 * value);
    const plain = draw(4_000, 1, 4);
    const waves = { widths: [0.25, 0.5, 1], waves: 24, key: { seed: 0, stream: 'waves', step: 0 } };
    expect(classifierAccuracy(heaps, plain, 1)).toBeLessThan(0.55);
    expect(classifierAccuracy(randomWaves(heaps, 1, waves), randomWaves(plain, 1, waves), 48)).toBeGreaterThan(0.62);
  });

  test('refuses too few points', () => {
    expect(() => classifierAccuracy(new Float32Array(3), new Float32Array(9), 1)).toThrow(/got sets of 3 points/);
  });
});

test('distances between draws of one distribution are those that chance gives', () => {
  const [a, b] = [draw(1_000, 4, 6), draw(1_000, 4, 7)];
  expect(Math.abs(kernelDistance(a, b, 4))).toBeLessThan(0.03);
  expect(kernelDistance(a, draw(1_000, 4, 7, 1), 4)).toBeGreaterThan(0.3);
  const floor = mmd(a, b, 4, { bandwidths: [1] });
  expect(floor).toBeGreaterThan(0.01);
  expect(floor).toBeLessThan(0.06);
  expect(mmd(a, a, 4, { bandwidths: [1] })).toBeCloseTo(0, 6);
});

test('classes that are found, and how evenly', () => {
  expect(classCoverage(Uint8Array.of(0, 0, 1, 1), 2)).toEqual({ covered: 2, entropy: Math.log(2) });
  expect(classCoverage(new Uint8Array(100).fill(3), 10)).toEqual({ covered: 1, entropy: 0 });
  // A quarter of an equal share is enough, less is not.
  const [rare, rarer] = [25, 24].map((count) => Uint8Array.from({ length: 1_000 }, (_, i) => (i < count ? 1 : 0)));
  expect([classCoverage(rare, 10).covered, classCoverage(rarer, 10).covered]).toEqual([2, 1]);
});
