import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  discriminatorLoss,
  FORMULATIONS,
  type Formulation,
  generatorLoss,
  gradientPenalty,
} from '../../../src/core/generative/adversarial';
import { add, buildProgram, gradients, input, interpret, linear, mul, sum, tanh } from '../../../src/core/tensor';

interface Golden {
  losses: {
    real: number[];
    fake: number[];
    rows: {
      formulation: Formulation;
      smoothing: number;
      discriminator: number;
      real: number[];
      fake: number[];
      generator: number;
      generatorFake: number[];
    }[];
  };
  penalty: { x: number[]; w: number[]; b: number[]; v: number[]; value: number; gradients: number[][] };
}

/** Written by tests/golden/make_adversarial.py. */
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/adversarial.json', import.meta.url), 'utf8'));

const expectNear = (found: ArrayLike<number>, expected: readonly number[]): void => {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, 10);
  });
};

const { real, fake, rows } = golden.losses;

test('every formulation has its golden values', () => {
  expect([...new Set(rows.map(({ formulation }) => formulation))]).toEqual([...FORMULATIONS]);
});

describe.each(rows.map((row) => [row.formulation, row.smoothing, row] as const))('%s, smoothing %s', (_f, _s, row) => {
  test('losses and their gradients are those of PyTorch', () => {
    const [r, f] = [input('real', [real.length]), input('fake', [fake.length])];
    const d = discriminatorLoss(row.formulation, r, f, row.smoothing);
    const g = generatorLoss(row.formulation, f);
    const [dReal, dFake] = gradients(d, [r, f]);
    const [gFake] = gradients(g, [f]);
    const program = buildProgram('losses', { d, g, dReal, dFake, gFake });
    const out = interpret(program, { real: Float64Array.from(real), fake: Float64Array.from(fake) }, 'float64');
    expectNear(out.d, [row.discriminator]);
    expectNear(out.g, [row.generator]);
    expectNear(out.dReal, row.real);
    expectNear(out.dFake, row.fake);
    expectNear(out.gFake, row.generatorFake);
  });
});

test('the gradient penalty and its gradients in the weights are those of PyTorch', () => {
  const [x, w, b, v] = [input('x', [4, 2]), input('w', [2, 3]), input('b', [3]), input('v', [3])];
  const score = sum(mul(tanh(add(linear(x, w), b)), v), { axes: [1] });
  const value = gradientPenalty(score, x);
  const [dw, db, dv] = gradients(value, [w, b, v]);
  const { x: points, w: weight, b: bias, v: vector, value: expected, gradients: slopes } = golden.penalty;
  const given = { x: points, w: weight, b: bias, v: vector };
  const feeds = Object.fromEntries(Object.entries(given).map(([name, values]) => [name, Float64Array.from(values)]));
  const out = interpret(buildProgram('penalty', { value, dw, db, dv }), feeds, 'float64');
  expectNear(out.value, [expected]);
  [out.dw, out.db, out.dv].forEach((found, i) => {
    expectNear(found, slopes[i]);
  });
});
