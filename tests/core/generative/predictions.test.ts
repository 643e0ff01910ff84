import { describe, expect, test } from 'vitest';
import {
  type Ends,
  linear,
  type NoisePath,
  noisy,
  veGeometric,
  velocityOf,
  vpCosine,
  vpLinear,
} from '../../../src/core/generative/paths';
import { endsFrom, type PredictionType, predictionOf, readAs } from '../../../src/core/generative/predictions';
import { add, concat, mul, sub, type Tensor } from '../../../src/core/tensor';
import { evaluate, rows, vector } from './support';

const paths: readonly (readonly [string, NoisePath])[] = [
  ['linear', linear],
  ['vp cosine', vpCosine],
  ['vp linear', vpLinear()],
  ['ve', veGeometric()],
];
const types: readonly PredictionType[] = ['epsilon', 'sample', 'v_prediction', 'flow', 'score'];
const times = [0.05, 0.5, 0.93];
const given = {
  x0: rows([1, -2], [0.5, 3], [0.1, -0.4]),
  eps: rows([0.3, 0.7], [-1, 2], [1.4, -0.2]),
  t: vector(...times),
};

const endsIn = ({ x0, eps }: Readonly<Record<string, Tensor>>): Ends => ({ x0, eps });

const near = (found: readonly number[], expected: readonly number[], digits: number): void => {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, digits);
};

describe.each(paths)('the path "%s"', (_name, path) => {
  test('moves at the rates that it tells', () => {
    const h = 1e-6;
    const at = (shift: number): number[] =>
      evaluate((i) => noisy(path, i.x0, i.eps, i.t), { ...given, t: vector(...times.map((t) => t + shift)) }).values;
    const { values } = evaluate((i) => velocityOf(path, endsIn(i), i.t), given);
    const [after, before] = [at(h), at(-h)];
    near(
      values.map((v, i) => v / Math.max(1, Math.abs(values[i]))),
      after.map((x, i) => (x - before[i]) / (2 * h) / Math.max(1, Math.abs(values[i]))),
      6,
    );
  });

  test.each(types)('a prediction of kind %s leads to both ends', (type) => {
    const { values } = evaluate((i) => {
      const x = noisy(path, i.x0, i.eps, i.t);
      const { x0, eps } = endsFrom(type, path, predictionOf(type, path, endsIn(i), i.t), x, i.t);
      return concat([x0, eps], 0);
    }, given);
    near(values, [...given.x0.values, ...given.eps.values], 9);
  });

  test.each(types.flatMap((from) => types.map((to) => [from, to] as const)))('%s is read as %s', (from, to) => {
    const { values } = evaluate((i) => {
      const x = noisy(path, i.x0, i.eps, i.t);
      const told = readAs(from, to, path, predictionOf(from, path, endsIn(i), i.t), x, i.t);
      return sub(told, predictionOf(to, path, endsIn(i), i.t));
    }, given);
    near(values, new Array(6).fill(0), 8);
  });
});

test('variance is kept, or explodes, as the names say', () => {
  const spread = (path: NoisePath) =>
    evaluate(
      (i) => {
        const [alpha, sigma] = [path.alpha(i.t), path.sigma(i.t)];
        return concat([add(mul(alpha, alpha), mul(sigma, sigma)), sigma], 0);
      },
      { t: vector(0.001, 0.4, 1) },
    ).values;
  near(spread(vpCosine).slice(0, 3), [1, 1, 1], 12);
  near(spread(vpLinear()).slice(0, 3), [1, 1, 1], 12);
  near(spread(veGeometric()).slice(3), [0.01 * 2_000 ** 0.001, 0.01 * 2_000 ** 0.4, 20], 5);
  // DDPM's ᾱ after half of 1 000 steps from 10⁻⁴ to 0.02, as a product.
  let signal = 1;
  for (let k = 0; k < 500; k++) signal *= 1 - (1e-4 + (k / 999) * (0.02 - 1e-4));
  const [alpha] = evaluate((i) => vpLinear().alpha(i.t), { t: vector(0.5) }).values;
  expect(Math.abs(alpha ** 2 - signal)).toBeLessThan(2e-3);
});
