import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { ProbeBuilder } from '../../../src/core/compile';
import { contrastiveLoss, langevinSteps, putChains, takeChains } from '../../../src/core/generative/energy';
import {
  buildProgram,
  input,
  interpret,
  mul,
  normal,
  packParameters,
  square,
  sub,
  sum,
  type Tensor,
} from '../../../src/core/tensor';
import { template } from '../compile/documents';
import { freshParameters, planOf } from '../compile/run';
import { evaluate, number, rows, vector } from './support';

describe('Langevin dynamics', () => {
  test.each([0.3, 0.8])('with ε = %d draws from a known Gaussian, wider by the bias of its steps', (epsilon) => {
    const [count, steps, mu, sigma] = [20_000, 120, 1.5, 0.7];
    const logProb = (x: Tensor) => mul(-0.5 / sigma ** 2, sum(square(sub(x, mu)), { axes: [1] }));
    const [x, noise] = [input('x', [count, 1]), input('noise', [steps, count, 1])];
    const { drawn } = interpret(buildProgram('chains', { drawn: langevinSteps(logProb, x, input('e', []), noise) }), {
      x: new Float32Array(count).fill(-2),
      noise: normal(new Float32Array(steps * count), { seed: 3, stream: 'noise', step: 0 }),
      e: [epsilon],
    });
    const places = Float64Array.from(drawn);
    const mean = places.reduce((total, each) => total + each, 0) / count;
    const variance = places.reduce((total, each) => total + (each - mean) ** 2, 0) / count;
    expect(Math.abs(mean - mu)).toBeLessThan(0.02);
    // x ← a·x + … with a = 1 − ε²/(2σ²) comes to rest at ε² / (1 − a²).
    const biased = sigma ** 2 / (1 - epsilon ** 2 / (4 * sigma ** 2));
    expect(Math.abs(variance / biased - 1)).toBeLessThan(0.035);
  });

  test('of the template walks along the gradient of the density that it is asked for', () => {
    const document = template('ebm-2d');
    const plan = planOf(document);
    const builder = new ProbeBuilder(document, catalogue, plan.layouts);
    const state = packParameters(plan.step.groups.parameters.layout, freshParameters(plan));
    const places = [0.3, -0.7, 1.4, 0.1, -2, 1.1];
    const density = (x: number[]) => {
      const { program } = builder.density('energy', 3);
      return Array.from(interpret(program, { ...state, x }, 'float64').logProb);
    };
    const { program, noise } = builder.walkStep('sampler', 3);
    const none = Object.fromEntries(noise.map((each) => [each.input, new Float64Array(6)]));
    const feeds = { ...state, ...none, x: places, k: [0], 'sampler.step_size': [0.2] };
    const next = interpret(program, feeds, 'float64').next;
    const h = 1e-5;
    places.forEach((place, i) => {
      const beside = (by: number) => density(places.with(i, place + by))[Math.floor(i / 2)];
      const slope = (beside(h) - beside(-h)) / (2 * h);
      expect(Math.abs(slope)).toBeGreaterThan(1e-4);
      expect((next[i] - place) / 0.02).toBeCloseTo(slope, 6);
    });
  });
});

describe('a queue of chains', () => {
  const buffer = rows([0, 0], [1, 1], [2, 2], [3, 3], [4, 4]);

  test('gives those that wait longest, and begins some anew', () => {
    const given = {
      buffer,
      fresh: rows([10, 11], [12, 13], [14, 15]),
      uniform: vector(0.5, 0.05, 0.1),
      share: number(0.1),
    };
    const { values } = evaluate(
      (t) => takeChains(t.buffer, { fresh: t.fresh, uniform: t.uniform, share: t.share }),
      given,
    );
    expect(values).toEqual([0, 0, 12, 13, 2, 2]);
  });

  test('takes them back at its end', () => {
    const put = (...chains: number[][]) =>
      evaluate((t) => putChains(t.buffer, t.chains), { buffer, chains: rows(...chains) }).values;
    expect(put([7, 7], [8, 8])).toEqual([2, 2, 3, 3, 4, 4, 7, 7, 8, 8]);
    expect(put([5, 5], [6, 6], [7, 7], [8, 8], [9, 9])).toEqual([5, 5, 6, 6, 7, 7, 8, 8, 9, 9]);
  });
});

test('contrastive divergence is the difference of energies, and their squares', () => {
  const { values } = evaluate((t) => contrastiveLoss(t.data, t.chains, 0.5), {
    data: vector(1, 2),
    chains: vector(-1, 5, 2),
  });
  expect(values[0]).toBeCloseTo(1.5 - 2 + 0.5 * (2.5 + 10), 6);
});
