import { describe, expect, it } from 'vitest';
import { medianDistance, squaredMmd } from '../../../src/core/metrics/mmd';
import golden from '../../golden/metrics.json';

describe('maximum mean discrepancy', () => {
  it.each(golden.cases)('agrees with kernel matrices in numpy (dimension $dim, case %#)', (values) => {
    const [a, b] = [Float32Array.from(values.a), Float32Array.from(values.b)];
    expect(medianDistance(a, b, values.dim)).toBeCloseTo(values.medianDistance, 10);
    expect(squaredMmd(a, b, values.dim)).toBeCloseTo(values.squaredMmd, 10);
    expect(squaredMmd(a, b, values.dim, { bandwidths: [1] })).toBeCloseTo(values.squaredMmdOfBandwidth1, 10);
  });

  it('is the same whichever set comes first', () => {
    const [a, b] = [Float32Array.of(0, 1, 5), Float32Array.of(2, 2.5)];
    expect(squaredMmd(a, b, 1)).toBeCloseTo(squaredMmd(b, a, 1), 12);
  });

  it('takes the median between the two middle distances', () => {
    // Distances 1, 2, 3 between 0, 1 and 3; with 7 also 4, 6, 7.
    expect(medianDistance(Float32Array.of(0), Float32Array.of(1, 3), 1)).toBe(2);
    expect(medianDistance(Float32Array.of(0, 1), Float32Array.of(3, 7), 1)).toBe(3.5);
  });

  it('refuses what has no estimate', () => {
    const two = Float32Array.of(0, 1);
    expect(() => squaredMmd(Float32Array.of(0), two, 1)).toThrow(/got 1 and 2 points, expected at least 2/);
    expect(() => squaredMmd(two, two, 1, { bandwidths: [0] })).toThrow(/bandwidths 0, expected numbers above 0/);
    expect(() => squaredMmd(two, two, 1, { bandwidths: [] })).toThrow(/expected numbers above 0/);
    expect(() => squaredMmd(Float32Array.of(1, 1), Float32Array.of(1, 1), 1)).toThrow(
      /at least half of the points coincide/,
    );
    expect(() => squaredMmd(new Float32Array(3), new Float32Array(4), 2)).toThrow(/got 3 values, expected a multiple/);
  });
});
