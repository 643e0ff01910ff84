import { describe, expect, test } from 'vitest';
import { normalQuantile, normals } from '../../../src/renderer/lenses/maths/normal';

describe('normal numbers', () => {
  test('are the same for the same seed and others for another', () => {
    expect(normals(5, 20)).toEqual(normals(5, 20));
    expect(normals(5, 20)).not.toEqual(normals(6, 20));
  });

  test('have mean 0 and variance 1', () => {
    const draws = normals(1, 20_001);
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.04);
  });

  test('the quantile function has the known values', () => {
    // scipy.stats.norm.ppf
    expect(normalQuantile(0.5)).toBeCloseTo(0, 12);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 8);
    expect(normalQuantile(0.01)).toBeCloseTo(-2.3263478740408408, 8);
    expect(normalQuantile(0.99)).toBeCloseTo(2.3263478740408408, 8);
    expect(normalQuantile(1e-6)).toBeCloseTo(-4.753424308822899, 7);
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });
});
