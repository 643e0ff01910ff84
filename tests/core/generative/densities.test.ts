import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cholesky } from '../../../src/core/generative/cholesky';
import { distortion, spreadOut } from '../../../src/core/generative/clustering';
import {
  drawFromKernels,
  kernelLogProb,
  leaveOneOutLogProb,
  meanOfFilled,
  squaredDistances,
} from '../../../src/core/generative/kernels';
import {
  drawFromMixture,
  type Mixture,
  mixtureAround,
  mixtureLogProb,
  pick,
  responsibilities,
  stepwiseEm,
} from '../../../src/core/generative/mixtures';
import { buildProgram, input, interpret, normal, type Shape, type Tensor } from '../../../src/core/tensor';
import { evaluate, number, rows, vector } from './support';

const golden = JSON.parse(readFileSync(new URL('../../golden/densities.json', import.meta.url), 'utf8'));

const table = (values: number[], ...shape: number[]): { shape: Shape; values: number[] } => ({ shape, values });

const expectAll = (found: readonly number[], wanted: readonly number[], digits = 5): void => {
  expect(found).toHaveLength(wanted.length);
  const near = 10 ** -digits;
  for (const [i, value] of wanted.entries())
    expect(Math.abs(found[i] - value)).toBeLessThan(near * Math.max(1, Math.abs(value)));
};

describe('kernel density', () => {
  const { points, x, rows: cases } = golden.kernels;
  const given = { points: table(points, 12, 2), x: table(x, 5, 2) };
  const all = (items: Tensor): { items: Tensor; count: Tensor } => ({ items, count: input('count', []) });

  test.each(cases as { h: number; logProb: number[]; leaveOneOut: number[]; filled7: number[] }[])(
    'is the mixture of PyTorch with a Gaussian of width $h around every point',
    ({ h, logProb, leaveOneOut, filled7 }) => {
      const asked = (build: (t: Record<string, Tensor>) => Tensor, count: number) =>
        evaluate((t) => build({ ...t }), { ...given, count: number(count) }).values;
      expectAll(
        asked((t) => kernelLogProb(t.x, { items: t.points, count: t.count }, h), 12),
        logProb,
      );
      expectAll(
        asked((t) => leaveOneOutLogProb(t.points, { items: t.points, count: t.count }, h), 12),
        leaveOneOut,
      );
      expectAll(
        asked((t) => kernelLogProb(t.x, { items: t.points, count: t.count }, h), 7),
        filled7,
      );
    },
  );

  test('rows that are not filled take no part in means either', () => {
    const found = evaluate((t) => meanOfFilled(t.values, all(t.points)), {
      points: table(points, 12, 2),
      count: number(3),
      values: vector(1, 2, 6, 100, 100, 100, 100, 100, 100, 100, 100, 100),
    });
    expect(found.values[0]).toBeCloseTo(3, 12);
  });

  test('as the width goes to 0 what it remembers becomes infinitely probable, and nothing else is', () => {
    const known = (h: number, which: 'points' | 'x'): number => {
      const { values } = evaluate((t) => kernelLogProb(t[which], { items: t.points, count: t.count }, h), {
        ...given,
        count: number(12),
      });
      return values.reduce((sum, value) => sum + value / values.length, 0);
    };
    const widths = [0.3, 0.1, 0.03, 0.01];
    const gaps = widths.map((h) => known(h, 'points') - known(h, 'x'));
    for (const [i, gap] of gaps.entries()) if (i > 0) expect(gap).toBeGreaterThan(gaps[i - 1]);
    // 1/N of a Gaussian at its middle: −log 12 − log 2πh².
    expect(known(0.001, 'points')).toBeCloseTo(-Math.log(12) - Math.log(2 * Math.PI * 1e-6), 6);
    expect(known(0.001, 'x')).toBeLessThan(-1e3);
  });

  test('many numbers an item are compared by products, few by differences, with one result', () => {
    const wide = Array.from({ length: 3 * 20 }, (_, i) => Math.sin(3 * i));
    const { values } = evaluate((t) => squaredDistances(t.a, t.a), { a: table(wide, 3, 20) });
    const distance = (i: number, j: number): number =>
      Array.from({ length: 20 }, (_, k) => (wide[20 * i + k] - wide[20 * j + k]) ** 2).reduce((a, b) => a + b);
    expectAll(
      values,
      [0, 1, 2].flatMap((i) => [0, 1, 2].map((j) => distance(i, j))),
    );
  });

  test('draws a remembered item and moves it by the width', () => {
    const { values } = evaluate((t) => drawFromKernels({ items: t.items, count: t.count }, 0.5, t.u, t.noise), {
      items: rows([1, 2], [3, 4], [5, 6]),
      count: number(2),
      u: vector(0, 0.49, 0.51, 0.999),
      noise: rows([0, 0], [2, 0], [0, 0], [0, -2]),
    });
    expect(values).toEqual([1, 2, 2, 2, 3, 4, 3, 3]);
  });
});

describe('Gaussian mixture', () => {
  const { weights, means, full, variances, factors, x, fullLogProb, diagonalLogProb } = golden.mixtures;
  const given = {
    x: table(x, 6, 3),
    weights: vector(...weights),
    means: table(means, 3, 3),
    full: table(full, 3, 3, 3),
    variances: table(variances, 3, 3),
  };
  const fullOf = (t: Readonly<Record<string, Tensor>>): Mixture => ({
    covariance: 'full',
    weights: t.weights,
    means: t.means,
    spread: t.full,
  });
  const diagonalOf = (t: Readonly<Record<string, Tensor>>): Mixture => ({
    covariance: 'diagonal',
    weights: t.weights,
    means: t.means,
    spread: t.variances,
  });

  test('log p is that of PyTorch, with full and with diagonal covariances', () => {
    expectAll(evaluate((t) => mixtureLogProb(t.x, fullOf(t)), given).values, fullLogProb);
    expectAll(evaluate((t) => mixtureLogProb(t.x, diagonalOf(t)), given).values, diagonalLogProb);
  });

  test('the factors are those of NumPy', () => {
    expectAll(evaluate((t) => cholesky(t.full).matrix, given).values, factors);
    const logDet = evaluate((t) => cholesky(t.full).logDet, given).values;
    expectAll(
      logDet,
      [0, 1, 2].map((k) => [0, 4, 8].reduce((sum, at) => sum + Math.log(factors[9 * k + at]), 0)),
    );
  });

  test('components answer for an item in all', () => {
    const { values } = evaluate((t) => responsibilities(t.x, fullOf(t)), given);
    for (let i = 0; i < 6; i++) expect(values[3 * i] + values[3 * i + 1] + values[3 * i + 2]).toBeCloseTo(1, 12);
  });

  test('draws have the shares, means and covariances of the components', () => {
    const n = 40_000;
    const program = buildProgram('draw', {
      x: drawFromMixture(
        fullOf({ weights: input('weights', [3]), means: input('means', [3, 3]), full: input('full', [3, 3, 3]) }),
        input('u', [n]),
        input('noise', [n, 3]),
      ),
    });
    const u = Float64Array.from({ length: n }, (_, i) => (i + 0.5) / n);
    const noise = normal(new Float32Array(3 * n), { seed: 0, stream: 'noise', step: 0 });
    const { x: drawn } = interpret(program, { weights, means, full, u, noise }, 'float64');
    // u rises, so each component's draws lie together.
    const ends = [0, 0.2 * n, 0.7 * n, n];
    for (let k = 0; k < 3; k++) {
      const count = ends[k + 1] - ends[k];
      const of = (i: number, j: number): number => drawn[3 * (ends[k] + i) + j];
      const mean = [0, 1, 2].map((j) => average(count, (i) => of(i, j)));
      for (let a = 0; a < 3; a++) {
        expect(Math.abs(mean[a] - means[3 * k + a])).toBeLessThan(0.06);
        for (let b = 0; b < 3; b++) {
          const found = average(count, (i) => (of(i, a) - mean[a]) * (of(i, b) - mean[b]));
          const scale = Math.sqrt(full[9 * k + 4 * a] * full[9 * k + 4 * b]);
          expect(Math.abs(found - full[9 * k + 3 * a + b])).toBeLessThan(0.06 * scale);
        }
      }
    }
  });

  test('a uniform number falls into the share that it says', () => {
    const { values } = evaluate((t) => pick(t.shares, t.u), {
      shares: vector(0.25, 0, 0.5, 0.25),
      u: vector(0, 0.24, 0.25, 0.7, 0.75, 0.999_999),
    });
    expect(values).toEqual([0, 0, 2, 2, 3, 3]);
  });
});

describe('expectation maximisation', () => {
  const { x, begin, likelihoods, weights, means, covariances } = golden.em;
  const n = x.length / 2;
  const program = (rate: number, covariance: Mixture['covariance'] = 'full') => {
    const items = input('x', [n, 2]);
    const before: Mixture = {
      covariance,
      weights: input('weights', [3]),
      means: input('means', [3, 2]),
      spread: input('spread', covariance === 'full' ? [3, 2, 2] : [3, 2]),
    };
    const next = stepwiseEm(before, before, items, rate);
    const logProb = mixtureLogProb(items, before);
    return buildProgram('em', {
      'next:weights': next.weights,
      'next:means': next.means,
      'next:spread': next.spread,
      logProb,
    });
  };
  const run = (steps: number, rate: number, covariance: Mixture['covariance'] = 'full') => {
    const step = program(rate, covariance);
    let state: Record<string, ArrayLike<number>> = {
      weights: [1 / 3, 1 / 3, 1 / 3],
      means: begin,
      spread: Array.from({ length: 3 }, () => (covariance === 'full' ? [1, 0, 0, 1] : [1, 1])).flat(),
    };
    const path: number[] = [];
    for (let i = 0; i < steps; i++) {
      const out = interpret(step, { ...state, x }, 'float64');
      path.push(average(n, (k) => out.logProb[k]));
      state = { weights: out['next:weights'], means: out['next:means'], spread: out['next:spread'] };
    }
    return { path, state };
  };

  test('with all items at once goes the way of the textbook, likelihood by likelihood, to its optimum', () => {
    const { path, state } = run(60, 1);
    expectAll(path, likelihoods, 5);
    expectAll(Array.from(state.weights), weights, 5);
    expectAll(Array.from(state.means), means, 5);
    expectAll(Array.from(state.spread), covariances, 5);
  });

  test.each(['full', 'diagonal'] as const)('never lowers the likelihood (%s)', (covariance) => {
    const { path } = run(40, 1, covariance);
    for (const [i, value] of path.entries()) if (i > 0) expect(value).toBeGreaterThan(path[i - 1] - 1e-6);
    expect(path[39]).toBeGreaterThan(path[0] + 0.5);
  });

  test('in smaller steps it ends at the same place', () => {
    const { path } = run(250, 0.2);
    expect(path[249]).toBeCloseTo(likelihoods[59], 4);
  });

  test('a component that nothing belongs to stays where it is, finite', () => {
    const step = program(0.5);
    const spread = [1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1];
    const next = interpret(step, { x, weights: [0.5, 0.5, 0], means: [0, 0, 1, 0, 1e3, 1e3], spread }, 'float64');
    expect(next['next:means'][4]).toBeCloseTo(1e3, 6);
    for (const values of Object.values(next)) expect(Array.from(values).every(Number.isFinite)).toBe(true);
  });

  test('begins with equal shares, each a part of the volume of the batch', () => {
    const { values } = evaluate((t) => mixtureAround(t.means, t.x, 'diagonal').spread, {
      means: rows([0, 0], [1, 1], [2, 2], [3, 3]),
      x: rows([1, 0], [-1, 0], [1, 4], [-1, 4]),
    });
    expectAll(values, [0.25, 1, 0.25, 1, 0.25, 1, 0.25, 1]);
  });
});

describe('where clusters begin', () => {
  const blobs = Float64Array.from(
    { length: 2 * 300 },
    (_, i) => [0, 10, 20][Math.floor(i / 200)] + 0.1 * Math.sin(7 * i),
  );

  test('one item of every blob is chosen, whatever the draws', () => {
    for (let seed = 0; seed < 8; seed++) {
      const uniform = Float64Array.from({ length: 3 * 300 }, (_, i) =>
        fraction(Math.sin(i * 12.9898 + seed * 78.233) * 43_758.5453),
      );
      const program = buildProgram('begin', { centres: spreadOut(input('x', [300, 2]), input('u', [3, 300])) });
      const { centres } = interpret(program, { x: blobs, u: uniform }, 'float64');
      const found = [0, 1, 2].map((k) => Math.abs(Math.round(centres[2 * k] / 10))).sort();
      expect(found).toEqual([0, 1, 2]);
    }
  });

  test('what k-means lowers is the mean squared distance from the own centre', () => {
    const program = buildProgram('distortion', {
      value: distortion(input('x', [3, 2]), input('centres', [2, 2]), input('chosen', [3], 'int32')),
    });
    const { value } = interpret(
      program,
      { x: [0, 0, 3, 4, 1, 1], centres: [0, 0, 1, 1], chosen: [0, 0, 1] },
      'float64',
    );
    expect(value[0]).toBeCloseTo(25 / 3, 5);
  });
});

const average = (count: number, value: (i: number) => number): number => {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += value(i);
  return sum / count;
};

const fraction = (value: number): number => value - Math.floor(value);
