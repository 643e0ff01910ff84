import { describe, expect, test } from 'vitest';
import { concat, reshape, sizeOf, type Tensor } from '../../../src/core/tensor';
import { expectClose } from '../tensor/checks';
import {
  compute,
  feedOf,
  freshValues,
  type Settings,
  someNumbers,
  type TracedLayer,
  traceLayer,
  type Values,
} from './layer-harness';

const inputs = { x: [4, 3, 2, 2] };
const x = someNumbers(sizeOf(inputs.x)).map((v) => 3 * v + 1);
const fed: Values = { [feedOf(inputs, 'x')]: x };

/** Mean and unbiased variance of each channel of x. */
const statistics = [0, 1, 2].map((channel) => {
  const values = x.filter((_, i) => Math.floor(i / 4) % 3 === channel);
  const mean = values.reduce((a, b) => a + b) / values.length;
  return { mean, variance: values.reduce((total, v) => total + (v - mean) ** 2, 0) / (values.length - 1) };
});

describe('batch norm', () => {
  const updated = (layer: TracedLayer, values: Values) => {
    const updates = Object.fromEntries(
      [...layer.trace.updates].map(([name, tensor]) => [name.split('/').at(-1), tensor]),
    );
    return compute(updates as Record<string, Tensor>, { ...fed, ...values });
  };

  test('moves its running statistics by the momentum', () => {
    const layer = traceLayer('layer.batch_norm', inputs, { momentum: 0.2 });
    const { running_mean, running_variance } = updated(layer, freshValues(layer));
    expectClose(
      running_mean,
      statistics.map(({ mean }) => 0.2 * mean),
      1e-6,
    );
    expectClose(
      running_variance,
      statistics.map(({ variance }) => 0.8 + 0.2 * variance),
      1e-6,
    );
  });

  test('moves them twice where its network is used twice in a step', () => {
    const layer = traceLayer('layer.batch_norm', inputs, { momentum: 0.2 }, { uses: 2 });
    const { running_mean } = updated(layer, freshValues(layer));
    expectClose(
      running_mean,
      statistics.map(({ mean }) => 0.2 * mean * 0.8 + 0.2 * mean),
      1e-6,
    );
  });

  test('normalises by the batch while training, by what it kept otherwise', () => {
    const kept = { 'net/it/running_mean': [1, 2, 3], 'net/it/running_variance': [4, 5, 6] };
    const given = { ...fed, 'net/it/weight': [1, 1, 1], 'net/it/bias': [0, 0, 0], ...kept };
    const trained = traceLayer('layer.batch_norm', inputs);
    const evaluated = traceLayer('layer.batch_norm', inputs, {}, { evaluate: true });
    const y = compute({ y: trained.outputs.y }, given).y;
    const mean = y.reduce((a, b) => a + b) / y.length;
    expect(mean).toBeCloseTo(0, 6);
    const expected = x.map((v, i) => {
      const channel = Math.floor(i / 4) % 3;
      return (v - (channel + 1)) / Math.sqrt(channel + 4 + 1e-5);
    });
    expectClose(compute({ y: evaluated.outputs.y }, given).y, expected, 1e-6);
    expect(evaluated.trace.updates.size).toBe(0);
  });

  test('takes a single item when it does not train', () => {
    expect(traceLayer('layer.batch_norm', { x: [1, 3] }, {}, { evaluate: true }).problems).toEqual([]);
  });
});

describe('dropout', () => {
  const randoms = ({ trace }: TracedLayer) => [...trace.feeds.values()].map(({ feed }) => feed.input);

  test('zeroes where the uniform number lies below the rate, and scales up the rest', () => {
    const layer = traceLayer('layer.dropout', inputs, { rate: 0.25 });
    const [mask] = randoms(layer);
    const uniforms = x.map((_, i) => (i % 4) / 4);
    const { y } = compute({ y: layer.outputs.y }, { ...fed, [mask]: uniforms });
    expectClose(
      y,
      x.map((v, i) => (i % 4 === 0 ? 0 : v / 0.75)),
      1e-6,
    );
  });

  test('is off outside of training', () => {
    const layer = traceLayer('layer.dropout', inputs, { rate: 0.25 }, { evaluate: true });
    expect(randoms(layer)).toEqual([]);
    expect(compute({ y: layer.outputs.y }, fed).y).toEqual(x);
  });

  test('draws anew for each use of a network, and for each branch of a block', () => {
    expect(randoms(traceLayer('layer.dropout', inputs, {}, { uses: 2 }))).toEqual(['net/it.mask', 'net#2/it.mask']);
    const block = traceLayer('block.transformer', { x: [2, 3, 8] }, { dropout: 0.1 });
    expect(randoms(block)).toEqual(['net/it.attention', 'net/it.feedForward']);
  });
});

test('spectral norm divides a weight by its largest singular value', () => {
  const given = { x: [2, 3] };
  const place = 'net/it/spectral_u';
  const data = someNumbers(6);
  const trained = traceLayer('layer.linear', given, { features: 3, spectral: true });
  const u = trained.trace.updates.get(place);
  if (!u) throw new Error('the layer keeps no singular vector');
  // Singular values 5, 2 and 1: a turn in the plane of the first two axes, then a stretch.
  const weight = [3, 4, 0, -1.6, 1.2, 0, 0, 0, 1];
  const values: Record<string, number[]> = {
    'net/it/weight': weight,
    'net/it/bias': [0, 0, 0],
    [place]: [1, 0.5, 0.2],
  };
  for (let step = 0; step < 30; step++) values[place] = compute({ u }, values).u;
  const { y } = traceLayer('layer.linear', given, { features: 3, spectral: true }, { evaluate: true }).outputs;
  const expected = [0, 1].flatMap((row) =>
    [0, 1, 2].map((j) => [0, 1, 2].reduce((sum, i) => sum + (data[row * 3 + i] * weight[i * 3 + j]) / 5, 0)),
  );
  expectClose(compute({ y }, { ...values, [feedOf(given, 'x')]: data }).y, expected, 1e-6);
});

describe('what a layer looks at', () => {
  /** Positions of the input that change the output at `at`; values by position along `axis`. */
  const seenAt = (type: string, shape: readonly number[], axis: number, settings: Settings, at: number): number[] => {
    const given = { x: [...shape] };
    const layer = traceLayer(type, given, settings);
    const values = freshValues(layer);
    const { y } = layer.outputs;
    const data = someNumbers(sizeOf(shape));
    const stride = sizeOf(shape.slice(axis + 1));
    const place = (i: number) => Math.floor(i / stride) % shape[axis];
    const outStride = sizeOf(y.shape.slice(axis + 1));
    const run = (numbers: number[]) =>
      compute({ y }, { ...values, [feedOf(given, 'x')]: numbers }).y.filter(
        (_, i) => Math.floor(i / outStride) % y.shape[axis] === at,
      );
    const before = run(data);
    return Array.from({ length: shape[axis] }, (_, position) => position).filter((position) => {
      const after = run(data.map((v, i) => (place(i) === position ? v + 1 + (i % 3) : v)));
      return after.some((v, i) => Math.abs(v - before[i]) > 1e-9);
    });
  };

  test.each([
    ['layer.self_attention', [1, 5, 4], 1, { heads: 2, causal: true }, 2, [0, 1, 2]],
    ['layer.self_attention', [1, 5, 4], 1, { heads: 2, causal: false }, 2, [0, 1, 2, 3, 4]],
    ['block.transformer', [1, 5, 4], 1, { heads: 2, causal: true }, 3, [0, 1, 2, 3]],
    ['layer.lstm', [1, 4, 2], 1, { hidden: 3 }, 1, [0, 1]],
    ['layer.gru', [1, 4, 2], 1, { hidden: 3, layers: 2 }, 2, [0, 1, 2]],
    ['layer.causal_conv1d', [1, 2, 8], 2, { channels: 2, kernel: 3, dilation: 2 }, 6, [2, 4, 6]],
    ['layer.masked_conv2d', [1, 1, 1, 5], 3, { channels: 2, kernel: 3, mask: 'A' }, 2, [1]],
    ['layer.masked_conv2d', [1, 1, 1, 5], 3, { channels: 2, kernel: 3, mask: 'B' }, 2, [1, 2]],
    ['layer.masked_conv2d', [1, 1, 5, 1], 2, { channels: 2, kernel: 3, mask: 'B' }, 2, [1, 2]],
  ] as const)('%s of %j along axis %i with %j at %i sees %j', (type, shape, axis, settings, at, expected) => {
    expect(seenAt(type, shape, axis, settings, at)).toEqual(expected);
  });
});

describe('Output', () => {
  test.each([
    ['passes on what fits', [4, 5, 8], [4, 5, 8], {}],
    ['rearranges', [4, 5, 8], [4, 2, 20], {}],
    ['maps every step of a sequence', [4, 5, 8], [4, 5, 3], { weight: [8, 3], bias: [3] }],
    ['maps every pixel of a picture', [4, 6, 5, 5], [4, 3, 5, 5], { weight: [3, 6, 1, 1], bias: [3] }],
    ['maps the whole item otherwise', [4, 5, 8], [4, 6, 3], { weight: [40, 18], bias: [18] }],
    ['maps a whole picture to a vector', [4, 6, 5, 5], [4, 3], { weight: [150, 3], bias: [3] }],
  ])('%s: %j to %j', (_what, shape, wanted, parameters) => {
    const layer = traceLayer('layer.output', { x: shape }, {}, { wanted });
    expect(layer.problems).toEqual([]);
    expect(layer.outputs.y.shape).toEqual(wanted);
    const shapes = Object.entries(layer.parameters).map(([name, spec]) => [name, spec.shape]);
    expect(Object.fromEntries(shapes)).toEqual(parameters);
  });
});

describe('inverses', () => {
  test('Unpatchify, Pixel shuffle, Crop and Swap axes undo their opposites', () => {
    const pairs: readonly [string, Settings, string, Settings][] = [
      ['layer.patchify', { patch: 2 }, 'layer.unpatchify', { patch: 2, rows: 2 }],
      ['layer.pixel_unshuffle', {}, 'layer.pixel_shuffle', {}],
      ['layer.pad', { border: [1, 2, 3, 4] }, 'layer.crop', { border: [1, 2, 3, 4] }],
      ['layer.swap_axes', {}, 'layer.swap_axes', {}],
    ];
    const shape = [2, 3, 4, 6];
    const data = someNumbers(sizeOf(shape));
    for (const [there, settings, back, settingsBack] of pairs) {
      const forth = traceLayer(there, { x: shape }, settings);
      const between = compute({ y: forth.outputs.y }, { 'given.x': data }).y;
      const home = traceLayer(back, { x: forth.outputs.y.shape }, settingsBack);
      expect(compute({ y: home.outputs.y }, { 'given.x': between }).y).toEqual(data);
    }
  });

  test('Concat undoes Split', () => {
    const { a, b } = traceLayer('layer.split', { x: [2, 3, 8] }).outputs;
    const data = someNumbers(48);
    expect(compute({ y: reshape(concat([a, b], 2), [-1]) }, { 'given.x': data }).y).toEqual(data);
  });
});

test.each(['block.dit', 'block.joint', 'layer.modulate'])('%s starts by changing nothing', (type) => {
  const given: Record<string, number[]> =
    type === 'block.joint' ? { a: [2, 3, 8], b: [2, 5, 8], condition: [2, 6] } : { x: [2, 3, 8], condition: [2, 6] };
  const layer = traceLayer(type, given);
  const feeds = Object.fromEntries(
    Object.entries(given).map(([port, shape]) => [feedOf(given, port), someNumbers(sizeOf(shape))]),
  );
  const out = compute(layer.outputs, { ...feeds, ...freshValues(layer) });
  expect(Object.values(out)).toEqual(
    Object.keys(given)
      .filter((port) => port !== 'condition')
      .map((port) => feeds[feedOf(given, port)]),
  );
});
