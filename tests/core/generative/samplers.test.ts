import { describe, expect, test } from 'vitest';
import { eulerStep, linearTimes } from '../../../src/core/generative/samplers';
import { add, div, mul, square, sub, type Tensor } from '../../../src/core/tensor';
import { evaluate, number, vector } from './support';

const MEAN = 0.8;
const STD = 0.3;

/**
 * The marginal velocity of the linear path when the data is N(m, s²), in closed form: x_t is normal with mean (1 − t)m
 * and variance (1 − t)²s² + t², and v(x, t) = E[ε − x_0 | x_t = x].
 */
const velocity = (x: Tensor, t: Tensor): Tensor => {
  const rest = sub(1, t);
  const variance = add(mul(square(rest), STD ** 2), square(t));
  const slope = div(sub(t, mul(rest, STD ** 2)), variance);
  return sub(mul(slope, sub(x, mul(rest, MEAN))), MEAN);
};

/** The flow carries x = m_t + σ_t·c along a constant c, so noise ε at t = 1 ends at m + s·ε exactly. */
const exact = (noise: number): number => MEAN + STD * noise;

const sampled = (noise: number[], steps: number): number[] => {
  const times = linearTimes(steps);
  let x = noise;
  for (let k = 0; k < steps; k++) {
    const given = { x: vector(...x), t: number(times[k]), next: number(times[k + 1]) };
    x = evaluate((i) => eulerStep(velocity(i.x, i.t), i.x, i.t, i.next).prevSample, given).values;
  }
  return x;
};

describe('Euler steps on the flow to N(m, s²)', () => {
  const noise = [-2, -0.5, 0.3, 1, 2.5];
  const error = (steps: number): number =>
    Math.max(...sampled(noise, steps).map((x, i) => Math.abs(x - exact(noise[i]))));

  test('come near the exact end points', () => {
    expect(error(400)).toBeLessThan(0.01);
    expect(error(2)).toBeGreaterThan(0.05);
  });

  test('converge with order one: twice the steps, half the error', () => {
    const counts = [50, 100, 200, 400];
    const errors = counts.map(error);
    const slopes = errors.slice(1).map((each, i) => Math.log2(errors[i] / each));
    for (const slope of slopes) {
      expect(slope).toBeGreaterThan(0.9);
      expect(slope).toBeLessThan(1.1);
    }
  });
});

test('on a single straight line one step is exact, and x₀ is known at every step', () => {
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
    const { values: moved } = evaluate((i) => eulerStep(i.v, i.x, i.t, i.next).prevSample, given);
    const { values: predicted } = evaluate((i) => eulerStep(i.v, i.x, i.t, i.next).predOriginal, given);
    moved.forEach((value, i) => {
      expect(value).toBeCloseTo(at(next).values[i], 12);
    });
    predicted.forEach((value, i) => {
      expect(value).toBeCloseTo(x0[i], 12);
    });
  }
});

test.each([1, 3, 50, 1_000])('%d even steps go from 1 to 0', (steps) => {
  const times = linearTimes(steps);
  expect(times).toHaveLength(steps + 1);
  expect([times[0], times[steps]]).toEqual([1, 0]);
  for (let k = 0; k < steps; k++) expect(times[k] - times[k + 1]).toBeCloseTo(1 / steps, 6);
});
