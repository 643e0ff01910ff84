import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { bench, geometricMean } from '../../bench/run';
import { hasTorch } from '../../bench/torch';
import { workloads } from '../../bench/workloads';

const torch = await hasTorch();
const quick = { only: ['toy-flow'], seconds: 0.05 };

describe('the benchmark', () => {
  test('measures what it was asked for', async () => {
    const rows = await bench(quick);
    expect(Object.keys(rows[0])).toEqual(['workload', 'ms', 'torchMs', 'ratio', 'compileMs', 'peakRssMb']);
    expect(rows).toMatchObject([{ workload: 'toy-flow', torchMs: null, ratio: null }]);
    expect(Math.min(rows[0].ms, rows[0].compileMs, rows[0].peakRssMb)).toBeGreaterThan(0);
  });

  test('runs on the engine and the threads that were chosen', async () => {
    await expect(bench({ ...quick, threads: 'default', backend: 'cpu' })).resolves.toHaveLength(1);
    await expect(bench({ ...quick, backend: 'abacus' })).rejects.toThrow('engine: got "abacus"');
  });

  test('refuses workloads that there are not', async () => {
    await expect(bench({ only: ['moon'] })).rejects.toThrow('got the workload "moon", expected one of toy-flow');
  });

  test.skipIf(!torch)('puts PyTorch beside', async () => {
    const torchPeer = fileURLToPath(new URL('../../bench/torch_peer.py', import.meta.url));
    const [{ ms, torchMs, ratio }] = await bench({ ...quick, rounds: 3, torchPeer });
    expect(torchMs).toBeGreaterThan(0);
    expect(ratio).toBe(ms / (torchMs ?? Number.NaN));
  });
});

describe('the geometric mean', () => {
  const row = { workload: 'dit', ms: 1, torchMs: 1, compileMs: 1, peakRssMb: 1 };

  test('leaves out ratios that are missing and workloads that are not counted', () => {
    const rows = [
      { ...row, ratio: 0.5 },
      { ...row, ratio: 2 },
      { ...row, ratio: null },
      { ...row, workload: 'vae-400', ratio: 9 },
    ];
    expect(geometricMean(rows)).toBeCloseTo(1);
    expect(geometricMean([{ ...row, ratio: null }])).toBeNull();
  });
});

test('feeds are fresh at every step and the same when a step is made again', () => {
  for (const [name, make] of Object.entries(workloads)) {
    const [first, again] = [make(), make()];
    expect(first.feeds(1), name).toEqual(again.feeds(1));
    const isStill = name === 'realnvp' || name === 'char-gpt';
    if (!isStill) expect(first.feeds(2), name).not.toEqual(first.feeds(1));
  }
});
