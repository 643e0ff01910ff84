import { describe, expect, test } from 'vitest';
import { bernoulliNll, gaussianKl, gaussianNll, meanSquaredError } from '../../../src/core/generative/objectives';
import { evaluate, number, rows } from './support';

const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe('Bernoulli reconstruction', () => {
  const logits = [
    [0, 2, -3],
    [0.5, -0.25, 5],
  ];
  const target = [
    [0, 1, 0.5],
    [0.1, 0.9, 1],
  ];
  const nll = (l: number[][], x: number[][]) =>
    evaluate((t) => bernoulliNll(t.l, t.x), { l: rows(...l), x: rows(...x) });

  test('is the cross entropy, summed over an item and averaged over the batch', () => {
    const p = (logit: number) => 1 / (1 + Math.exp(-logit));
    const items = logits.map((row, i) =>
      total(row.map((l, j) => -target[i][j] * Math.log(p(l)) - (1 - target[i][j]) * Math.log(1 - p(l)))),
    );
    const { shape, values } = nll(logits, target);
    expect(shape).toEqual([]);
    expect(values[0]).toBeCloseTo(average(items), 12);
  });

  test('stays exact where the sigmoid has long become 0 or 1', () => {
    expect(nll([[800]], [[0]]).values[0]).toBe(800);
    expect(nll([[-800]], [[1]]).values[0]).toBe(800);
    expect(nll([[800]], [[1]]).values[0]).toBe(0);
  });

  test('is lowest where the probability is the grey level', () => {
    const at = (logit: number) => nll([[logit]], [[0.3]]).values[0];
    const best = Math.log(0.3 / 0.7);
    expect(at(best)).toBeCloseTo(-0.3 * Math.log(0.3) - 0.7 * Math.log(0.7), 12);
    expect(at(best + 0.1)).toBeGreaterThan(at(best));
    expect(at(best - 0.1)).toBeGreaterThan(at(best));
  });

  test('sums over every axis of an image', () => {
    const image = { shape: [2, 1, 1, 3], values: logits.flat() };
    const { values } = evaluate((t) => bernoulliNll(t.l, t.x), {
      l: image,
      x: { shape: [2, 1, 1, 3], values: target.flat() },
    });
    expect(values[0]).toBeCloseTo(nll(logits, target).values[0], 12);
  });
});

describe('Gaussian reconstruction', () => {
  test.each([0.1, 1, 3])('is minus the log density at σ = %d', (sigma) => {
    const [mean, x] = [
      [
        [0, 1.5],
        [-2, 0.3],
      ],
      [
        [0.2, 1.5],
        [1, -0.3],
      ],
    ];
    const density = (value: number, mu: number) =>
      Math.exp(-((value - mu) ** 2) / (2 * sigma ** 2)) / (sigma * Math.sqrt(2 * Math.PI));
    const items = mean.map((row, i) => total(row.map((mu, j) => -Math.log(density(x[i][j], mu)))));
    const { shape, values } = evaluate((t) => gaussianNll(t.mu, t.x, t.sigma), {
      mu: rows(...mean),
      x: rows(...x),
      sigma: number(sigma),
    });
    expect(shape).toEqual([]);
    // The constant ½ log 2π stands in the program as float32.
    expect(values[0] / average(items)).toBeCloseTo(1, 7);
  });
});

describe('KL divergence from N(0, I)', () => {
  const kl = (mean: number[][], logVar: number[][]): number =>
    evaluate((t) => gaussianKl(t.mean, t.logVar), { mean: rows(...mean), logVar: rows(...logVar) }).values[0];

  /** ∫ q log(q / p) by the trapezoidal rule, which converges very fast on such a function. */
  const integrated = (mean: number, logVar: number): number => {
    const sigma = Math.exp(logVar / 2);
    const h = sigma / 50;
    let sum = 0;
    for (let k = -600; k <= 600; k++) {
      const x = mean + k * h;
      const logQ = -((x - mean) ** 2) / (2 * sigma ** 2) - Math.log(sigma);
      sum += h * (Math.exp(logQ) / Math.sqrt(2 * Math.PI)) * (logQ + x ** 2 / 2);
    }
    return sum;
  };

  test.each([
    [0, 0],
    [1.5, 0],
    [0, -2],
    [-0.7, 1.2],
    [2, -4],
  ])('is the integral at μ = %d, log σ² = %d', (mean, logVar) => {
    expect(kl([[mean]], [[logVar]])).toBeCloseTo(integrated(mean, logVar), 9);
  });

  test('is 0 at the prior and sums over dimensions, averages over the batch', () => {
    expect(kl([[0, 0]], [[0, 0]])).toBeCloseTo(0, 15);
    const single = (mean: number, logVar: number) => kl([[mean]], [[logVar]]);
    const both = kl(
      [
        [1, 2],
        [0, -1],
      ],
      [
        [0.5, 0],
        [0, -1],
      ],
    );
    expect(both).toBeCloseTo((single(1, 0.5) + single(2, 0) + single(0, 0) + single(-1, -1)) / 2, 12);
  });
});

test('mean squared error averages over all elements', () => {
  const { shape, values } = evaluate((t) => meanSquaredError(t.a, t.b), {
    a: rows([1, 2], [3, 4]),
    b: rows([1, 0], [0, 5]),
  });
  expect(shape).toEqual([]);
  expect(values[0]).toBeCloseTo((0 + 4 + 9 + 1) / 4, 12);
});
