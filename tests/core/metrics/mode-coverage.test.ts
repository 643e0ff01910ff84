import { describe, expect, it } from 'vitest';
import { eightGaussiansModes, pointSet } from '../../../src/core/data/points';
import { modeCoverage } from '../../../src/core/metrics/mode-coverage';

const centres = Float32Array.of(0, 0, 10, 0);

describe('mode coverage', () => {
  it('counts a sample for the nearest mode, up to three sigma', () => {
    const samples = Float32Array.of(0, 3, 0, 3.01, 10, -1, 9, 1, 5, 0);
    expect(modeCoverage(samples, centres, 1)).toEqual({ shares: [1 / 5, 2 / 5], covered: 2, highQuality: 3 / 5 });
  });

  it('gives a sample in reach of two modes to the nearer one', () => {
    expect(modeCoverage(Float32Array.of(4.9, 0, 5.1, 0, 6, 0, 7, 0), centres, 3).shares).toEqual([0.25, 0.75]);
  });

  it('calls a mode covered from the least share on', () => {
    const samples = new Float32Array(2 * 100);
    samples.set([10, 0], 0);
    expect(modeCoverage(samples, centres, 1)).toMatchObject({ shares: [0.99, 0.01], covered: 1 });
    expect(modeCoverage(samples, centres, 1, { leastShare: 0.01 }).covered).toBe(2);
  });

  it('works in other dimensions', () => {
    const coverage = modeCoverage(Float32Array.of(0, 1, 2), Float32Array.of(0), 0.5, { dim: 1 });
    expect(coverage).toEqual({ shares: [2 / 3], covered: 1, highQuality: 2 / 3 });
  });

  it('of real samples is near its closed form', () => {
    const { x } = pointSet('eight-gaussians').sample(40_000, { seed: 1, stream: 'test', step: 0 });
    const { shares, covered, highQuality } = modeCoverage(x, eightGaussiansModes.centres, eightGaussiansModes.sigma);
    // Four standard errors of a share of 40 000.
    const p = 1 - Math.exp(-9 / 2);
    expect(Math.abs(highQuality - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 40_000));
    for (const share of shares) expect(Math.abs(share - p / 8)).toBeLessThan(4 * Math.sqrt(p / 8 / 40_000));
    expect(covered).toBe(8);
  });

  it('refuses an empty set', () => {
    expect(() => modeCoverage(new Float32Array(0), centres, 1)).toThrow(/samples: got 0 values/);
    expect(() => modeCoverage(centres, new Float32Array(3), 1)).toThrow(/centres: got 3 values/);
  });
});
