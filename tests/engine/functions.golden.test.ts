import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import {
  add,
  argMax,
  avgPool,
  buildProgram,
  type ConvTransposeOptions,
  clamp,
  constant,
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  cumsum,
  erf,
  expandDims,
  expm1,
  gather,
  gelu,
  gradients,
  greater,
  input,
  inverse,
  jvp,
  linear,
  log1p,
  logAbsDet,
  logAddExp,
  logicalAnd,
  logicalNot,
  logSigmoid,
  logSoftmax,
  logSumExp,
  matmul,
  max,
  maximum,
  maxPool,
  min,
  minimum,
  mul,
  prod,
  resize,
  round,
  type Shape,
  sigmoid,
  silu,
  softmax,
  softplus,
  solve,
  sort,
  squeeze,
  std,
  straightThrough,
  type Tensor,
  takeAlongAxis,
  tanh,
  topK,
  triangularSolve,
  upsampleNearest,
  variance,
  where,
} from '../../src/core/tensor';
import { createEngine } from '../../src/engine';
import { expectClose } from '../core/tensor/checks';
import { runOnce } from './run';

/** Values from PyTorch in double precision, written by tests/golden/make_tensor_golden.py. */
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
  readonly options: Omit<ConvTransposeOptions, 'bias' | 'outputPadding'> & { readonly output_padding?: number };
}

interface Golden {
  readonly conv: readonly GoldenConvolution[];
  readonly convTranspose: readonly GoldenConvolution[];
  readonly functions: Readonly<Record<string, GoldenCase>>;
}

const golden: Golden = JSON.parse(readFileSync(new URL('../golden/tensor.json', import.meta.url), 'utf8'));
const engine = await createEngine('cpu');
afterAll(() => engine.dispose());

/** Value and gradients agree to float32 rounding. */
async function expectGolden(f: (...xs: Tensor[]) => Tensor, expected: GoldenCase): Promise<void> {
  const xs = expected.inputs.map(({ shape }, i) => input(`x${i}`, shape));
  const y = f(...xs);
  expect(y.shape).toEqual(expected.value.shape);
  const found = gradients(y, xs, constant(expected.cotangent.data, expected.cotangent.shape));
  const outputs = { y, ...Object.fromEntries(found.map((g, i) => [`g${i}`, g])) };
  const feeds = expected.inputs.map(({ shape, data }, i) => [`x${i}`, { shape, data: Float32Array.from(data) }]);
  const values = await runOnce(engine, buildProgram('golden', outputs), Object.fromEntries(feeds));
  expectClose(values.y, expected.value.data, 2e-6);
  expected.gradients.forEach((g, i) => {
    expectClose(values[`g${i}`], g.data, 2e-6);
  });
}

const rows = constant(Int32Array.of(2, 0, 2), [3]);
const along = constant(Int32Array.of(0, 3, 1, 3, 3, 0), [2, 3]);

const functions: Readonly<Record<string, (...xs: Tensor[]) => Tensor>> = {
  gelu,
  silu,
  softplus,
  tanh,
  sigmoid,
  erf,
  logSigmoid,
  log1p,
  expm1,
  logAddExp,
  clamp: (x) => clamp(x, -1, 1),
  maximum,
  minimum,
  where: (a, b) => where(logicalAnd(greater(a, 0), logicalNot(greater(b, 1))), mul(a, b), b),
  'round straight through': (x) => straightThrough(round(x), x),

  softmax: (x) => softmax(x, -1),
  logSoftmax: (x) => logSoftmax(x, -1),
  logSumExp: (x) => logSumExp(x, { axes: [1] }),
  'logSumExp of all': (x) => logSumExp(x),
  max: (x) => max(x, { axes: [1] }),
  min: (x) => min(x, { axes: [0, 2], keepDims: true }),
  prod: (x) => prod(x, { axes: [1] }),
  variance: (x) => variance(x, { axes: [1], correction: 1 }),
  std: (x) => std(x, { axes: [0], keepDims: true }),
  cumsum: (x) => cumsum(x, 1),
  'cumsum from the end, exclusive': (x) => cumsum(x, 1, { exclusive: true, reverse: true }),
  sort: (x) => sort(x),
  'sort of columns, descending': (x) => sort(x, { axis: 0, descending: true }),
  topK: (x) => topK(x, 3).values,
  smallest: (x) => topK(x, 2, { axis: 0, largest: false }).values,
  argMax: (x) => squeeze(takeAlongAxis(x, expandDims(argMax(x), -1)), [1]),

  linear: (x, w, b) => linear(x, w, b),
  gather: (x) => gather(x, rows),
  takeAlongAxis: (x) => takeAlongAxis(x, along, 0),
  solve,
  inverse,
  logAbsDet,
  triangularSolve: (a, b) => triangularSolve(a, b),

  avgPool: (x) => avgPool(x, 2),
  'avgPool, overlapping': (x) => avgPool(x, 3, { stride: 2, padding: 1 }),
  'avgPool, one axis': (x) => avgPool(x, 4, { stride: 3, padding: 2 }),
  'avgPool, volume': (x) => avgPool(x, [2, 3, 1], { stride: [1, 2, 2], padding: [1, 1, 0] }),
  maxPool: (x) => maxPool(x, 2),
  'maxPool, overlapping': (x) => maxPool(x, 3, { stride: 2, padding: 1 }),
  'maxPool, one axis': (x) => maxPool(x, 4, { stride: 3, padding: 2 }),
  'maxPool, volume': (x) => maxPool(x, 2, { stride: [1, 2, 2], padding: [1, 1, 0] }),
  upsampleNearest: (x) => upsampleNearest(x, 2),
  'resize, nearest': (x) => resize(x, [7, 3], { mode: 'nearest' }),
  'resize, nearest, one axis': (x) => resize(x, 12, { mode: 'nearest' }),
  'resize, nearest, volume': (x) => resize(x, [2, 5, 3], { mode: 'nearest' }),
  'resize, linear': (x) => resize(x, 7, { mode: 'linear' }),
  'resize, bilinear': (x) => resize(x, [6, 3], { mode: 'linear' }),
  'resize, bilinear, corners': (x) => resize(x, [5, 4], { mode: 'linear', alignCorners: true }),
  'resize, trilinear, corners': (x) => resize(x, 3, { mode: 'linear', alignCorners: true }),

  jvp: (x, v, w1, b1, w2) => jvp([matmul(tanh(add(matmul(x, w1), b1)), w2)], [x], [v])[0],
};

const convolve = [conv1d, conv2d, conv3d];
const convolveTransposed = [convTranspose1d, convTranspose2d, convTranspose3d];
const spatialAxes = ({ inputs }: GoldenCase): number => inputs[0].shape.length - 2;

describe('value and gradients are those of PyTorch', () => {
  test.each(Object.entries(golden.functions))('%s', (name, expected) => expectGolden(functions[name], expected));

  test.each(golden.conv)('conv $options', async (expected) => {
    const conv = convolve[spatialAxes(expected) - 1];
    await expectGolden((x, w, bias) => conv(x, w, { ...expected.options, bias }), expected);
  });

  test.each(golden.convTranspose)('convTranspose $options', async (expected) => {
    const { output_padding: outputPadding, ...options } = expected.options;
    const conv = convolveTransposed[spatialAxes(expected) - 1];
    await expectGolden((x, w, bias) => conv(x, w, { ...options, outputPadding, bias }), expected);
  });
});
