import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { gaussianKl, gaussianKlBetween } from '../../../src/core/generative/objectives';
import { namedState, nextState, sizeOf, slice, type Tensor } from '../../../src/core/tensor';
import { firstStep, planOf } from '../compile/run';
import { evaluate } from '../generative/support';
import { tinyHierarchy } from './latent-documents';

/** Values from PyTorch in double precision, written by tests/golden/make_latent_variables.py. */
interface Golden {
  readonly divergences: {
    readonly width: number;
    readonly q: readonly number[];
    readonly p: readonly number[];
    readonly kl: readonly number[];
    readonly fromStandard: readonly number[];
  };
  readonly hierarchy: {
    readonly beta: number;
    readonly sigma: number;
    readonly x: readonly number[];
    readonly eps1: readonly number[];
    readonly eps2: readonly number[];
    readonly parameters: Readonly<Record<string, readonly number[]>>;
    readonly gradients: Readonly<Record<string, readonly number[]>>;
    readonly reports: Readonly<Record<string, number>>;
  };
}

const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/latent_variables.json', import.meta.url), 'utf8'));

const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('the divergence of two Gaussians against torch.distributions', () => {
  const { width, q, p, kl, fromStandard } = golden.divergences;
  const rows = (values: readonly number[]) => ({ shape: [kl.length, 2 * width], values });
  const halves = (both: Tensor) => ({
    mean: slice(both, { starts: [0], ends: [width], axes: [1] }),
    logVar: slice(both, { starts: [width], ends: [2 * width], axes: [1] }),
  });

  test('is that of q from p', () => {
    const found = evaluate((t) => gaussianKlBetween(halves(t.q), halves(t.p)), { q: rows(q), p: rows(p) });
    expect(found.shape).toEqual([]);
    expect(found.values[0]).toBeCloseTo(average(kl), 10);
  });

  test('is that from N(0, I) where the prior is standard, and 0 of a distribution from itself', () => {
    const standard = rows(q.map(() => 0));
    const between = evaluate((t) => gaussianKlBetween(halves(t.q), halves(t.p)), { q: rows(q), p: standard });
    const plain = evaluate((t) => gaussianKl(halves(t.q).mean, halves(t.q).logVar), { q: rows(q) });
    expect(between.values[0]).toBeCloseTo(average(fromStandard), 10);
    expect(plain.values[0]).toBeCloseTo(average(fromStandard), 10);
    const same = evaluate((t) => gaussianKlBetween(halves(t.q), halves(t.q)), { q: rows(q) });
    expect(same.values[0]).toBeCloseTo(0, 12);
  });
});

describe('a VAE of two levels against PyTorch', () => {
  const { beta, sigma, x, eps1, eps2, parameters, gradients, reports } = golden.hierarchy;
  const plan = planOf(tinyHierarchy());
  const outputs = firstStep(
    plan,
    Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, Float32Array.from(values)])),
    {
      'data.x': x,
      'z_1.eps': eps1,
      'z_2.eps': eps2,
      'kl_1.beta': [beta],
      'kl_2.beta': [1],
      'reconstruction.sigma': [sigma],
    },
  );

  test('has PyTorch’s parameters, σ among them', () => {
    const sizes = Object.fromEntries(plan.parameters.map(({ name, shape }) => [name, sizeOf(shape)]));
    expect(sizes).toEqual(
      Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, values.length])),
    );
  });

  test.each(Object.keys(reports))('has PyTorch’s %s', (name) => {
    const found = plan.reports.find((report) => report.name === name);
    if (!found) throw new Error(`nothing reports ${name}`);
    // The constant ½ log 2π stands in the program as float32.
    expect(outputs[found.output][0] / reports[name]).toBeCloseTo(1, 6);
  });

  test('has PyTorch’s gradient of every parameter', () => {
    const state = nextState(plan.step, outputs);
    const { moments } = namedState(
      plan.step,
      Object.fromEntries(Object.entries(state).map(([name, values]) => [name, Float32Array.from(values)])),
    );
    // With moments at zero the new mean sum is the gradient.
    const found = moments['adam.mean_sum'];
    expect(Object.keys(found).sort()).toEqual(Object.keys(gradients).sort());
    for (const [name, expected] of Object.entries(gradients))
      for (const [i, value] of expected.entries()) expect(found[name][i], `${name}[${i}]`).toBeCloseTo(value, 5);
  });
});
