import { describe, expect, test, vi } from 'vitest';
import { catalogue } from '../../src/core/catalogue';
import { compilePlan, ProbeBuilder } from '../../src/core/compile';
import { initialState, interpret, type NamedArrays, normal, sizeOf } from '../../src/core/tensor';
import { createEngine } from '../../src/engine';
import type { DataSource } from '../../src/worker/data-source';
import { evaluate } from '../../src/worker/evaluate';
import { Probes } from '../../src/worker/probes';
import { tinyVae } from '../core/compile/documents';

const document = tinyVae();
const plan = compilePlan(document, catalogue);
const engine = await createEngine('reference');
const values: NamedArrays = initialState(
  plan.step,
  Object.fromEntries(
    plan.parameters.map(({ name, shape }) => [
      name,
      normal(new Float32Array(sizeOf(shape)), { seed: 1, stream: name, step: 0 }),
    ]),
  ),
);
const state = Object.fromEntries(
  plan.step.state.map(({ input, shape }) => [input, engine.upload(values[input], shape, 'float32')]),
);

/** `testCount` points: item i is (i / 1000, 1). */
const sourceOf = (testCount: number): DataSource => ({
  title: 'A line',
  itemShape: [2],
  classes: ['line'],
  trainCount: 0,
  testCount,
  image: false,
  positions: () => null,
  batch: () => {
    throw new Error('an evaluation does not train');
  },
  items: vi.fn((_split: 'train' | 'test', offset: number, count: number) => ({
    values: Float32Array.from({ length: 2 * count }, (_, i) => (i % 2 ? 1 : (offset + i / 2) / 1_000)),
    labels: new Uint8Array(count),
    count,
  })),
});

const evaluated = async (source: DataSource) => {
  const live = new Map([['reconstruction.sigma', 0.5]]);
  const probes = new Probes({
    engine,
    document,
    layouts: plan.layouts,
    source,
    state: () => state,
    step: () => 0,
    live,
  });
  const progress = vi.fn();
  const sources = new Map([['data', source]]);
  return { metrics: await evaluate({ engine, document, probes, sources, live, state, progress }), progress };
};

describe('an average over held-out items', () => {
  test.each([
    { testCount: 2_000, batch: 1_000 },
    { testCount: 1_500, batch: 750 },
    { testCount: 30, batch: 30 },
    { testCount: 1_009, batch: 1 },
  ])('$testCount items are seen once each, in batches of $batch', async ({ testCount, batch }) => {
    const source = sourceOf(testCount);
    const { progress } = await evaluated(source);
    const batches = Array.from({ length: testCount / batch }, (_, k) => k);
    expect(vi.mocked(source.items).mock.calls).toEqual(batches.map((k) => ['test', k * batch, batch]));
    expect(progress.mock.calls).toEqual(batches.map((k) => [k + 1, batches.length]));
  });

  test('is the mean over the batches of what the program gives, with noise of its own for each', async () => {
    const source = sourceOf(1_500);
    const { metrics } = await evaluated(source);
    const built = new ProbeBuilder(document, catalogue, plan.layouts).evaluate(750);
    if (!built) throw new Error('a VAE measures its bound');
    const parameters = Object.fromEntries(
      built.program.inputs.filter(({ name }) => name in values).map(({ name }) => [name, values[name]]),
    );
    const parts = [0, 1].map((k) =>
      interpret(built.program, {
        ...parameters,
        'data.x': source.items('test', k * 750, 750).values,
        'z.eps': normal(new Float32Array(1_500), { seed: 0, stream: 'evaluate/z.eps', step: k }),
        'reconstruction.sigma': [0.5],
      }),
    );
    for (const name of built.names) expect(metrics[name]).toBeCloseTo((parts[0][name][0] + parts[1][name][0]) / 2, 5);
    expect(parts[0].test_elbo[0]).not.toBe(parts[1].test_elbo[0]);
  });
});
