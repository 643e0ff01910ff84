import { describe, expect, test } from 'vitest';
import {
  askComponents,
  drawFromFactors,
  type FactorMixture,
  factorStatistics,
  readOff,
} from '../../../src/core/generative/factor-mixtures';
import { mixtureLogProb } from '../../../src/core/generative/mixtures';
import {
  add,
  buildProgram,
  diagonalMatrix,
  expandDims,
  input,
  interpret,
  logSumExp,
  matmul,
  mean,
  mul,
  normal,
  ones,
  type Tensor,
  uniform,
} from '../../../src/core/tensor';
import { evaluate } from './support';

const random = (stream: string, count: number): Float64Array =>
  Float64Array.from(normal(new Float32Array(count), { seed: 4, stream, step: 0 }));

const [m, d, r] = [2, 4, 2];
const given = {
  shares: { shape: [m], values: [0.3, 0.7] },
  means: { shape: [m, d], values: random('means', m * d) },
  loadings: { shape: [m, d, r], values: random('loadings', m * d * r) },
  noise: { shape: [m], values: [0.2, 0.6] },
};
const mixtureIn = (t: Readonly<Record<string, Tensor>>): FactorMixture => ({
  shares: t.shares,
  means: t.means,
  loadings: t.loadings,
  noise: t.noise,
});
/** The covariance matrices written out. */
const dense = ({ loadings, noise }: FactorMixture): Tensor =>
  add(matmul(loadings, loadings, { transposeB: true }), diagonalMatrix(mul(expandDims(noise, 1), ones([m, d]))));

const logProb = (x: Tensor, mixture: FactorMixture): Tensor =>
  logSumExp(askComponents(x, mixture).joint, { axes: [1] });

describe('a mixture of flat Gaussians', () => {
  test('has the density of the same mixture with its matrices written out', () => {
    const x = { shape: [5, d], values: random('x', 5 * d) };
    const found = evaluate((t) => logProb(t.x, mixtureIn(t)), { ...given, x }).values;
    const wanted = evaluate(
      (t) => {
        const { shares, means } = mixtureIn(t);
        return mixtureLogProb(t.x, { covariance: 'full', weights: shares, means, spread: dense(mixtureIn(t)) });
      },
      { ...given, x },
    ).values;
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(wanted[i], 6);
    });
  });

  test('draws items with the mean and covariance of their class', () => {
    const count = 40_000;
    const of = (stream: string, size: number) => normal(new Float32Array(count * size), { seed: 1, stream, step: 0 });
    const fed = {
      ...Object.fromEntries(Object.entries(given).map(([name, { values }]) => [name, values])),
      labels: new Int32Array(count).fill(1),
      component: uniform(new Float32Array(count), { seed: 1, stream: 'component', step: 0 }),
      z: of('z', r),
      e: of('e', d),
    };
    const mixture = mixtureIn(
      Object.fromEntries(Object.entries(given).map(([name, { shape }]) => [name, input(name, shape)])),
    );
    // One component for each class: the second one alone.
    const x = drawFromFactors(mixture, input('labels', [count], 'int32'), 1, {
      component: input('component', [count]),
      z: input('z', [count, r]),
      noise: input('e', [count, d]),
    });
    const centred = add(x, mul(-1, mean(x, { axes: [0], keepDims: true })));
    const covariance = mul(1 / count, matmul(centred, centred, { transposeA: true }));
    const out = interpret(
      buildProgram('draws', { middle: mean(x, { axes: [0] }), covariance, wanted: dense(mixture) }),
      fed,
    );
    const most = Math.max(...out.wanted.slice(d * d));
    for (let i = 0; i < d; i++) expect(Math.abs(out.middle[i] - given.means.values[d + i])).toBeLessThan(0.05);
    for (let i = 0; i < d * d; i++)
      expect(Math.abs(out.covariance[i] - out.wanted[d * d + i])).toBeLessThan(0.03 * most);
  });

  test('becomes more probable with each step of expectation maximisation, for the classes of the items alone', () => {
    const n = 60;
    const x = { shape: [n, d], values: random('data', n * d).map((value, i) => value * (1 + (i % d)) + (i % 3)) };
    // Items of the first class belong to the first component.
    const member = {
      shape: [n, m],
      values: Float64Array.from({ length: n * m }, (_, i) => ((i >> 1) % 2 === i % 2 ? 1 : 0)),
    };
    let now = given;
    const scores: number[] = [];
    const joint = (t: Readonly<Record<string, Tensor>>) =>
      mean(
        logSumExp(add(askComponents(t.x, mixtureIn(t)).joint, mul(-1e30, add(1, mul(-1, t.member)))), { axes: [1] }),
      );
    for (let k = 0; k < 12; k++) {
      scores.push(evaluate(joint, { ...now, x, member }).values[0]);
      const next = (name: keyof FactorMixture) =>
        Float64Array.from(
          evaluate((t) => readOff(factorStatistics(t.x, mixtureIn(t), t.member), t.means, 0)[name], {
            ...now,
            x,
            member,
          }).values,
        );
      now = {
        shares: { shape: [m], values: [...next('shares')] },
        means: { shape: [m, d], values: next('means') },
        loadings: { shape: [m, d, r], values: next('loadings') },
        noise: { shape: [m], values: [...next('noise')] },
      };
    }
    for (let k = 1; k < scores.length; k++) expect(scores[k]).toBeGreaterThan(scores[k - 1] - 1e-3);
    expect(scores.at(-1)).toBeGreaterThan(scores[0] + 1);
    expect(now.shares.values[0]).toBeCloseTo(0.5, 6);
  });
});
