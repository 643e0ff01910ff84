import { describe, expect, test } from 'vitest';
import { embed, fittingAxes } from '../../../../src/renderer/latent/axes';
import { farthestClasses, summarizeClasses } from '../../../../src/renderer/latent/classes';
import { axesLayout } from '../../../../src/renderer/latent/layout/linear';
import { MOST_TILES, priorGrid, tileSheet, viewGrid } from '../../../../src/renderer/latent/manifold';
import { normalQuantile } from '../../../../src/renderer/lenses/maths/normal';

describe('axes of the latent plane', () => {
  test('projecting takes the two dimensions, embedding puts them back among the others', () => {
    const axes = { x: 2, y: 0 };
    const z = new Float32Array([1, 2, 3, 4, 5, 6]);
    expect([...axesLayout({ z, width: 3, count: 2 }, axes, [9, 8, 7], 2).positions]).toEqual([3, 1, 6, 4]);
    expect([...embed([3, 1], axes, [9, 8, 7])]).toEqual([1, 8, 3]);
  });

  test('one latent number lies along x', () => {
    const axes = fittingAxes({ x: 0, y: 1 }, 1);
    const encoded = { z: new Float32Array([5, 6]), width: 1, count: 2 };
    expect([...axesLayout(encoded, axes, [0], 2).positions]).toEqual([5, 0, 6, 0]);
    expect([...embed([5, 0.3], axes, [0])]).toEqual([5]);
  });

  test('axes that a narrower model has not fall back to the first two', () => {
    expect(fittingAxes({ x: 7, y: 3 }, 20)).toEqual({ x: 7, y: 3 });
    expect(fittingAxes({ x: 7, y: 3 }, 4)).toEqual({ x: 0, y: 1 });
  });
});

describe('manifold grid', () => {
  test('tiles over the view are squares without gaps that cover it', () => {
    const grid = viewGrid({ minX: -3, maxX: 3, minY: -1, maxY: 1 }, 8);
    const [minX, minY, maxX, maxY] = grid.places.subarray(0, 4);
    expect(maxX - minX).toBeCloseTo(maxY - minY, 6);
    expect(minX).toBeLessThanOrEqual(-3);
    expect(maxY).toBeGreaterThanOrEqual(1);
    expect(grid.places[4 * (grid.count - 1) + 2]).toBeGreaterThanOrEqual(3);
    expect(grid.centres[0]).toBeCloseTo((minX + maxX) / 2, 6);
    expect(grid.places[4]).toBeCloseTo(maxX, 6);
  });

  test('a very wide view gets larger tiles rather than more than the limit', () => {
    expect(viewGrid({ minX: -500, maxX: 500, minY: -1, maxY: 1 }, 20).count).toBeLessThanOrEqual(MOST_TILES);
  });

  test('prior tiles are decoded at the quantiles, upper row first', () => {
    const grid = priorGrid(4);
    const low = normalQuantile(0.125);
    expect(grid.centres[0]).toBeCloseTo(low, 6);
    expect(grid.centres[1]).toBeCloseTo(-low, 6);
    expect(grid.centres[2 * 15]).toBeCloseTo(-low, 6);
    expect(grid.centres[2 * 15 + 1]).toBeCloseTo(low, 6);
    // neighbours share a border, and every tile holds its own middle
    expect(grid.places[2]).toBeCloseTo(grid.places[4], 6);
    for (let tile = 0; tile < grid.count; tile++) {
      const [minX, minY, maxX, maxY] = grid.places.subarray(4 * tile, 4 * tile + 4);
      expect(grid.centres[2 * tile]).toBeGreaterThan(minX);
      expect(grid.centres[2 * tile]).toBeLessThan(maxX);
      expect(grid.centres[2 * tile + 1]).toBeGreaterThan(minY);
      expect(grid.centres[2 * tile + 1]).toBeLessThan(maxY);
    }
  });

  test('the sheet has each tile where its cut says', () => {
    const grid = priorGrid(2);
    const sheet = tileSheet(grid, new Float32Array([0, 0.2, 0.4, 1]), { width: 1, height: 1, channels: 1, size: 1 });
    expect([sheet.width, sheet.height]).toEqual([2, 2]);
    expect([0, 1, 2, 3].map((tile) => sheet.pixels[4 * tile])).toEqual([0, 51, 102, 255]);
    expect([...sheet.cuts.subarray(12)]).toEqual([1, 1, 2, 2]);
  });
});

describe('classes', () => {
  const points = new Float32Array([0, 0, 2, 2, 1, 1, 10, 0, 5, 5]);
  const labels = new Uint8Array([0, 0, 0, 3, 1]);

  test('have a count and a middle that one stray point does not move far', () => {
    expect(summarizeClasses(points, labels, 5)).toEqual([
      { label: 0, count: 3, x: 1, y: 1 },
      { label: 1, count: 1, x: 5, y: 5 },
      { label: 3, count: 1, x: 10, y: 0 },
    ]);
  });

  test('the two farthest apart make the first line', () => {
    const pair = farthestClasses(summarizeClasses(points, labels, 5));
    expect(pair?.map(({ label }) => label)).toEqual([0, 3]);
    expect(farthestClasses([])).toBeNull();
  });
});
