import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import {
  add,
  buildProgram,
  constant,
  defaultAdam,
  gradients,
  initialState,
  input,
  linear,
  mean,
  type NamedArrays,
  namedState,
  nextState,
  parameterLayout,
  pow,
  type Shape,
  type Storage,
  silu,
  sqrt,
  square,
  stepScalars,
  sub,
  sum,
  type Tensor,
  type TrainStep,
  tanh,
  trainStep,
} from '../../src/core/tensor';
import { createEngine, type DeviceTensor } from '../../src/engine';
import { expectClose } from '../core/tensor/checks';
import { readAll, runOnce, uploadAll } from './run';

/** Values from PyTorch, written by tests/golden/make_tensor_golden.py. */
interface GoldenArray {
  readonly shape: Shape;
  readonly data: readonly number[];
}

type GoldenArrays = Readonly<Record<string, GoldenArray>>;

interface Golden {
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

/** Runs steps and calls `visit` after each with the loss and the parameters by name. */
async function train(
  step: TrainStep<'net'>,
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
    const scalars = engine.upload(stepScalars(step, 'net', { learningRate, t }), [2]);
    const outputs = await executable.run({ ...fixed, ...state, [step.groups.net.scalarsInput]: scalars });
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
    const step = trainStep({
      name: 'adam',
      groups: {
        net: {
          layout: parameterLayout('net', [{ name: 'p', shape: initial.shape }], storage),
          optimizer: { ...defaultAdam, ...settings },
        },
      },
      phases: [{ updates: ['net'], build: ({ net }) => ({ loss: sum(pow(sub(net.p, asConstant(target)), 4)) }) }],
    });
    const found: Float32Array[] = [];
    await train(step, arrays({ p: initial }), lr, steps.length, {}, (_, { p }) => found.push(p));
    found.forEach((p, i) => {
      expectClose(p, steps[i].data, 1e-6);
    });
  });

  test('trains a perceptron as PyTorch does', async () => {
    const { parameters, final, x, y, lr, losses } = golden.training;
    const step = trainStep({
      name: 'training',
      groups: { net: { layout: parameterLayout('net', specs(parameters), storage), optimizer: defaultAdam } },
      phases: [
        {
          updates: ['net'],
          build: ({ net }) => ({
            loss: mean(square(sub(mlp(net, input('x', x.shape), silu), input('y', y.shape)))),
          }),
        },
      ],
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
