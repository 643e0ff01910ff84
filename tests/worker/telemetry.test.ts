import { beforeEach, describe, expect, test } from 'vitest';
import type { Telemetry } from '../../src/protocol/worker';
import { TelemetryBatcher } from '../../src/worker/telemetry';

let now: number;
let sent: { at: number; telemetry: Telemetry }[];
let batcher: TelemetryBatcher;

beforeEach(() => {
  now = 1_000;
  sent = [];
  batcher = new TelemetryBatcher(
    'run',
    (telemetry) => sent.push({ at: now, telemetry }),
    () => 34,
    () => now,
  );
});

/** Takes steps `from`…`to`, each lasting `milliseconds`. */
const train = (from: number, to: number, milliseconds: number, budget = 10_000): void => {
  for (let step = from; step <= to; step++) {
    now += milliseconds;
    batcher.add(step, [step, -step], budget);
  }
};

describe.each([0.1, 2, 33, 50])('with steps of %d ms', (milliseconds) => {
  const LAST = 500;

  test('messages are at least 33 ms apart, 30 a second at most', () => {
    train(1, LAST, milliseconds);
    expect(sent.length).toBeGreaterThan(0);
    for (let i = 1; i < sent.length; i++) expect(sent[i].at - sent[i - 1].at).toBeGreaterThanOrEqual(33);
  });

  test('no step is lost, doubled or out of order', () => {
    train(1, LAST, milliseconds);
    batcher.flush(10_000);
    const steps = sent.flatMap(({ telemetry }) => Array.from(telemetry.steps));
    const values = sent.flatMap(({ telemetry }) => Array.from(telemetry.values));
    expect(steps).toEqual(Array.from({ length: LAST }, (_, i) => i + 1));
    expect(values).toEqual(steps.flatMap((step) => [step, -step]));
    for (const { telemetry } of sent) expect(telemetry.step).toBe(telemetry.steps.at(-1));
  });

  test('the rate and the time left follow', () => {
    train(1, LAST, milliseconds);
    batcher.flush(10_000);
    const { telemetry } = sent[sent.length - 1];
    expect(telemetry.stepsPerSecond).toBeCloseTo(1_000 / milliseconds, 6);
    expect(telemetry.secondsLeft).toBeCloseTo(((10_000 - LAST) * milliseconds) / 1_000, 6);
    expect(telemetry.run).toBe('run');
  });
});

test('the rate is that of the last two seconds', () => {
  train(1, 1_000, 1);
  train(1_001, 1_200, 50);
  expect(sent[sent.length - 1].telemetry.stepsPerSecond).toBeCloseTo(20, 0);
});

test('a pause does not count against the rate', () => {
  train(1, 100, 10);
  batcher.flush(10_000);
  now += 60_000;
  batcher.restart();
  const before = sent.length;
  train(101, 200, 10);
  const rates = sent.slice(before).map(({ telemetry }) => telemetry.stepsPerSecond);
  expect(rates.length).toBeGreaterThan(10);
  expect(rates[0]).toBe(0);
  for (const rate of rates.slice(1)) expect(rate).toBeCloseTo(100, 6);
});

test('a flush with nothing new says nothing', () => {
  batcher.flush(10);
  train(1, 1, 100);
  batcher.flush(10);
  batcher.flush(10);
  expect(sent).toHaveLength(1);
});

test('the first message knows no rate yet, and none promises time beyond the budget', () => {
  train(1, 1, 5);
  expect(sent[0].telemetry).toMatchObject({ step: 1, stepsPerSecond: 0, secondsLeft: 0 });
  train(2, 100, 5, 50);
  expect(sent[sent.length - 1].telemetry.secondsLeft).toBe(0);
});
