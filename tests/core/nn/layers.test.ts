import { describe, expect, test } from 'vitest';
import {
  attention,
  batchNorm,
  batchNormWith,
  causalConv1d,
  crossAttention,
  depthToSpace,
  ditBlock,
  groupNorm,
  gru,
  instanceNorm,
  jointAttention,
  jointBlock,
  layerNorm,
  lstm,
  maskedConv2d,
  modulate,
  movingAverage,
  patchify,
  type RecurrentWeights,
  rmsNorm,
  rotary,
  selfAttention,
  sinusoidalPositions,
  spaceToDepth,
  spectralNorm,
  transformerBlock,
  unpatchify,
} from '../../../src/core/nn';
import {
  add,
  buildProgram,
  constant,
  gradients,
  input,
  interpret,
  stopGradient,
  type Tensor,
} from '../../../src/core/tensor';
import { expectClose } from '../tensor/checks';
import { expectGolden, golden, type Layer, runners } from './golden';

const d = (weight: Tensor, bias?: Tensor) => ({ weight, bias });
const recurrent = (w: Tensor, u: Tensor, b: Tensor, c: Tensor): RecurrentWeights => ({
  inputWeight: w,
  hiddenWeight: u,
  inputBias: b,
  hiddenBias: c,
});
const runLstm: Layer = (x, w, u, b, c, hidden, cell) => {
  const { outputs, state } = lstm(x, recurrent(w, u, b, c), hidden && { hidden, cell });
  return [outputs, state.hidden, state.cell];
};
const runGru: Layer = (x, w, u, b, c, hidden) => {
  const { outputs, state } = gru(x, recurrent(w, u, b, c), hidden);
  return [outputs, state];
};
const positions: Layer = (x) => add(x, sinusoidalPositions(x.shape[0], x.shape[1]));

const layers: Readonly<Record<string, Layer>> = {
  layerNorm: (x, scale, shift) => layerNorm(x, { scale, shift }),
  groupNorm: (x, scale, shift) => groupNorm(x, 3, { scale, shift }),
  instanceNorm: (x, scale, shift) => instanceNorm(x, { scale, shift }),
  rmsNorm: (x, scale) => rmsNorm(x, { scale }),
  batchNorm: (x, scale, shift) => batchNorm(x, { scale, shift }).y,
  'batchNorm of vectors': (x, scale, shift) => batchNorm(x, { scale, shift }).y,
  batchNormWith: (x, mean, variance, scale, shift) =>
    batchNormWith(x, { mean: stopGradient(mean), variance: stopGradient(variance) }, { scale, shift }),
  modulate: (x, scale, shift) => modulate(x, scale, shift),
  selfAttention: (x, qkv, qkvBias, out, outBias) =>
    selfAttention(x, { qkv: d(qkv, qkvBias), out: d(out, outBias) }, { heads: 2 }),
  'causal selfAttention': (x, qkv, qkvBias, out, outBias) =>
    selfAttention(x, { qkv: d(qkv, qkvBias), out: d(out, outBias) }, { heads: 2, causal: true }),
  crossAttention: (x, memory, q, qBias, kv, kvBias, out, outBias) =>
    crossAttention(x, memory, { q: d(q, qBias), kv: d(kv, kvBias), out: d(out, outBias) }, { heads: 2 }),
  jointAttention: (a, b, qkvA, qkvB, outA, outB) =>
    jointAttention(
      [a, b],
      [
        { qkv: d(qkvA), out: d(outA) },
        { qkv: d(qkvB), out: d(outB) },
      ],
      { heads: 2 },
    ),
  rotary: (x) => rotary(x),
  sinusoidalPositions: positions,
  'odd sinusoidalPositions': positions,
  transformerBlock: (x, g1, b1, qkv, qkvBias, out, outBias, g2, b2, up, upBias, down, downBias) =>
    transformerBlock(
      x,
      {
        norms: [
          { scale: g1, shift: b1 },
          { scale: g2, shift: b2 },
        ],
        attention: { qkv: d(qkv, qkvBias), out: d(out, outBias) },
        feedForward: { up: d(up, upBias), down: d(down, downBias) },
      },
      { heads: 2 },
    ),
  ditBlock: (x, condition, qkv, out, up, down, modulation, bias) =>
    ditBlock(
      x,
      condition,
      {
        attention: { qkv: d(qkv), out: d(out) },
        feedForward: { up: d(up), down: d(down) },
        modulation: d(modulation, bias),
      },
      { heads: 2 },
    ),
  jointBlock: (a, b, condition, ...weights) => {
    const stream = ([qkv, out, up, down, modulation]: readonly Tensor[]) => ({
      attention: { qkv: d(qkv), out: d(out) },
      feedForward: { up: d(up), down: d(down) },
      modulation: d(modulation),
    });
    return jointBlock([a, b], condition, [stream(weights.slice(0, 5)), stream(weights.slice(5))], { heads: 2 });
  },
  lstm: runLstm,
  'lstm from a state': runLstm,
  gru: runGru,
  'gru from a state': runGru,
  'maskedConv2d A': (x, w, b) => maskedConv2d(x, w, 'A', b),
  'maskedConv2d B': (x, w, b) => maskedConv2d(x, w, 'B', b),
  causalConv1d: (x, w, bias) => causalConv1d(x, w, { dilation: 2, bias }),
  spaceToDepth: (x) => spaceToDepth(x, 2),
  depthToSpace: (x) => depthToSpace(x, 2),
  patchify: (x) => patchify(x, 2),
};

describe('values and gradients are those of PyTorch', () => {
  test('every golden case has a layer', () => {
    expect(Object.keys(layers).sort()).toEqual(Object.keys(golden.cases).sort());
  });

  test.each(Object.entries(layers))('%s', expectGolden);
});

test.each(runners)('batch norm keeps running statistics as PyTorch does, on %s', async (_name, run, tolerance) => {
  const { momentum, steps, evaluated } = golden.running;
  const channels = steps[0].x.shape[1];
  let running = { shape: [channels], mean: Array<number>(channels).fill(0), variance: Array<number>(channels).fill(1) };
  const kept = { mean: input('mean', [channels]), variance: input('variance', [channels]) };
  const x = input('x', steps[0].x.shape);
  const { y, ...batch } = batchNorm(x);
  const step = buildProgram('step', {
    y,
    nextMean: movingAverage(kept.mean, batch.mean, momentum),
    nextVariance: movingAverage(kept.variance, batch.variance, momentum),
  });
  const feeds = (at: number) => ({
    x: steps[at].x,
    mean: { shape: [channels], data: running.mean },
    variance: { shape: [channels], data: running.variance },
  });
  for (let i = 0; i < steps.length; i++) {
    const out = await run(step, feeds(i));
    expectClose(out.y, steps[i].y, tolerance);
    expectClose(out.nextMean, steps[i].mean, tolerance);
    expectClose(out.nextVariance, steps[i].variance, tolerance);
    running = { ...running, mean: Array.from(out.nextMean), variance: Array.from(out.nextVariance) };
  }
  const evaluation = await run(buildProgram('evaluation', { y: batchNormWith(x, kept) }), feeds(0));
  expectClose(evaluation.y, evaluated, tolerance);
});

test.each(runners)('spectral norm iterates as PyTorch does, on %s', async (_name, run, tolerance) => {
  const { weight, steps, cotangent, gradient } = golden.spectral;
  const [w, u] = [input('w', weight.shape), input('u', [3])];
  const y = spectralNorm(w, u, 1);
  const [g] = gradients(y.weight, [w], constant(cotangent, weight.shape));
  const program = buildProgram('spectral', { y: y.weight, next: y.u, g });
  let left: readonly number[] = [1, 1, 1].map((v) => v / Math.sqrt(3));
  for (const [i, expected] of steps.entries()) {
    const out = await run(program, { w: weight, u: { shape: [3], data: left } });
    expectClose(out.y, expected.weight, tolerance);
    expectClose(out.next, expected.u, tolerance);
    if (i === steps.length - 1) expectClose(out.g, gradient, tolerance);
    left = Array.from(out.next);
  }
});

const valuesOf = (y: Tensor, feeds: Record<string, ArrayLike<number>> = {}): number[] =>
  Array.from(interpret(buildProgram('value', { y }), feeds, 'float64').y);

describe('structure', () => {
  const numbers = (size: number) => Float64Array.from({ length: size }, (_, i) => Math.sin(3 * i + 1));

  test('unpatchify undoes patchify, and a patch holds its pixels with channels last', () => {
    const x = input('x', [2, 3, 4, 6]);
    const data = numbers(2 * 3 * 4 * 6);
    expect(valuesOf(unpatchify(patchify(x, 2), 2, 2), { x: data })).toEqual(Array.from(data));
    const first = valuesOf(patchify(x, 2), { x: data }).slice(0, 6);
    expect(first).toEqual([data[0], data[24], data[48], data[1], data[25], data[49]]);
  });

  test('causal attention and convolution do not see what comes later', () => {
    const x = input('x', [1, 4, 2]);
    const data = numbers(8);
    const changed = data.slice();
    changed.fill(5, 6);
    const seen = (y: Tensor, values: Float64Array) => valuesOf(y, { x: values });
    const y = attention(x, x, x, { causal: true });
    expect(seen(y, changed).slice(0, 6)).toEqual(seen(y, data).slice(0, 6));
    expect(seen(y, changed).slice(6)).not.toEqual(seen(y, data).slice(6));
    const signal = input('x', [1, 1, 8]);
    const z = causalConv1d(signal, constant([1, 2, 3], [1, 1, 3]), { dilation: 2 });
    expect(z.shape).toEqual([1, 1, 8]);
    expect(seen(z, changed).slice(0, 6)).toEqual(seen(z, data).slice(0, 6));
  });

  test('rotary scores depend on distance only', () => {
    const row = numbers(6);
    const repeated = constant(Array.from({ length: 5 }, () => [...row]).flat(), [5, 6]);
    const turned = valuesOf(rotary(repeated));
    const dot = (a: number, b: number) => row.reduce((sum, _, i) => sum + turned[a * 6 + i] * turned[b * 6 + i], 0);
    expect(dot(3, 1)).toBeCloseTo(dot(4, 2), 5);
    expect(dot(3, 1)).not.toBeCloseTo(dot(3, 2), 2);
  });
});

describe('refusals', () => {
  test.each([
    ['groups that do not divide', () => groupNorm(input('x', [2, 6, 3]), 4), /6 channels and 4 groups/],
    ['one value a channel', () => batchNorm(input('x', [1, 6])), /one value a channel \(1 × 6\)/],
    ['heads that do not divide', () => attention3(5, 2), /a width of 5 and 2 heads/],
    ['an odd width to rotate', () => rotary(input('x', [4, 5])), /a width of 5 a head/],
    ['patches that do not fit', () => patchify(input('x', [1, 1, 5, 4]), 2), /a height of 5 and a factor of 2/],
  ])('%s', (_name, build, message) => {
    expect(build).toThrow(message);
  });

  const attention3 = (width: number, heads: number): Tensor =>
    selfAttention(
      input('x', [1, 3, width]),
      { qkv: d(input('w', [width, 3 * width])), out: d(input('o', [width, width])) },
      { heads },
    );
});
