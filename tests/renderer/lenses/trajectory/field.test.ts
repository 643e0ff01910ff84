import { describe, expect, test } from 'vitest';
import { viridis } from '../../../../src/renderer/lenses/colour/viridis';
import { particleTints } from '../../../../src/renderer/trajectory/colours';
import {
  fieldArrows,
  fieldGrid,
  fieldScale,
  LEAST_SCORE_TIME,
  scoreOf,
} from '../../../../src/renderer/trajectory/field';

const size = { width: 400, height: 300 };

describe('the field’s grid', () => {
  test('lies at multiples of its spacing, inside the window, not too dense', () => {
    const grid = fieldGrid({ x: 0.3, y: -0.2, scale: 80 }, size, null);
    expect(grid.count).toBeGreaterThan(50);
    expect(grid.spacing * 80).toBeGreaterThanOrEqual(27);
    for (let i = 0; i < 2 * grid.count; i++) {
      expect(grid.points[i] / grid.spacing).toBeCloseTo(Math.round(grid.points[i] / grid.spacing), 4);
    }
  });

  test('is neither sparse nor crowded at any zoom, and closer in a small plane', () => {
    for (const scale of [11, 17, 23, 40, 61, 90, 133]) {
      const pixels = fieldGrid({ x: 0, y: 0, scale }, size, null).spacing * scale;
      expect(pixels).toBeGreaterThanOrEqual(27);
      expect(pixels).toBeLessThan(27 * 1.4143);
      const small = fieldGrid({ x: 0, y: 0, scale }, { width: 120, height: 160 }, null).spacing * scale;
      expect(small).toBeLessThan(17 * 1.4143);
    }
  });

  test('does not move when the view does', () => {
    const before = new Set(fieldGrid({ x: 0, y: 0, scale: 80 }, size, null).points);
    const after = fieldGrid({ x: 0.11, y: 0, scale: 80 }, size, null).points;
    expect([...after].filter((value) => before.has(value)).length).toBeGreaterThan(0.8 * after.length);
  });

  test('is trusted near what is framed and less far from it, and is bounded when far out', () => {
    const framed = { minX: -1, maxX: 1, minY: -1, maxY: 1 };
    const grid = fieldGrid({ x: 0, y: 0, scale: 20 }, size, framed);
    for (let i = 0; i < grid.count; i++) {
      const out = Math.max(Math.abs(grid.points[2 * i]), Math.abs(grid.points[2 * i + 1]));
      if (out <= 1.5) expect(grid.trust[i]).toBe(1);
      else expect(grid.trust[i]).toBeLessThan(1);
      if (out >= 3) expect(grid.trust[i]).toBeCloseTo(0.3, 5);
    }
    expect(Math.max(...grid.points)).toBeGreaterThan(8);
    const huge = fieldGrid({ x: 0, y: 0, scale: 20 }, { width: 4_000, height: 3_000 }, null);
    expect(huge.count).toBeLessThanOrEqual(2_600);
  });
});

describe('arrows', () => {
  const grid = {
    points: new Float32Array([0, 0, 5, 5, 9, 9]),
    count: 3,
    spacing: 1,
    trust: new Float32Array([1, 0.5, 1]),
  };

  test('point along −v, centred on their places, coloured by length', () => {
    const { tails, vectors, tints } = fieldArrows(grid, new Float32Array([2, 0, 0, 0, 0, 1]), 2, -1);
    expect(vectors[0]).toBeLessThan(0);
    expect(vectors[1]).toBeCloseTo(0);
    expect(tails[0] + vectors[0] / 2).toBeCloseTo(0, 6);
    expect([...tints.subarray(0, 3)]).toEqual([...viridis(1)]);
    viridis(128 / 255).forEach((part, i) => {
      expect(tints[8 + i]).toBe(part);
    });
    expect(Math.abs(vectors[5])).toBeLessThan(Math.abs(vectors[0]));
    expect(Math.abs(vectors[0])).toBeLessThanOrEqual(1);
    expect([tints[3], tints[7]]).toEqual([220, 110]);
  });

  test('of a score point along it', () => {
    const { vectors } = fieldArrows(grid, new Float32Array([2, 0, 0, 0, 0, 1]), 2, 1);
    expect(vectors[0]).toBeGreaterThan(0);
  });

  test('no velocity, no arrow', () => {
    const { vectors } = fieldArrows(grid, new Float32Array(6), 2, -1);
    expect([...vectors].every((value) => Math.abs(value) === 0)).toBe(true);
  });

  test('the scale is round and steady while the field changes a little', () => {
    const flat = (count: number, trust = 1) => ({
      points: new Float32Array(2 * count),
      count,
      spacing: 1,
      trust: new Float32Array(count).fill(trust),
    });
    const field = (length: number) => Float32Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? length : 0));
    const scale = fieldScale(flat(10), field(1.7), null);
    expect(scale).toBe(2);
    expect(fieldScale(flat(10), field(1.2), scale)).toBe(2);
    expect(fieldScale(flat(10), field(0.3), scale)).toBe(0.5);
    expect(fieldScale(flat(10), field(2.4), scale)).toBe(5);
    expect(fieldScale(flat(0), new Float32Array(), 3)).toBe(3);
    expect(fieldScale(flat(10, 0.3), field(1.7), null)).toBe(2);
  });

  test('the scale leaves out where the network only guesses', () => {
    const trust = new Float32Array(10).fill(0.3);
    trust.fill(1, 0, 4);
    const vectors = Float32Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? (i < 8 ? 1.7 : 90) : 0));
    expect(fieldScale({ points: new Float32Array(20), count: 10, spacing: 1, trust }, vectors, null)).toBe(2);
  });
});

describe('the score', () => {
  /** For data N(m, s²) the path x_t = (1 − t)·x_0 + t·ε is normal with mean (1 − t)·m and variance (1 − t)²·s² + t². */
  const [mean, deviation] = [0.7, 0.4];
  const variance = (t: number) => (1 - t) ** 2 * deviation ** 2 + t ** 2;
  const velocity = (x: number, t: number) => {
    const residual = x - (1 - t) * mean;
    return (t * residual) / variance(t) - (mean + ((1 - t) * deviation ** 2 * residual) / variance(t));
  };

  test.each([0.02, 0.1, 0.5, 0.9, 1])('made from the velocity of a Gaussian is the closed form at t = %f', (t) => {
    const points = new Float32Array([-1, 0, 0.3, 2]);
    const score = scoreOf(
      points,
      points.map((x) => velocity(x, t)),
      t,
    );
    points.forEach((x, i) => {
      const exact = -(x - (1 - t) * mean) / variance(t);
      expect(Math.abs(score[i] - exact)).toBeLessThan(2e-4 * (1 + Math.abs(exact)));
    });
  });

  test('is finite at the data, where it is asked a little earlier', () => {
    const score = scoreOf(new Float32Array([1]), new Float32Array([-1]), 0);
    expect(score[0]).toBeCloseTo(-(1 - (1 - LEAST_SCORE_TIME)) / LEAST_SCORE_TIME, 4);
  });
});

describe('colours of particles', () => {
  const end = new Float32Array([1, 0, -1, 0]);
  const data = { values: new Float32Array([1.1, 0, -0.8, 0]), labels: new Uint8Array([0, 4]), count: 2 };

  test('by class: that of the nearest data point; by angle: by direction; plain: one', () => {
    const colour = (kind: 'class' | 'angle' | 'plain') => particleTints(kind, end, 2, data, [9, 8, 7], 1);
    expect([...colour('class').subarray(0, 3)]).toEqual([0x4e, 0x79, 0xa7]);
    expect([...colour('class').subarray(4, 7)]).toEqual([0x59, 0xa1, 0x4f]);
    expect([...colour('angle').subarray(0, 3)]).not.toEqual([...colour('angle').subarray(4, 7)]);
    expect([...colour('plain')]).toEqual([9, 8, 7, 255, 9, 8, 7, 255]);
  });

  test('by class without data is plain', () => {
    expect([...particleTints('class', end, 1, null, [9, 8, 7], 1)]).toEqual([9, 8, 7, 255]);
  });
});
