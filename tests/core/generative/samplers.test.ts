import { describe, expect, test } from 'vitest';
import { endsOf, linear, type NoisePath } from '../../../src/core/generative/paths';
import {
  ddimStep,
  eulerMaruyamaStep,
  eulerStep,
  guidedVelocity,
  heunStep,
  linearTimes,
  midpointStep,
  posteriorVariance,
  rk4Step,
  type SamplerStep,
  type VelocityField,
} from '../../../src/core/generative/samplers';
import {
  add,
  buildProgram,
  cos,
  div,
  input,
  interpret,
  mul,
  normal,
  sin,
  square,
  sub,
  type Tensor,
  tanh,
} from '../../../src/core/tensor';
import golden from '../../golden/samplers.json';
import { evaluate, number, vector } from './support';

/** Powers of two and their sums, as constants of programs are float32. */
const MEAN = 0.75;
const STD = 0.25;

/**
 * The marginal velocity of the linear path when the data is N(m, s²), in closed form: x_t is normal with mean (1 − t)m
 * and variance (1 − t)²s² + t², and v(x, t) = E[ε − x_0 | x_t = x].
 */
const velocity: VelocityField = (x, t) => {
  const rest = sub(1, t);
  const variance = add(mul(square(rest), STD ** 2), square(t));
  const slope = div(sub(t, mul(rest, STD ** 2)), variance);
  return sub(mul(slope, sub(x, mul(rest, MEAN))), MEAN);
};

/** The flow carries x = m_t + σ_t·c along a constant c: where noise ε at t = 1 is at t, exactly. */
const exact = (noise: number, t: number): number =>
  (1 - t) * MEAN + Math.sqrt((1 - t) ** 2 * STD ** 2 + t ** 2) * noise;

const steppers = { euler: eulerStep, heun: heunStep, midpoint: midpointStep, rk4: rk4Step } as const;
type Stepper = (typeof steppers)[keyof typeof steppers];

/** All steps of one sampler from given noise; `fresh` is drawn anew at each step. */
const wayOf = (
  step: (place: { x: Tensor; t: Tensor; next: Tensor }, fresh: { eta: Tensor; noise: Tensor }) => SamplerStep,
  noise: ArrayLike<number>,
  steps: number,
  { eta = 0, seed = 1, end = 0 } = {},
): number[] => {
  const shape = [noise.length];
  const place = { x: input('x', shape), t: input('t', []), next: input('next', []) };
  const { prevSample } = step(place, { eta: input('eta', []), noise: input('noise', shape) });
  const program = buildProgram('step', { prevSample });
  const times = linearTimes(steps).map((t) => end + (1 - end) * t);
  let x: ArrayLike<number> = noise;
  for (let k = 0; k < steps; k++) {
    const fresh = normal(new Float32Array(noise.length), { seed, stream: 'fresh', step: k });
    const all: Record<string, ArrayLike<number>> = { x, t: [times[k]], next: [times[k + 1]], eta: [eta], noise: fresh };
    const fed = Object.fromEntries(program.inputs.map(({ name }) => [name, all[name]]));
    x = interpret(program, fed, 'float64').prevSample;
  }
  return Array.from(x);
};

const ended = (step: Stepper, noise: number[], steps: number, end = 0, field = velocity) =>
  wayOf((place) => step(linear, field, place), noise, steps, { end });

const noise = [-2, -0.5, 0.3, 1, 2.5];
const error = (step: Stepper, steps: number, end = 0): number =>
  Math.max(...Array.from(ended(step, noise, steps, end), (x, i) => Math.abs(x - exact(noise[i], end))));

/** Slope of the least-squares line through log(error) over log(1 / steps). */
const orderOf = (counts: readonly number[], error: (steps: number) => number): number => {
  const [xs, ys] = [counts.map((n) => -Math.log(n)), counts.map((n) => Math.log(error(n)))];
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [x, y] = [mean(xs), mean(ys)];
  return mean(xs.map((each, i) => (each - x) * (ys[i] - y))) / mean(xs.map((each) => (each - x) ** 2));
};

describe('the flow to N(m, s²)', () => {
  test.each([
    ['euler', 1, [64, 128, 256, 512]],
    ['heun', 2, [32, 64, 128, 256]],
    ['rk4', 4, [8, 16, 32, 64]],
  ] as const)('%s converges with order %d', (name, order, counts) => {
    const found = orderOf(counts, (steps) => error(steppers[name], steps, 0.25));
    expect(found).toBeGreaterThan(order - 0.15);
    expect(found).toBeLessThan(order + 0.25);
  });

  test.each([
    ['euler', 256, 1e-2],
    ['heun', 256, 1e-4],
    ['midpoint', 256, 1e-4],
    ['rk4', 64, 1e-6],
  ] as const)('%s comes to the exact end points in %d steps', (name, steps, limit) => {
    expect(error(steppers[name], steps)).toBeLessThan(limit);
    expect(error(steppers[name], 2)).toBeGreaterThan(10 * limit);
  });

  test('midpoint converges with order 2 to two points', () => {
    // On the flow to one Gaussian its errors of second order cancel. With data at ±1/2, E[x_0 | x] = tanh((1 − t)x / 2t²) / 2.
    const field: VelocityField = (x, t) => div(sub(x, mul(0.5, tanh(div(mul(mul(0.5, sub(1, t)), x), square(t))))), t);
    const truth = ended(rk4Step, noise, 1_024, 0.25, field);
    const apart = (steps: number): number =>
      Math.max(...ended(midpointStep, noise, steps, 0.25, field).map((x, i) => Math.abs(x - truth[i])));
    expect(orderOf([32, 64, 128, 256], apart)).toBeGreaterThan(1.85);
    expect(orderOf([32, 64, 128, 256], apart)).toBeLessThan(2.25);
  });

  test('at ten steps a higher order is nearer', () => {
    const [euler, heun, rk4] = [eulerStep, heunStep, rk4Step].map((step) => error(step, 10));
    expect(heun).toBeLessThan(euler / 3);
    expect(rk4).toBeLessThan(heun / 3);
  });

  test.each([
    ['ddim', ddimStep],
    ['sde', eulerMaruyamaStep],
  ] as const)('%s without fresh noise is Euler', (_name, step) => {
    const way = wayOf((place, fresh) => step(linear, velocity, place, fresh), noise, 20);
    const euler = ended(eulerStep, noise, 20);
    for (const [i, x] of Array.from(way).entries()) expect(x).toBeCloseTo(euler[i], 12);
  });

  test.each([
    ['ddim', 0.5, ddimStep],
    ['ddim', 1, ddimStep],
    ['sde', 0.5, eulerMaruyamaStep],
    ['sde', 1, eulerMaruyamaStep],
  ] as const)('%s with eta %d keeps the distribution', (_name, eta, step) => {
    const start = normal(new Float32Array(4_000), { seed: 3, stream: 'start', step: 0 });
    const way = Array.from(wayOf((place, fresh) => step(linear, velocity, place, fresh), start, 100, { eta }));
    const mean = way.reduce((a, b) => a + b, 0) / way.length;
    const deviation = Math.sqrt(way.reduce((a, b) => a + (b - mean) ** 2, 0) / way.length);
    expect(Math.abs(mean - MEAN)).toBeLessThan(0.02);
    expect(Math.abs(deviation - STD)).toBeLessThan(0.02);
    const other = wayOf((place, fresh) => step(linear, velocity, place, fresh), start, 100, { eta, seed: 2 });
    expect(Array.from(other)).not.toEqual(way);
  });
});

test.each(Object.entries(steppers))(
  '%s: on a straight line one step is exact, and x₀ is known at every step',
  (_name, step) => {
    const [x0, eps] = [
      [1, -2, 0.25],
      [0.5, 3, -1],
    ];
    const line = vector(...eps.map((e, i) => e - x0[i]));
    const at = (t: number) => vector(...x0.map((x, i) => (1 - t) * x + t * eps[i]));
    for (const [t, next] of [
      [1, 0],
      [1, 0.6],
      [0.6, 0.1],
      [0.1, 0],
    ]) {
      const given = { v: line, x: at(t), t: number(t), next: number(next) };
      const result = (part: keyof SamplerStep) =>
        evaluate((i) => step(linear, () => i.v, { x: i.x, t: i.t, next: i.next })[part], given).values;
      for (const [i, value] of result('prevSample').entries()) expect(value).toBeCloseTo(at(next).values[i], 12);
      for (const [i, value] of result('predOriginal').entries()) expect(value).toBeCloseTo(x0[i], 12);
    }
  },
);

const half = Math.PI / 2;
const paths: Readonly<Record<string, NoisePath>> = {
  linear,
  cosine: {
    alpha: (t) => cos(mul(half, t)),
    sigma: (t) => sin(mul(half, t)),
    alphaRate: (t) => mul(-half, sin(mul(half, t))),
    sigmaRate: (t) => mul(half, cos(mul(half, t))),
  },
};

describe('DDIM as PyTorch takes it', () => {
  test.each(golden.ddim)('$path from $t to $next with eta $eta', (given) => {
    const path = paths[given.path];
    const fed = {
      x: vector(...given.x),
      v: vector(...given.v),
      noise: vector(...given.noise),
      t: number(given.t),
      next: number(given.next),
      eta: number(given.eta),
    };
    for (const part of ['prevSample', 'predOriginal'] as const) {
      const { values } = evaluate(
        (i) => ddimStep(path, () => i.v, { x: i.x, t: i.t, next: i.next }, { eta: i.eta, noise: i.noise })[part],
        fed,
      );
      for (const [i, value] of values.entries())
        expect(value).toBeCloseTo(given[part][i], given.path === 'linear' ? 7 : 5);
    }
  });

  test('nothing of x_t is left to know x_s by at pure noise, and all of x_0 at the data', () => {
    const variance = (t: number, s: number) =>
      evaluate((i) => posteriorVariance(linear, i.t, i.s), { t: number(t), s: number(s) }).values[0];
    expect(variance(1, 0.6)).toBeCloseTo(0.36, 12);
    expect(variance(0.6, 0)).toBe(0);
    expect(variance(0.6, 0.6)).toBeCloseTo(0, 12);
  });
});

test('both ends of a path are found again from x_t and its velocity', () => {
  const [x0, eps] = [vector(1, -2), vector(0.5, 3)];
  for (const path of Object.values(paths))
    for (const end of ['x0', 'eps'] as const) {
      const { values } = evaluate(
        ({ x, e, t }) => {
          const at = add(mul(path.alpha(t), x), mul(path.sigma(t), e));
          const v = add(mul(path.alphaRate(t), x), mul(path.sigmaRate(t), e));
          return endsOf(path, v, at, t)[end];
        },
        { x: x0, e: eps, t: number(0.37) },
      );
      const wanted = end === 'x0' ? x0 : eps;
      for (const [i, value] of values.entries()) expect(value).toBeCloseTo(wanted.values[i], 12);
    }
});

test('guidance goes from no label through the label and beyond', () => {
  const at = (w: number) =>
    evaluate((i) => guidedVelocity(i.c, i.u, i.w), { c: vector(2, -1), u: vector(1, 3), w: number(w) }).values;
  expect(at(0)).toEqual([1, 3]);
  expect(at(1)).toEqual([2, -1]);
  expect(at(2)).toEqual([3, -5]);
});

test.each([1, 3, 50, 1_000])('%d even steps go from 1 to 0', (steps) => {
  const times = linearTimes(steps);
  expect(times).toHaveLength(steps + 1);
  expect([times[0], times[steps]]).toEqual([1, 0]);
  for (let k = 0; k < steps; k++) expect(times[k] - times[k + 1]).toBeCloseTo(1 / steps, 6);
});
