import { describe, expect, test } from 'vitest';
import { nearestRows } from '../../../../src/renderer/latent/layout/nearest';
import { findNeighbours, type Metric, purity } from '../../../../src/renderer/latent/neighbours/find';
import { golden } from './golden';

const z = Float32Array.from(golden.z);
const { rows, width } = golden;
const ranked = (distances: readonly number[]) =>
  distances
    .map((distance, row) => ({ distance, row }))
    .filter(({ row }) => row !== 0)
    .sort((a, b) => a.distance - b.distance);

describe('neighbours', () => {
  test.each([
    ['euclidean', golden.distances],
    ['cosine', golden.cosine],
  ] as const)('by %s distance are those of PyTorch, in order', (metric: Metric, distances) => {
    const found = findNeighbours(z, width, rows, 0, 12, metric);
    const expected = ranked(distances).slice(0, 12);
    expect([...found.items]).toEqual(expected.map(({ row }) => row));
    found.distances.forEach((distance, rank) => {
      expect(distance).toBeCloseTo(expected[rank].distance, 4);
    });
  });

  test('are all others where there are few', () => {
    expect([...findNeighbours(new Float32Array([0, 5, 2]), 1, 3, 1, 50, 'euclidean').items]).toEqual([2, 0]);
    expect(findNeighbours(new Float32Array([0]), 1, 1, 0, 5, 'euclidean').items).toHaveLength(0);
  });

  test('a vector without direction is as far from all as can be told', () => {
    const found = findNeighbours(new Float32Array([0, 0, 1, 0, 0, 1]), 2, 3, 0, 2, 'cosine');
    expect([...found.distances]).toEqual([1, 1]);
  });

  test('their purity is the share that has the class of the item', () => {
    const found = findNeighbours(new Float32Array([0, 1, 2, 3]), 1, 4, 0, 3, 'euclidean');
    expect(purity(found, [7, 7, 1, 7])).toBeCloseTo(2 / 3, 6);
  });

  test('searching with an early end finds what comparing everything finds', () => {
    const found = nearestRows(z, z, width, 5);
    for (let row = 0; row < rows; row++) {
      const others = findNeighbours(z, width, rows, row, 4, 'euclidean');
      expect(found.indices[row * 5]).toBe(row);
      expect([...found.indices.subarray(row * 5 + 1, row * 5 + 5)]).toEqual([...others.items]);
    }
  });
});
