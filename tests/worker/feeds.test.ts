import { describe, expect, test, vi } from 'vitest';
import type { Feed } from '../../src/core/compile';
import { createEngine, type DeviceTensor } from '../../src/engine';
import type { Items } from '../../src/worker/data-source';
import { fillFeeds } from '../../src/worker/feeds';

const engine = await createEngine('reference');

const feeds: Feed[] = [
  { type: 'batch', input: 'data.x', node: 'data', field: 'x', shape: [3, 2], dtype: 'float32' },
  { type: 'batch', input: 'data.label', node: 'data', field: 'label', shape: [3], dtype: 'int32' },
  { type: 'random', input: 'z.eps', node: 'z', distribution: 'normal', shape: [3, 500] },
  { type: 'random', input: 'time.t', node: 'time', distribution: 'uniform', shape: [1_000] },
  { type: 'live', input: 'kl.beta', node: 'kl', setting: 'beta', value: 0.7 },
  { type: 'live', input: 'rec.sigma', node: 'rec', setting: 'sigma', value: 0.5 },
];
const items: Items = { values: Float32Array.of(1, 2, 3, 4, 5, 6), labels: Uint8Array.of(7, 0, 9), count: 3 };
const itemsOf = vi.fn((_node: string, _count: number) => items);
const live = new Map([['kl.beta', 2]]);

const fill = (options: { seed?: number; step?: number; prefix?: string } = {}): Record<string, DeviceTensor> =>
  fillFeeds(feeds, { engine, seed: options.seed ?? 1, live }, options.step ?? 4, itemsOf, options.prefix);

const values = async (filled: Record<string, DeviceTensor>, name: string): Promise<number[]> =>
  Array.from(await filled[name].read());

describe('feeds of a step', () => {
  test('are exactly those asked for, in their shapes', () => {
    const filled = fill();
    expect(
      Object.fromEntries(Object.entries(filled).map(([name, { shape, dtype }]) => [name, [shape, dtype]])),
    ).toEqual({
      'data.x': [[3, 2], 'float32'],
      'data.label': [[3], 'int32'],
      'z.eps': [[3, 500], 'float32'],
      'time.t': [[1_000], 'float32'],
      'kl.beta': [[], 'float32'],
      'rec.sigma': [[], 'float32'],
    });
  });

  test('take values and labels of one batch', async () => {
    itemsOf.mockClear();
    const filled = fill();
    expect(itemsOf.mock.calls).toEqual([['data', 3]]);
    expect(await values(filled, 'data.x')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await values(filled, 'data.label')).toEqual([7, 0, 9]);
  });

  test('use the live value where there is one, the document’s otherwise', async () => {
    const filled = fill();
    expect(await values(filled, 'kl.beta')).toEqual([2]);
    expect(await values(filled, 'rec.sigma')).toEqual([0.5]);
  });

  test('draw noise of the kind asked for', async () => {
    const filled = fill();
    const [normal, uniform] = [await values(filled, 'z.eps'), await values(filled, 'time.t')];
    expect(Math.min(...normal)).toBeLessThan(-1);
    expect(Math.max(...normal)).toBeGreaterThan(1);
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniform)).toBeLessThan(1);
    expect(uniform.reduce((a, b) => a + b, 0) / 1_000).toBeCloseTo(0.5, 1);
  });

  test('are the same whenever the step is made again, and differ by seed, step, stream and input', async () => {
    const noise = async (options?: Parameters<typeof fill>[0]) => values(fill(options), 'z.eps');
    const reference = await noise();
    expect(await noise()).toEqual(reference);
    expect(await noise({ seed: 2 })).not.toEqual(reference);
    expect(await noise({ step: 5 })).not.toEqual(reference);
    expect(await noise({ prefix: 'evaluate/' })).not.toEqual(reference);
    const other = fillFeeds([{ ...feeds[2], input: 'other.eps' } as Feed], { engine, seed: 1, live }, 4, itemsOf);
    expect(await values(other, 'other.eps')).not.toEqual(reference);
  });
});
