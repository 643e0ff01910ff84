import { describe, expect, test } from 'vitest';
import { bySpread, INACTIVE, traversals, variances } from '../../../../src/renderer/latent/traversal/activity';
import { golden } from './golden';

describe('traversal', () => {
  test('variances are those of the data, also far from zero', () => {
    const { rows, width } = golden;
    const z = Float32Array.from(golden.z, (part) => part + 50);
    const found = variances(z, width, rows);
    for (let j = 0; j < width; j++) {
      const column = Array.from({ length: rows }, (_, row) => golden.z[row * width + j]);
      const expected = column.reduce((sum, part) => sum + (part - golden.mean[j]) ** 2, 0) / rows;
      expect(found[j] / expected).toBeCloseTo(1, 4);
    }
  });

  test('a dimension that stays the same is inactive and comes last', () => {
    const z = new Float32Array([1, 0.5, 0, -1, 0.51, 3, 1, 0.5, -3]);
    const spread = variances(z, 3, 3);
    expect(spread[1]).toBeLessThan(INACTIVE);
    expect(bySpread(spread)).toEqual([2, 0, 1]);
  });

  test('one batch holds the sliders and each dimension at each stop', () => {
    const batch = traversals([1, 2, 3], [2, 0], [-3, 3]);
    expect([...batch]).toEqual([1, 2, 3, 1, 2, -3, 1, 2, 3, -3, 2, 3, 3, 2, 3]);
  });
});
