import { describe, expect, test } from 'vitest';
import { type Flags, flagsOf, worstFlag } from '../../../src/renderer/life/flags';
import { type Parameter, parameter, reading, type Value, value } from './statistics';

const kinds = (flags: Flags): Record<string, string[]> =>
  Object.fromEntries(Object.entries(flags).map(([key, own]) => [key, own.map(({ kind }) => kind)]));

/** Three readings of three steps that all say the same. */
const steady = (values: Value[], parameters: Parameter[] = []): Flags =>
  flagsOf([1, 2, 3].map((step) => reading(step, values, parameters)));

const relu = (dead: number) => value('relu', { reluUnits: 8, dead, zeros: dead });
const healthy = [parameter('a'), parameter('b'), parameter('c')];

test('a healthy network has no flags', () => {
  expect(steady([value('a'), relu(0.5), value('tanh', { activation: 'tanh', saturated: 0.4 })], healthy)).toEqual({});
  expect(flagsOf([])).toEqual({});
});

describe('dead units', () => {
  test('more than three quarters are a warning, all of them is worse; one reading is enough', () => {
    expect(flagsOf([reading(0, [relu(0.76)])])['decoder/relu']).toMatchObject([{ kind: 'dead', severity: 'warning' }]);
    expect(flagsOf([reading(0, [relu(1)])])['decoder/relu']).toMatchObject([
      { kind: 'dead', severity: 'strong', title: 'All units are dead' },
    ]);
  });

  test('are those of ReLU: data may well be 0', () => {
    expect(steady([value('pixels', { dead: 0.9, zeros: 0.9 })])).toEqual({});
  });

  test('that come and go with the batch are noise', () => {
    expect(flagsOf([reading(1, [relu(0.49)]), reading(2, [relu(0.72)])])).toEqual({});
  });
});

describe('gradients', () => {
  test('far above the middle one explode', () => {
    expect(kinds(steady([], [...healthy, parameter('d', { gradient: 11 })]))).toEqual({ 'decoder/d': ['exploding'] });
    expect(steady([], [...healthy, parameter('d', { gradient: 9 })])).toEqual({});
  });

  test('that are not finite are worse', () => {
    const [flag] = steady([], [...healthy, parameter('d', { gradient: Number.NaN })])['decoder/d'];
    expect([flag.kind, flag.severity]).toEqual(['exploding', 'strong']);
  });

  test('far below their weights vanish, and none at all is said as such', () => {
    expect(kinds(steady([], [...healthy, parameter('d', { gradient: 1e-9 })]))).toEqual({ 'decoder/d': ['vanishing'] });
    expect(steady([], [...healthy, parameter('d', { gradient: 0 })])['decoder/d'][0].meaning).toContain(
      'No gradient reaches "weight"',
    );
  });

  test('of what is not trained, or begins at 0, are nobody’s business', () => {
    expect(steady([], [...healthy, parameter('d', { gradient: 0, trainable: false })])).toEqual({});
    expect(steady([], [...healthy, parameter('d', { gradient: 1e-12, weight: 0 })])).toEqual({});
    for (const name of ['bias', '2.bias'])
      expect(steady([], [...healthy, parameter('d', { name, gradient: 0 })])).toEqual({});
  });

  test('need three readings of different steps', () => {
    const bad = (step: number) => reading(step, [], [...healthy, parameter('d', { gradient: 0 })]);
    const good = (step: number) => reading(step, [], [...healthy, parameter('d')]);
    expect(flagsOf([bad(1), bad(2)])).toEqual({});
    expect(flagsOf([bad(5), bad(5), bad(5)])).toEqual({});
    expect(flagsOf([bad(1), good(2), bad(3)])).toEqual({});
    expect(Object.keys(flagsOf([good(1), bad(2), bad(3), bad(4)]))).toEqual(['decoder/d']);
  });
});

test('tanh and sigmoid at their bounds are saturated', () => {
  const flags = steady([value('t', { activation: 'tanh', saturated: 0.95 })]);
  expect(kinds(flags)).toEqual({ 'decoder/t': ['saturated'] });
});

describe('a constant output', () => {
  test('is flagged inside networks', () => {
    expect(kinds(steady([value('a', { mean: 3, std: 1e-7 })]))).toEqual({ 'decoder/a': ['constant'] });
  });

  test('is what a scalar is, and what the study may hold', () => {
    expect(steady([value('a', { shape: [], std: 0 }), value('loss', { network: null, std: 0 })])).toEqual({});
  });

  test('is not said twice of a layer that is dead', () => {
    const all = value('relu', { reluUnits: 8, dead: 1, zeros: 1, mean: 0, std: 0 });
    expect(kinds(steady([all]))).toEqual({ 'decoder/relu': ['dead'] });
  });
});

test('numbers that are not finite are told at once, before all else', () => {
  const flags = flagsOf([reading(7, [value('relu', { reluUnits: 8, dead: 0.8, notFinite: 0.5 })])]);
  expect(kinds(flags)).toEqual({ 'decoder/relu': ['not-finite', 'dead'] });
  expect(worstFlag(Object.values(flags).flat())?.kind).toBe('not-finite');
  expect(worstFlag([])).toBeNull();
});

test('a node says one thing once, and every flag says what it means and what to try', () => {
  const flags = steady(
    [],
    [...healthy, parameter('d', { gradient: 0 }), parameter('d', { name: 'bias', gradient: 0 })],
  );
  expect(kinds(flags)).toEqual({ 'decoder/d': ['vanishing'] });
  for (const { meaning, advice } of flags['decoder/d']) {
    expect(meaning).toMatch(/\.$/);
    expect(advice).toMatch(/\.$/);
  }
});
