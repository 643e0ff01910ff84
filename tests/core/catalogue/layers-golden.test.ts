import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { gradients, mean, type Shape, square } from '../../../src/core/tensor';
import { expectClose } from '../tensor/checks';
import { compute, feedOf, type Inputs, type Settings, traceLayer } from './layer-harness';

interface GoldenArray {
  readonly shape: Shape;
  readonly data: readonly number[];
}

/** Values from PyTorch, written by tests/golden/make_presets.py. */
interface Golden {
  readonly layers: readonly {
    readonly type: string;
    readonly settings: Settings;
    readonly inputs: Readonly<Record<string, GoldenArray>>;
    readonly value: GoldenArray;
    /** Of the mean square of the value, with respect to each input. */
    readonly gradients: readonly (readonly number[])[];
  }[];
  readonly gate: Readonly<Record<'weight' | 'bias' | 'condition', GoldenArray>> & {
    readonly cases: readonly { readonly x: GoldenArray; readonly y: GoldenArray }[];
  };
}

const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/presets.json', import.meta.url), 'utf8'));

const shapes = (inputs: Readonly<Record<string, GoldenArray>>): Inputs =>
  Object.fromEntries(Object.entries(inputs).map(([port, { shape }]) => [port, shape]));

const feeds = (inputs: Readonly<Record<string, GoldenArray>>) =>
  Object.fromEntries(Object.entries(inputs).map(([port, { data }]) => [feedOf(shapes(inputs), port), data]));

describe.each(golden.layers.map((row) => [`${row.type} ${JSON.stringify(row.settings)}`, row] as const))(
  '%s',
  (_name, { type, settings, inputs, value, gradients: slopes }) => {
    const { problems, outputs, given } = traceLayer(type, shapes(inputs), settings);

    test('gives PyTorch’s values', () => {
      expect(problems).toEqual([]);
      expect(outputs.y.shape).toEqual(value.shape);
      expectClose(compute(outputs, feeds(inputs)).y, value.data, 1e-6);
    });

    test('has PyTorch’s gradients', () => {
      const found = gradients(mean(square(outputs.y)), Object.values(given));
      const named = Object.fromEntries(found.map((gradient, i) => [`g${i}`, gradient]));
      const values = compute(named, feeds(inputs));
      expect(found).toHaveLength(slopes.length);
      for (const [i, slope] of slopes.entries()) expectClose(values[`g${i}`], slope, 1e-5);
    });
  },
);

test.each(golden.gate.cases.map(({ x, y }) => [x.shape.join(' × '), x, y] as const))(
  'a gate lets %s through as its condition says',
  (_shape, x, y) => {
    const { weight, bias, condition } = golden.gate;
    const inputs = { x, condition };
    const { outputs, parameters } = traceLayer('layer.gate', shapes(inputs));
    const values = { [parameters.weight.name]: weight.data, [parameters.bias.name]: bias.data };
    expectClose(compute(outputs, { ...feeds(inputs), ...values }).y, y.data, 1e-6);
  },
);

test.each([
  [{ value: 3 }, [3, 3]],
  [{ value: -0.5, shape: 'same' }, Array.from({ length: 12 }, () => -0.5)],
])('a constant with %j is the same everywhere', (settings, expected) => {
  const inputs = { x: [2, 3, 2] };
  expect(compute(traceLayer('layer.constant', inputs, settings).outputs, {}).y).toEqual(expected);
});
