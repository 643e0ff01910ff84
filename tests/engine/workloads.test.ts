import { afterAll, describe, expect, test } from 'vitest';
import { startTrainer } from '../../bench/measure';
import { bench, geometricMean } from '../../bench/run';
import { workloads } from '../../bench/workloads';
import { createEngine } from '../../src/engine';

const engine = await createEngine('cpu');
afterAll(() => engine.dispose());

/** Parameters of the networks in bench/torch_peer.py, as it prints them. */
const parameterCounts: Readonly<Record<string, number>> = {
  'toy-flow': 33_794,
  'vae-mlp': 835_384,
  'vae-400': 652_824,
  'vae-conv': 88_645,
};

describe.each(Object.entries(workloads))('%s', (name, make) => {
  test('has the parameters of the PyTorch network and learns', async () => {
    const workload = make();
    expect(workload.step.parameters.size).toBe(parameterCounts[name]);
    const trainer = await startTrainer(engine, workload);
    const losses: number[] = [];
    for (let i = 0; i < 12; i++) losses.push(await trainer.step());
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(Math.min(...losses.slice(6))).toBeLessThan(losses[0]);
    await trainer.release();
  });
});

test('the benchmark measures what it was asked for', async () => {
  const rows = await bench({ only: ['toy-flow'], seconds: 0.05 });
  expect(rows).toMatchObject([{ workload: 'toy-flow', torchMs: null, ratio: null }]);
  expect(Math.min(rows[0].ms, rows[0].compileMs, rows[0].peakRssMb)).toBeGreaterThan(0);
  await expect(bench({ only: ['moon'] })).rejects.toThrow('got the workload "moon", expected toy-flow');
});

test('ratios are averaged geometrically, without those that are missing', () => {
  const row = { workload: 'w', ms: 1, torchMs: 1, compileMs: 1, peakRssMb: 1 };
  expect(
    geometricMean([
      { ...row, ratio: 0.5 },
      { ...row, ratio: 2 },
      { ...row, ratio: null },
    ]),
  ).toBeCloseTo(1);
  expect(geometricMean([{ ...row, ratio: null }])).toBeNull();
});
