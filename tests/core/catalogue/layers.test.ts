import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { sizeOf } from '../../../src/core/tensor';
import { golden } from '../nn/golden';
import { type LayerCase, layerCases } from './layer-cases';
import { compute, feedOf, type Settings, type TracedLayer, traceLayer } from './layer-harness';

const rows = Object.entries(layerCases).flatMap(([type, list]) => list.map((each) => [type, each] as const));
const traced = (type: string, { in: inputs, settings }: LayerCase): TracedLayer => traceLayer(type, inputs, settings);

test('every layer has a row here', () => {
  const layers = catalogue.all.filter(({ level }) => level === 'network').map(({ type }) => type);
  expect(Object.keys(layerCases).sort()).toEqual(layers.sort());
});

describe.each(rows)('%s', (type, row) => {
  test(`gives ${JSON.stringify(row.out)}`, () => {
    const { problems, outputs, parameters } = traced(type, row);
    expect(problems).toEqual([]);
    expect(Object.fromEntries(Object.entries(outputs).map(([port, { shape }]) => [port, shape]))).toEqual(row.out);
    expect(Object.fromEntries(Object.entries(parameters).map(([name, { shape }]) => [name, shape]))).toEqual(
      row.parameters ?? {},
    );
    const states = Object.entries(parameters).filter(([, { trainable }]) => trainable === false);
    expect(states.map(([name]) => name)).toEqual(row.states ?? []);
  });
});

test.each(Object.entries(golden.counts))('%s has as many trainable numbers as PyTorch’s layer', (type, count) => {
  const trainable = Object.values(traced(type, layerCases[type][0]).parameters).filter(
    (spec) => spec.trainable !== false,
  );
  expect(trainable.reduce((total, { shape }) => total + sizeOf(shape), 0)).toBe(count);
});

describe('starts as PyTorch does', () => {
  const bounds = (type: string, at = 0): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(traced(type, layerCases[type][at]).parameters).map(([name, { initializer }]) => [
        name,
        initializer.type === 'uniform' ? initializer.bound : initializer.type,
      ]),
    );

  test.each([
    ['layer.linear', 6],
    ['layer.conv1d', 2 * 3],
    ['layer.conv2d', 3 * 4 * 4],
    ['layer.conv3d', 2 * 27],
    ['layer.conv_transpose1d', 6 * 3],
    ['layer.conv_transpose2d', 5 * 4 * 4],
    ['layer.conv_transpose3d', 3 * 27],
    ['layer.causal_conv1d', 4 * 2],
    ['layer.masked_conv2d', 6 * 9],
  ])('%s from U(−1/√%i, 1/√%i)', (type, fan) => {
    expect(bounds(type)).toEqual({ weight: 1 / Math.sqrt(fan), bias: 1 / Math.sqrt(fan) });
  });

  test.each(['layer.lstm', 'layer.gru'])('%s from its width', (type) => {
    for (const bound of Object.values(bounds(type))) expect(bound).toBe(1 / Math.sqrt(5));
  });

  test('attention by Glorot, without biases', () => {
    expect(bounds('layer.self_attention')).toEqual({
      'qkv.weight': Math.sqrt(6 / 32),
      'qkv.bias': 'zeros',
      'out.weight': 1 / Math.sqrt(8),
      'out.bias': 'zeros',
    });
    expect(bounds('layer.cross_attention')).toMatchObject({
      'q.weight': Math.sqrt(6 / 16),
      'kv.weight': Math.sqrt(6 / 14),
    });
  });

  test('norms at one and zero', () => {
    expect(bounds('layer.batch_norm')).toEqual({
      weight: 'ones',
      bias: 'zeros',
      running_mean: 'zeros',
      running_variance: 'ones',
    });
  });
});

describe('time embedding', () => {
  const embed = (settings: Settings, t: number[]): { shape: readonly number[]; values: number[] } => {
    const inputs = { t: [t.length] };
    const { y } = traceLayer('layer.time_embedding', inputs, settings).outputs;
    return { shape: y.shape, values: compute({ y }, { [feedOf(inputs, 't')]: t }).y };
  };

  test('plain is the time itself, as a column', () => {
    expect(embed({ embedding: 'plain', width: 64 }, [0, 0.25, 1])).toEqual({ shape: [3, 1], values: [0, 0.25, 1] });
  });

  test.each([6, 5])('sinusoidal of width %i is cosines, then sines, of 1000 t at falling frequencies', (width) => {
    const times = [0, 0.3, 1];
    const { shape, values } = embed({ embedding: 'sinusoidal', width }, times);
    expect(shape).toEqual([3, width]);
    const angles = (t: number) => [0, 1, 2].map((i) => 1000 * t * 10_000 ** (-(2 * i) / 6));
    const expected = times.flatMap((t) => [...angles(t).map(Math.cos), ...angles(t).map(Math.sin)].slice(0, width));
    // Frequencies are float32: at an angle of 1000 that moves the phase by up to 6e-5.
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 3);
    });
  });
});
