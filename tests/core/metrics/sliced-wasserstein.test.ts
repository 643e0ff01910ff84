import { describe, expect, it } from 'vitest';
import { pointSet } from '../../../src/core/data/points';
import { realFloor, slicedWasserstein } from '../../../src/core/metrics/sliced-wasserstein';
import golden from '../../golden/metrics.json';

const key = { seed: 3, stream: 'directions', step: 0 };
const gaussians = (n: number, step: number): Float32Array =>
  pointSet('eight-gaussians').sample(n, { seed: 5, stream: 'real', step }).x;

describe('sliced Wasserstein-1 distance', () => {
  it.each(golden.cases.filter(({ dim }) => dim === 1))('is exact on a line (case %#)', ({ a, b, wasserstein }) => {
    const distance = slicedWasserstein(Float32Array.from(a), Float32Array.from(b), 1, { projections: 2, key });
    expect(distance).toBeCloseTo(wasserstein!, 6);
  });

  it.each(golden.cases.filter(({ dim }) => dim === 2))(
    'comes near the mean over all directions (case %#)',
    (values) => {
      const [a, b] = [Float32Array.from(values.a), Float32Array.from(values.b)];
      const distance = slicedWasserstein(a, b, 2, { projections: 8_192, key });
      expect(Math.abs(distance / values.wasserstein! - 1)).toBeLessThan(0.02);
    },
  );

  it('is 0 from a set to itself, in any order', () => {
    const a = gaussians(100, 0);
    const reversed = Float32Array.from(a, (_, i) => a[a.length - 2 - 2 * Math.floor(i / 2) + (i % 2)]);
    expect(slicedWasserstein(a, reversed, 2, { key })).toBe(0);
  });

  it('of a shift in the plane is its length times the mean |cos|', () => {
    const a = gaussians(500, 0);
    const b = a.map((value, i) => value + (i % 2 === 0 ? 3 : -4));
    const distance = slicedWasserstein(a, b, 2, { projections: 8_192, key });
    // The standard deviation of |cos| is 0.308.
    expect(Math.abs(distance / 5 - 2 / Math.PI)).toBeLessThan((4 * 0.308) / Math.sqrt(8_192));
  });

  it('does not notice that every point comes twice', () => {
    const [a, b] = [gaussians(60, 0), gaussians(60, 1)];
    const twice = new Float32Array(240);
    twice.set(a);
    twice.set(a, 120);
    expect(slicedWasserstein(twice, b, 2, { key })).toBeCloseTo(slicedWasserstein(a, b, 2, { key }), 10);
  });

  it('depends on the key alone', () => {
    const [a, b] = [gaussians(60, 0), gaussians(60, 1)];
    expect(slicedWasserstein(a, b, 2, { key })).toBe(slicedWasserstein(a, b, 2, { key }));
    expect(slicedWasserstein(a, b, 2, { key })).not.toBe(slicedWasserstein(a, b, 2, { key: { ...key, step: 1 } }));
  });

  it('refuses a set that is empty or cut within a point', () => {
    expect(() => slicedWasserstein(new Float32Array(0), new Float32Array(2), 2, { key })).toThrow(/first set: got 0/);
    expect(() => slicedWasserstein(new Float32Array(2), new Float32Array(3), 2, { key })).toThrow(/second set: got 3/);
  });
});

describe('real-against-real floor', () => {
  it('asks for two fresh draws a repeat and averages', () => {
    const asked: number[] = [];
    const draw = (index: number): Float32Array => {
      asked.push(index);
      return Float32Array.of(index % 2 === 0 ? 0 : index);
    };
    const { mean, std } = realFloor(draw, 1, { repeats: 2, projections: 1, key });
    expect(asked).toEqual([0, 1, 2, 3]);
    expect(mean).toBeCloseTo(2, 12);
    expect(std).toBeCloseTo(Math.SQRT2, 12);
  });

  it('of the eight Gaussians at 10 000 points is what numpy gives', () => {
    // numpy: 0.0152 on average, standard deviation 0.0055 of one repeat; here the mean of eight, three standard errors.
    const { mean } = realFloor((index) => gaussians(10_000, 10 + index), 2, { repeats: 8, projections: 64, key });
    expect(Math.abs(mean - 0.0152)).toBeLessThan((3 * 0.0055) / Math.sqrt(8));
  });
});
