import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readSafetensors } from '../../src/core/export';
import {
  defaultAdam,
  input,
  linear,
  mean,
  type NamedArrays,
  namedState,
  normal,
  parameterLayout,
  type Shape,
  type Storage,
  square,
  type TrainGroup,
  type TrainStep,
  trainStep,
} from '../../src/core/tensor';
import { checkpointMetadata, decodeCheckpoint, encodeCheckpoint, weightsSha256 } from '../../src/worker/checkpoint';

const shapes: Record<string, Shape> = { 'net/a/weight': [3, 2], 'net/a/bias': [2], 'net/scale': [1] };

const stepOf = (
  storage: Storage,
  sizes: Record<string, Shape> = shapes,
  group: Partial<TrainGroup> = {},
): TrainStep => {
  const specs = Object.entries(sizes).map(([name, shape]) => ({ name, shape, trainable: name !== 'net/scale' }));
  const layout = parameterLayout('parameters', specs, storage);
  return trainStep({
    name: 'step',
    groups: { parameters: { layout, optimizer: defaultAdam, ...group } },
    phases: [
      {
        updates: ['parameters'],
        build: ({ parameters: views }) => ({
          loss: mean(square(linear(input('x', [4, 3]), views['net/a/weight'], views['net/a/bias']))),
        }),
      },
    ],
  });
};

/** Odd values: subnormal, signed zero, largest, and what Adam really holds. */
const someState = (step: TrainStep): NamedArrays =>
  Object.fromEntries(
    step.state.map(({ input: name, shape }) => {
      const values = normal(new Float32Array(shape.reduce((a, b) => a * b, 1)), { seed: 1, stream: name, step: 0 });
      values.set([-0, 1e-45, 3.4e38].slice(0, values.length));
      return [name, values];
    }),
  );

const bits = (values: Float32Array): number[] => Array.from(new Uint32Array(values.slice().buffer));
const allBits = (state: NamedArrays): Record<string, number[]> =>
  Object.fromEntries(Object.entries(state).map(([name, values]) => [name, bits(values)]));

describe.each<Storage>(['flat', 'separate'])('a checkpoint of a %s state', (storage) => {
  const step = stepOf(storage);
  const state = someState(step);
  const bytes = encodeCheckpoint(step, state, { step: '12' });

  test('gives the state back bit for bit, with what was noted', () => {
    expect(allBits(decodeCheckpoint(step, bytes, 'c'))).toEqual(allBits(state));
    expect(checkpointMetadata(bytes, 'c')).toMatchObject({ step: '12' });
  });

  test('stores everything under the names and shapes of parameters', () => {
    const { tensors } = readSafetensors(bytes, 'c');
    const groups = ['parameter', 'adam.mean_sum', 'adam.variance_sum'];
    const members = (group: string): string[] =>
      Object.keys(shapes).filter((name) => group === 'parameter' || name !== 'net/scale');
    const expected = groups.flatMap((group) => members(group).map((name) => `${group}/${name}`));
    expect([...tensors.keys()].sort()).toEqual(expected.sort());
    for (const [name, { shape }] of tensors) expect(shape).toEqual(shapes[name.slice(name.indexOf('/') + 1)]);
  });

  test('can be read into the other layout', () => {
    const other = stepOf(storage === 'flat' ? 'separate' : 'flat');
    const moved = decodeCheckpoint(other, bytes, 'c');
    expect(Object.keys(moved).sort()).toEqual(other.state.map(({ input: name }) => name).sort());
    const back = decodeCheckpoint(step, encodeCheckpoint(other, moved, {}), 'c');
    expect(allBits(back)).toEqual(allBits(state));
  });

  test('is refused in one sentence when it is cut off at any place', () => {
    for (const length of [0, 4, 8, 40, 200, bytes.length - 1])
      expect(() => decodeCheckpoint(step, bytes.slice(0, length), 'checkpoint 12')).toThrow(/^checkpoint 12\b.*\.$/);
  });

  test('is refused with a sentence when it belongs to another graph', () => {
    expect(() => decodeCheckpoint(stepOf(storage, { ...shapes, 'net/scale': [2] }), bytes, 'checkpoint 12')).toThrow(
      'checkpoint 12: has net/scale as 1, the graph needs 2; it belongs to another graph.',
    );
    expect(() => decodeCheckpoint(stepOf(storage, { ...shapes, 'net/new': [2, 2] }), bytes, 'checkpoint 12')).toThrow(
      'checkpoint 12: has no net/new, the graph needs 2 × 2; it belongs to another graph.',
    );
  });
});

describe('the digest of weights', () => {
  const [weight, bias] = [Float32Array.of(1, 2.5), Float32Array.of(-0)];

  test('is SHA-256 over names and little-endian values, in the order of the names', () => {
    const hash = createHash('sha256');
    for (const [name, hex] of [
      ['a', '00000080'],
      ['b', '0000803f00002040'],
    ])
      hash.update(`${name}\0`).update(Buffer.from(hex, 'hex'));
    expect(weightsSha256({ b: weight, a: bias })).toBe(hash.digest('hex'));
  });

  test('does not depend on the layout or on moments, but on every value, name and sign', () => {
    const digests = (['flat', 'separate'] as const).map((storage) => {
      const step = stepOf(storage);
      const zero = Object.fromEntries(
        step.state.map(({ input: name, shape }) => [name, new Float32Array(shape.reduce((a, b) => a * b, 1))]),
      );
      return weightsSha256(namedState(step, zero).parameters);
    });
    expect(digests[0]).toBe(digests[1]);
    const reference = weightsSha256({ b: weight, a: bias });
    expect(weightsSha256({ b: weight, a: Float32Array.of(0) })).not.toBe(reference);
    expect(weightsSha256({ c: weight, a: bias })).not.toBe(reference);
    expect(weightsSha256({ b: Float32Array.of(1, 2.5000002), a: bias })).not.toBe(reference);
  });

  test('reads views into a larger array as their own values', () => {
    const whole = Float32Array.of(9, 1, 2.5, 9);
    expect(weightsSha256({ b: whole.subarray(1, 3), a: bias })).toBe(weightsSha256({ b: weight, a: bias }));
  });
});
