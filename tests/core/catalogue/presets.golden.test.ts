import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { integerFeed, normalFeed, pixels, uniformFeed } from '../../../bench/workloads/noise';
import { type HostData, initialState, nextState, sizeOf } from '../../../src/core/tensor';
import { createEngine } from '../../../src/engine';
import { planOf, scalarFeed } from '../compile/run';
import { compute, feedOf, type Inputs, traceLayer } from './layer-harness';
import { presetOf, studyOf } from './preset-studies';
import { presetWeights } from './preset-weights';

interface GoldenModel {
  /** At `places(size)`, of each output in turn. */
  readonly forward: readonly number[];
  /** Before and after one Adam step on the same batch. */
  readonly losses: readonly [number, number];
}

/** Values from PyTorch, written by tests/golden/make_presets.py. */
const golden: Readonly<Record<keyof typeof presetWeights, GoldenModel>> = JSON.parse(
  readFileSync(new URL('../../golden/presets.json', import.meta.url), 'utf8'),
).models;

const SAMPLES = 24;

/** As in make_presets.py. */
const places = (size: number): number[] => {
  const stride = Math.floor(size / SAMPLES) | 1;
  return Array.from({ length: Math.min(SAMPLES, Math.ceil(size / stride)) }, (_, i) => i * stride);
};

const sampled = (values: ArrayLike<number>): number[] => places(values.length).map((i) => values[i]);

const expectNear = (found: readonly number[], expected: readonly number[]): void => {
  const largest = Math.max(...expected.map(Math.abs));
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of found.entries()) expect(Math.abs(value - expected[i]) / largest).toBeLessThan(2e-5);
};

const cpu = await createEngine('cpu');
afterAll(() => cpu.dispose());

const images = [2, 1, 28, 28];
const [x, eps] = [pixels(images).data, normalFeed('eps', images, 1).data];
const [t, label] = [uniformFeed('t', [2], 1).data, integerFeed('label', [2], 11, 1).data];

describe.each(['unet', 'dit-labels'] as const)('the denoiser %s against PyTorch', (id) => {
  const weights = presetWeights[id]();
  const plan = planOf(studyOf('network.denoiser', presetOf('network.denoiser', id)));
  const expected = golden[id];

  test('has its tensors', () => {
    const sizes = Object.fromEntries(Object.entries(weights).map(([name, { length }]) => [name, length]));
    expect(sizes).toEqual(Object.fromEntries(plan.parameters.map(({ name, shape }) => [name, sizeOf(shape)])));
  });

  test('has its loss before and after one Adam step, on ONNX Runtime', async () => {
    const executable = await cpu.compile(plan.step.program);
    const feeds = { 'data.x': x, 'data.label': label, 'noise.noise': eps, 'time.t': t };
    const step = async (state: Record<string, HostData>, index: number) => {
      const all: Record<string, ArrayLike<number>> = {
        ...state,
        ...feeds,
        ...scalarFeed(plan, { learningRate: 1e-3, t: index }),
      };
      const uploaded = plan.step.program.inputs.map(({ name, shape, dtype }) => {
        const values = dtype === 'int32' ? Int32Array.from(all[name]) : Float32Array.from(all[name]);
        return [name, cpu.upload(values, shape)] as const;
      });
      const outputs = Object.entries(await executable.run(Object.fromEntries(uploaded)));
      return Object.fromEntries(await Promise.all(outputs.map(async ([name, value]) => [name, await value.read()])));
    };
    const first = await step(initialState(plan.step, weights), 1);
    const second = await step(nextState(plan.step, first), 2);
    await executable.release();
    for (const [i, { loss }] of [first, second].entries())
      expect(Math.abs(loss[0] / expected.losses[i] - 1)).toBeLessThan(1e-4);
  });
});

const feedsOf = (inputs: Inputs, values: Readonly<Record<string, ArrayLike<number>>>) =>
  Object.fromEntries(Object.entries(values).map(([port, data]) => [feedOf(inputs, port), data]));

const labels = { shape: [2], dtype: 'int32' } as const;
const x_t = Float32Array.from(x, (value, i) => value + t[Math.floor(i / 784)] * (eps[i] - value));

/** What goes into each block. */
const given: Readonly<
  Record<keyof typeof golden, { inputs: Inputs; values: Readonly<Record<string, ArrayLike<number>>> }>
> = {
  unet: { inputs: { x: images, t: [2] }, values: { x: x_t, t } },
  'dit-labels': { inputs: { x: images, t: [2], label: labels }, values: { x: x_t, t, label } },
  'coupling-stack': { inputs: { x: [2, 2] }, values: { x: normalFeed('x', [2, 2], 1).data } },
  'language-model': {
    inputs: { x: { shape: [2, 64], dtype: 'int32' } },
    values: { x: integerFeed('tokens', [2, 64], 65, 1).data },
  },
};

test.each(Object.entries(given))('the block %s gives what PyTorch gives', (id, { inputs, values }) => {
  const key = id as keyof typeof golden;
  const traced = traceLayer('block.custom', inputs, {}, { block: presetOf('block.custom', id) });
  // The block stands in a network of its own here, as the network of the study node does there.
  const own = Object.entries(presetWeights[key]()).map(([name, data]) => [name.replace(/^it\//, 'whole/'), data]);
  const found = compute(traced.outputs, { ...feedsOf(inputs, values), ...Object.fromEntries(own) });
  expectNear(
    Object.keys(traced.outputs).flatMap((port) => sampled(found[port])),
    golden[key].forward,
  );
});
