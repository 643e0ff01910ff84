import { describe, expect, test } from 'vitest';
import type { DatasetSpec } from '../../src/core/catalogue/types';
import { pointSets } from '../../src/core/data';
import { type DataSource, type Items, openDataSource } from '../../src/worker/data-source';

const drawn: [number, number][] = [
  [0, 0],
  [0.5, -1],
];
const points = (set: string): DatasetSpec => ({ type: 'points', set, drawn: set === 'drawn' ? drawn : [] });
const specs: Record<string, DatasetSpec> = {
  ...Object.fromEntries(pointSets.map(({ id }) => [id, points(id)])),
  mnist: { type: 'mnist' },
};

const first = (items: Items, count: number, size: number): Items => ({
  values: items.values.slice(0, count * size),
  labels: items.labels.slice(0, count),
  count,
});

describe.each(Object.entries(specs))('%s', async (_id, spec) => {
  const source: DataSource = await openDataSource(spec, null);
  const size = source.itemShape.reduce((a, b) => a * b, 1);

  test('gives full batches that can be asked for again in any order', () => {
    const [a, b] = [source.batch(3, 32, 7), source.batch(4, 32, 7)];
    for (const { values, labels, count } of [a, b])
      expect([values.length, labels.length, count]).toEqual([32 * size, 32, 32]);
    expect(source.batch(4, 32, 7)).toEqual(b);
    expect(source.batch(3, 32, 7)).toEqual(a);
    expect(b.values).not.toEqual(a.values);
    expect(source.batch(3, 32, 8).values).not.toEqual(a.values);
  });

  test('has labels below the number of its classes', () => {
    expect(source.classes.length).toBeGreaterThan(0);
    const { labels } = source.batch(0, 256, 1);
    expect(Math.max(...labels)).toBeLessThan(source.classes.length);
    expect(new Set(labels).size).toBe(source.classes.length);
  });

  test('shows the same items of a split, whatever number of them is asked for', () => {
    for (const split of ['train', 'test'] as const) {
      const many = source.items(split, 0, 100);
      expect(source.items(split, 0, 7)).toEqual(first(many, 7, size));
      const later = source.items(split, 40, 5);
      expect(later.values).toEqual(many.values.slice(40 * size, 45 * size));
      expect(later.labels).toEqual(many.labels.slice(40, 45));
    }
    expect(source.items('train', 0, 20).values).not.toEqual(source.items('test', 0, 20).values);
  });

  test('ends where its held-out items end', () => {
    const { testCount } = source;
    expect(testCount).toBe(10_000);
    expect(source.items('test', testCount - 3, 10).count).toBe(3);
    expect(source.items('test', testCount - 3, 10).labels).toHaveLength(3);
    expect(source.items('test', testCount + 5, 10)).toEqual({
      values: new Float32Array(),
      labels: new Uint8Array(),
      count: 0,
    });
  });
});

test('labels belong to their points: the eight modes lie at eight angles', async () => {
  const source = await openDataSource(points('eight-gaussians'), null);
  const { values, labels, count } = source.batch(0, 400, 1);
  let near = 0;
  for (let i = 0; i < count; i++) {
    const turn = Math.atan2(values[2 * i + 1], values[2 * i]) / (2 * Math.PI);
    const sector = Math.round(8 * turn + 8) % 8;
    if (sector === labels[i]) near++;
  }
  expect(near).toBeGreaterThan(390);
});

describe('MNIST', () => {
  test('is pictures with values in [0, 1], 60 000 and 10 000 of them', async () => {
    const source = await openDataSource({ type: 'mnist' }, null);
    expect(source).toMatchObject({ image: true, itemShape: [1, 28, 28], trainCount: 60_000, testCount: 10_000 });
    expect(source.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    const { values } = source.items('train', 0, 500);
    expect(values.reduce((low, v) => Math.min(low, v), 1)).toBe(0);
    expect(values.reduce((high, v) => Math.max(high, v), 0)).toBe(1);
  });

  test('starts with the labels that the database starts with', async () => {
    const source = await openDataSource({ type: 'mnist' }, null);
    expect(Array.from(source.items('train', 0, 10).labels)).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect(Array.from(source.items('test', 0, 10).labels)).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
  });

  test('a batch holds the items that its labels say', async () => {
    const source = await openDataSource({ type: 'mnist' }, null);
    const all = source.items('train', 0, 60_000);
    const find = (row: Float32Array): number => {
      for (let i = 0; i < all.count; i++) {
        let j = 0;
        while (j < 784 && all.values[784 * i + j] === row[j]) j++;
        if (j === 784) return i;
      }
      return -1;
    };
    const batch = source.batch(11, 4, 2);
    for (let k = 0; k < batch.count; k++) {
      const at = find(batch.values.subarray(784 * k, 784 * (k + 1)));
      expect(at).toBeGreaterThanOrEqual(0);
      expect(all.labels[at]).toBe(batch.labels[k]);
    }
  });
});

test('training points for display do not end, and a far one is the same whichever way it is asked for', async () => {
  const source = await openDataSource(points('rings'), null);
  const far = source.items('train', 999_990, 10);
  expect([far.count, far.values.length, far.labels.length]).toEqual([10, 20, 10]);
  expect((await openDataSource(points('rings'), null)).items('train', 999_995, 5).values).toEqual(far.values.slice(10));
  // Over the border between two blocks.
  const over = source.items('train', 9_998, 4);
  expect(over.values.slice(0, 4)).toEqual(source.items('train', 9_998, 2).values);
  expect(over.values.slice(4)).toEqual(source.items('train', 10_000, 2).values);
  expect(source.items('train', 10_000, 100).values).not.toEqual(source.items('train', 0, 100).values);
});

test('the held-out points stay the ones that runs were measured on', async () => {
  const held = await openDataSource(points('eight-gaussians'), null);
  const set = pointSets.find(({ id }) => id === 'eight-gaussians');
  const drawnAtOnce = set?.sample(1_234, { seed: 0, stream: 'data/test', step: 0 }, []);
  expect(held.items('test', 0, 1_234).values).toEqual(drawnAtOnce?.x);
});

test('points are drawn endlessly and are no pictures', async () => {
  const source = await openDataSource(points('rings'), null);
  expect(source).toMatchObject({ image: false, itemShape: [2], trainCount: 0 });
});

test('a folder without the files is refused by name', async () => {
  await expect(openDataSource({ type: 'mnist' }, '/no/such/folder')).rejects.toThrow('/no/such/folder');
});
