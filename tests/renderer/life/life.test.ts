import { describe, expect, test } from 'vitest';
import { emptyLife, logPlace, withReading } from '../../../src/renderer/life/life';
import { parameter, reading, value } from './statistics';

const lifeOf = (...steps: [step: number, std: number][]) =>
  steps.reduce((life, [step, std]) => withReading(life, 'run', reading(step, [value('a', { std })])), emptyLife);

describe('the spread over the run', () => {
  test('grows with every reading of another step', () => {
    expect(lifeOf([1, 0.5], [2, 0.6], [2, 0.6], [3, 0.7]).nodes['decoder/a'].sigma).toEqual([0.5, 0.6, 0.7]);
  });

  test('begins afresh where the run went back, and in another run', () => {
    expect(lifeOf([5, 0.5], [9, 0.6], [5, 0.7]).nodes['decoder/a'].sigma).toEqual([0.7]);
    const other = withReading(lifeOf([1, 0.5]), 'other', reading(2, [value('a', { std: 1 })]));
    expect([other.run, other.nodes['decoder/a'].sigma]).toEqual(['other', [1]]);
  });

  test('is of the newest minutes', () => {
    const steps = Array.from({ length: 130 }, (_, i): [number, number] => [i, i]);
    const { sigma } = lifeOf(...steps).nodes['decoder/a'];
    expect([sigma.length, sigma[0], sigma.at(-1)]).toEqual([120, 10, 129]);
  });
});

test('a node’s gradient is that of all its trained parameters, placed below the largest', () => {
  const { nodes } = withReading(
    emptyLife,
    'run',
    reading(
      1,
      [],
      [
        parameter('a', { gradient: 3, count: 1 }),
        parameter('a', { name: 'bias', gradient: 1, count: 3 }),
        parameter('a', { name: 'running_mean', gradient: 0, count: 1_000, trainable: false }),
        parameter('b', { gradient: Math.sqrt(3) / 1_000 }),
      ],
    ),
  );
  expect(nodes['decoder/a'].gradient).toBeCloseTo(Math.sqrt(3), 6);
  expect(nodes['decoder/a'].gradientPlace).toBe(1);
  expect(nodes['decoder/b'].gradientPlace).toBeCloseTo(0.5, 6);
});

test('the scale of gradients ends at the largest and six decades below it', () => {
  expect([logPlace(1, 1), logPlace(1e-3, 1), logPlace(1e-9, 1), logPlace(0, 1), logPlace(0, 0)]).toEqual([
    1, 0.5, 0, 0, 0,
  ]);
});

test('flags stand with their node and with its network', () => {
  const dead = value('relu', { reluUnits: 8, dead: 1 });
  const life = withReading(emptyLife, 'run', reading(1, [dead, value('x', { network: null })]));
  expect(life.nodes['decoder/relu'].flags[0].kind).toBe('dead');
  expect(life.networkFlags).toMatchObject({ decoder: [{ network: 'decoder', node: 'relu', kind: 'dead' }] });
  expect(life.nodes.x.flags).toEqual([]);
});
