import { describe, expect, test } from 'vitest';
import { classRows, classSampler, columnsThatFit } from '../../../../src/renderer/samples/class-rows';
import { noProbes } from '../../probe-info';

test('items of each class in turn stand in rows of one class', () => {
  // Items of two numbers: class · 10 + column.
  const values = Float32Array.from([0, 10, 20, 1, 11, 21].flatMap((value) => [value, -value]));
  expect([...classRows(values, 3, 2, 2)]).toEqual([0, 1, 10, 11, 20, 21].flatMap((value) => [value, -value]));
});

describe('the sampler of classes', () => {
  const walk = {
    node: 'sampler',
    title: 'Draw from generator',
    method: 'sampler.generator',
    frames: 0,
    unit: 'step',
    perFrame: 1,
    classes: 10,
    evaluations: 1,
    noise: 32,
    levels: ['z'],
    given: null,
  } as const;
  const probes = { ...noProbes, walks: [{ ...walk, levels: ['z'] }] };

  test('is the first one, where it takes labels', () => {
    expect(classSampler({ probes })).toMatchObject({ node: 'sampler', classes: 10, levels: ['z'] });
    expect(classSampler({ probes: { ...probes, walks: [{ ...walk, levels: ['z'], classes: 0 }] } })).toBeNull();
    expect(classSampler({ probes: noProbes })).toBeNull();
  });
});

test('columns fill the room, within what may be drawn', () => {
  expect(columnsThatFit({ width: 400, height: 250 }, 10, 400)).toBe(16);
  expect(columnsThatFit({ width: 400, height: 250 }, 10, 60)).toBe(6);
  expect(columnsThatFit({ width: 10, height: 250 }, 10, 400)).toBe(1);
});
