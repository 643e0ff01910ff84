import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import {
  type AdamStep,
  adamScalars,
  adamStep,
  add,
  avgPool2d,
  buildProgram,
  clamp,
  constant,
  conv2d,
  convTranspose2d,
  gelu,
  gradients,
  initialState,
  input,
  linear,
  logSoftmax,
  logSumExp,
  max,
  maximum,
  mean,
  type NamedArrays,
  namedState,
  nextState,
  type Pair,
  parameterLayout,
  pow,
  type Shape,
  type Storage,
  sigmoid,
  silu,
  softmax,
  softplus,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
  upsampleNearest2d,
} from '../../src/core/tensor';
import { createEngine, type DeviceTensor } from '../../src/engine';
import { expectClose } from '../core/tensor/checks';
import { readAll, runOnce, uploadAll } from './run';

/** Values from PyTorch, written by tests/golden/make_tensor_golden.py. */
interface GoldenArray {
  readonly shape: Shape;
  readonly data: readonly number[];
}

interface GoldenCase {
  readonly inputs: readonly GoldenArray[];
  readonly value: GoldenArray;
  readonly cotangent: GoldenArray;
  readonly gradients: readonly GoldenArray[];
}

interface GoldenConvolution extends GoldenCase {
  readonly options: {
    readonly stride?: number | Pair;
    readonly padding?: number | Pair;
    readonly dilation?: number | Pair;
    readonly groups?: number;
    readonly output_padding?: number;
  };
}

type GoldenArrays = Readonly<Record<string, GoldenArray>>;

interface Golden {
  readonly conv2d: readonly GoldenConvolution[];
  readonly convTranspose2d: readonly GoldenConvolution[];
  readonly functions: Readonly<Record<string, GoldenCase>>;
  readonly adam: {
    readonly initial: GoldenArray;
    readonly target: GoldenArray;
    readonly lr: number;
    readonly beta1: number;
    readonly beta2: number;
    readonly epsilon: number;
    readonly steps: readonly GoldenArray[];
  };
  readonly training: {
    readonly parameters: GoldenArrays;
    readonly final: GoldenArrays;
    readonly x: GoldenArray;
    readonly y: GoldenArray;
    readonly lr: number;
    readonly losses: readonly number[];
  };
  readonly gradientPenalty: {
    readonly parameters: GoldenArrays;
    readonly gradients: GoldenArrays;
    readonly x: GoldenArray;
    readonly penalty: number;
  };
}

const golden: Golden = JSON.parse(readFileSync(new URL('../golden/tensor.json', import.meta.url), 'utf8'));
const engine = await createEngine('cpu');
afterAll(() => engine.dispose());

const host = ({ shape, data }: GoldenArray) => ({ shape, data: Float32Array.from(data) });
const asConstant = ({ shape, data }: GoldenArray): Tensor => constant(data, shape);
const arrays = (values: GoldenArrays): NamedArrays =>
  Object.fromEntries(Object.entries(values).map(([name, { data }]) => [name, Float32Array.from(data)]));
const specs = (values: GoldenArrays) => Object.entries(values).map(([name, { shape }]) => ({ name, shape }));

/** Value and gradients agree to float32 rounding. */
async function expectGolden(f: (...xs: Tensor[]) => Tensor, expected: GoldenCase): Promise<void> {
  const xs = expected.inputs.map(({ shape }, i) => input(`x${i}`, shape));
  const y = f(...xs);
  expect(y.shape).toEqual(expected.value.shape);
  const found = gradients(y, xs, asConstant(expected.cotangent));
  const outputs = { y, ...Object.fromEntries(found.map((g, i) => [`g${i}`, g])) };
  const feeds = Object.fromEntries(expected.inputs.map((x, i) => [`x${i}`, host(x)]));
  const values = await runOnce(engine, buildProgram('golden', outputs), feeds);
  expectClose(values.y, expected.value.data, 2e-6);
  expected.gradients.forEach((g, i) => {
    expectClose(values[`g${i}`], g.data, 2e-6);
  });
}

const functions: Readonly<Record<string, (...xs: Tensor[]) => Tensor>> = {
  linear: (x, w, b) => linear(x, w, b),
  softmax: (x) => softmax(x, -1),
  logSoftmax: (x) => logSoftmax(x, -1),
  logSumExp: (x) => logSumExp(x, { axes: [1] }),
  gelu,
  silu,
  softplus,
  tanh,
  sigmoid,
  max: (x) => max(x, { axes: [1] }),
  maximum,
  clamp: (x) => clamp(x, -1, 1),
  avgPool2d: (x) => avgPool2d(x, 2),
  upsampleNearest2d: (x) => upsampleNearest2d(x, 2),
};

describe('value and gradients are those of PyTorch', () => {
  test.each(Object.entries(golden.functions))('%s', (name, expected) => expectGolden(functions[name], expected));

  test.each(golden.conv2d)('conv2d $options', async (expected) => {
    await expectGolden((x, w, bias) => conv2d(x, w, { ...expected.options, bias }), expected);
  });

  test.each(golden.convTranspose2d)('convTranspose2d $options', async (expected) => {
    const { output_padding: outputPadding, ...options } = expected.options;
    await expectGolden((x, w, bias) => convTranspose2d(x, w, { ...options, outputPadding, bias }), expected);
  });
});

/** Runs steps and calls `visit` after each with the loss and the parameters by name. */
async function train(
  step: AdamStep,
  initial: NamedArrays,
  learningRate: number,
  steps: number,
  data: Record<string, GoldenArray>,
  visit: (loss: number, parameters: NamedArrays) => void,
): Promise<void> {
  const executable = await engine.compile(step.program);
  const fixed = uploadAll(engine, Object.fromEntries(Object.entries(data).map(([name, x]) => [name, host(x)])));
  const held = initialState(step, initial);
  let state: Record<string, DeviceTensor> = Object.fromEntries(
    step.state.map(({ input: name, shape }) => [name, engine.upload(held[name], shape)]),
  );
  for (let t = 1; t <= steps; t++) {
    const scalars = engine.upload(adamScalars(step.settings, learningRate, t), [2]);
    const outputs = await executable.run({ ...fixed, ...state, [step.scalarsInput]: scalars });
    state = nextState(step, outputs);
    const values = (await readAll(state)) as Record<string, Float32Array>;
    visit((await outputs.loss.read())[0], namedState(step, values).parameters);
  }
  await executable.release();
}

/** A perceptron whose weights are [in, out]. */
function mlp(p: Readonly<Record<string, Tensor>>, x: Tensor, activation: (x: Tensor) => Tensor): Tensor {
  let h = linear(x, p['0.weight'], p['0.bias']);
  for (let i = 1; p[`${i}.weight`]; i++) h = linear(activation(h), p[`${i}.weight`], p[`${i}.bias`]);
  return h;
}

describe.each<Storage>(['flat', 'separate'])('Adam with %s parameters', (storage) => {
  test('takes the steps of PyTorch, also with settings of its own', async () => {
    const { initial, target, lr, steps, ...settings } = golden.adam;
    const step = adamStep({
      name: 'adam',
      parameters: parameterLayout('p', [{ name: 'p', shape: initial.shape }], storage),
      settings,
      build: ({ p }) => ({ loss: sum(pow(sub(p, asConstant(target)), 4)) }),
    });
    const found: Float32Array[] = [];
    await train(step, arrays({ p: initial }), lr, steps.length, {}, (_, { p }) => found.push(p));
    found.forEach((p, i) => {
      expectClose(p, steps[i].data, 1e-6);
    });
  });

  test('trains a perceptron as PyTorch does', async () => {
    const { parameters, final, x, y, lr, losses } = golden.training;
    const step = adamStep({
      name: 'training',
      parameters: parameterLayout('net', specs(parameters), storage),
      build: (p) => ({ loss: mean(square(sub(mlp(p, input('x', x.shape), silu), input('y', y.shape)))) }),
    });
    const found: number[] = [];
    let last: NamedArrays = {};
    await train(step, arrays(parameters), lr, losses.length, { x, y }, (loss, named) => {
      found.push(loss);
      last = named;
    });
    found.forEach((loss, i) => {
      expect(Math.abs(loss / losses[i] - 1)).toBeLessThan(1e-5);
    });
    for (const [name, { data }] of Object.entries(final)) expectClose(last[name], data, 1e-4);
  });
});

test('the gradient of a gradient penalty is that of PyTorch', async () => {
  const { parameters, gradients: expected, x, penalty } = golden.gradientPenalty;
  const p = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, asConstant(value)]));
  const points = input('x', x.shape);
  const [slope] = gradients(sum(mlp(p, points, tanh)), [points]);
  const norm = sqrt(sum(square(slope), { axes: [1] }));
  const loss = mean(square(add(norm, -1)));
  const names = Object.keys(parameters);
  const found = gradients(
    loss,
    names.map((name) => p[name]),
  );
  const outputs = { penalty: loss, ...Object.fromEntries(names.map((name, i) => [`d ${name}`, found[i]])) };
  const values = await runOnce(engine, buildProgram('penalty', outputs), { x: host(x) });
  expectClose(values.penalty, [penalty], 1e-6);
  for (const name of names) expectClose(values[`d ${name}`], expected[name].data, 1e-6);
});
