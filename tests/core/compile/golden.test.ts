import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/core/compile';
import { initialState, interpret, type NamedArrays, namedState, nextState, sizeOf } from '../../../src/core/tensor';
import { createEngine } from '../../../src/engine';
import { assigned, tinyFlow, tinyVae } from './documents';
import { type Feeds, planOf, scalarFeed } from './run';

/** Values from PyTorch in double precision, written by tests/golden/make_models.py. */
interface GoldenModel {
  readonly learningRate: number;
  readonly parameters: Readonly<Record<string, readonly number[]>>;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly trained: Readonly<Record<string, readonly number[]>>;
  readonly reports: readonly Readonly<Record<string, number>>[];
  readonly steps: readonly Readonly<Record<string, readonly number[]>>[];
}
interface Golden {
  readonly vae: GoldenModel & { readonly beta: number; readonly sigma: number };
  readonly flow: GoldenModel;
}

const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/models.json', import.meta.url), 'utf8'));

const models = {
  'variational autoencoder': {
    plan: planOf(tinyVae()),
    golden: golden.vae,
    feeds: ({ x, eps }: GoldenModel['steps'][number]): Feeds => ({
      'data.x': x,
      'z.eps': eps,
      'kl.beta': [golden.vae.beta],
      'reconstruction.sigma': [golden.vae.sigma],
    }),
  },
  'rectified flow': {
    plan: planOf(assigned(tinyFlow(), 'data.batch_size=16')),
    golden: golden.flow,
    feeds: ({ x, eps, t }: GoldenModel['steps'][number]): Feeds => ({ 'data.x': x, 'noise.noise': eps, 'time.t': t }),
  },
};

type Run = (feeds: Feeds) => Promise<Record<string, ArrayLike<number>>>;

const cpu = await createEngine('cpu');
afterAll(() => cpu.dispose());

/** One way of running a plan's program, with float32 state between the steps, and how near it must come. */
const runners: Record<string, { run: (plan: Plan) => Promise<Run>; loss: number; vectors: number }> = {
  'in double precision': {
    run: async (plan) => async (feeds) => interpret(plan.step.program, feeds, 'float64'),
    loss: 1e-7,
    vectors: 1e-5,
  },
  'on the reference engine’s precision': {
    run: async (plan) => async (feeds) => interpret(plan.step.program, feeds, 'float32'),
    loss: 1e-5,
    vectors: 1e-4,
  },
  'on ONNX Runtime': {
    run: async (plan) => {
      const executable = await cpu.compile(plan.step.program);
      return async (feeds) => {
        const uploaded = plan.step.program.inputs.map(
          ({ name, shape }) => [name, cpu.upload(Float32Array.from(feeds[name]), shape)] as const,
        );
        const outputs = Object.entries(await executable.run(Object.fromEntries(uploaded)));
        return Object.fromEntries(await Promise.all(outputs.map(async ([name, value]) => [name, await value.read()])));
      };
    },
    loss: 1e-5,
    vectors: 1e-4,
  },
};

const norm = (values: readonly number[]): number => Math.hypot(...values);
const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number[] => Array.from(a, (v, i) => v - b[i]);

/** ‖found − expected‖ / ‖expected‖ of each named vector, the worst of them. */
const worst = (found: Readonly<Record<string, readonly number[]>>, expected: GoldenModel['parameters']): number =>
  Math.max(
    ...Object.entries(expected).map(([name, values]) => norm(difference(found[name], values)) / norm([...values])),
  );

const float32 = (values: GoldenModel['parameters']): NamedArrays =>
  Object.fromEntries(Object.entries(values).map(([name, list]) => [name, Float32Array.from(list)]));

const numbers = (arrays: NamedArrays): Record<string, number[]> =>
  Object.fromEntries(Object.entries(arrays).map(([name, values]) => [name, Array.from(values)]));

describe.each(Object.entries(models))('%s against PyTorch', (_model, { plan, golden: expected, feeds }) => {
  test('has PyTorch’s parameters', () => {
    const sizes = Object.fromEntries(plan.parameters.map(({ name, shape }) => [name, sizeOf(shape)]));
    expect(sizes).toEqual(
      Object.fromEntries(Object.entries(expected.parameters).map(([name, values]) => [name, values.length])),
    );
  });

  test.each(Object.entries(runners))('three Adam steps %s', async (_runner, { run, loss, vectors }) => {
    const step = await run(plan);
    const start = float32(expected.parameters);
    let state = initialState(plan.step, start);
    for (const [i, given] of expected.steps.entries()) {
      const outputs = await step({
        ...state,
        ...feeds(given),
        ...scalarFeed(plan, { learningRate: expected.learningRate, t: i + 1 }),
      });
      for (const { name, output } of plan.reports) {
        // A flow's only term is reported beside the loss under its own name.
        const value = expected.reports[i][name] ?? expected.reports[i].loss;
        expect(Math.abs(outputs[output][0] - value) / Math.abs(value)).toBeLessThan(loss);
      }
      const next = nextState(plan.step, outputs);
      state = Object.fromEntries(Object.entries(next).map(([name, values]) => [name, Float32Array.from(values)]));
      // With moments at zero the new mean sum is the gradient.
      const { moments } = namedState(plan.step, state);
      if (i === 0) expect(worst(numbers(moments['adam.mean_sum']), expected.gradients)).toBeLessThan(vectors);
    }
    const { parameters } = namedState(plan.step, state);
    const updates = (end: Readonly<Record<string, ArrayLike<number>>>) =>
      Object.fromEntries(Object.keys(start).map((name) => [name, difference(end[name], start[name])]));
    expect(worst(updates(parameters), updates(expected.trained))).toBeLessThan(vectors);
  });
});
