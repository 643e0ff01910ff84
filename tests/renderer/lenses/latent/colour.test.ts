import { describe, expect, test } from 'vitest';
import { colourCodes, colourValues, pointTints, robustRange } from '../../../../src/renderer/latent/colour/colour-by';
import { densityContours, densityOf } from '../../../../src/renderer/latent/density/density';
import type { EncodedSet } from '../../../../src/renderer/latent/points/collector';
import { labelColour } from '../../../../src/renderer/lenses/colour/labels';
import { viridis } from '../../../../src/renderer/lenses/colour/viridis';
import { normals } from '../../../../src/renderer/lenses/maths/normal';

const set: EncodedSet = {
  z: new Float32Array([3, 4, 0, 1, -6, 8]),
  width: 2,
  labels: new Uint8Array([0, 3, 1]),
  columns: { posterior_std: new Float32Array([0.1, 0.2, 0.3]) },
  count: 3,
  total: 3,
  split: 'test',
  step: 10,
  items: '',
};

describe('numbers behind the colours', () => {
  test('are lengths, latent numbers, columns and ways gone', () => {
    expect([...(colourValues(set, 'distance', null) ?? [])]).toEqual([5, 1, 10]);
    expect([...(colourValues(set, 'z1', null) ?? [])]).toEqual([4, 1, 8]);
    expect(colourValues(set, 'posterior_std', null)).toBe(set.columns.posterior_std);
    const before = { ...set, z: new Float32Array([0, 0, 0, 1, 0, 0]) };
    expect([...(colourValues(set, 'moved', before) ?? [])]).toEqual([5, 0, 10]);
  });

  test('are missing where the column has not come, z is narrower, or nothing was kept', () => {
    expect(colourValues(set, 'reconstruction_error', null)).toBeNull();
    expect(colourValues(set, 'z7', null)).toBeNull();
    expect(colourValues(set, 'moved', null)).toBeNull();
    expect(colourValues(set, 'label', null)).toBeNull();
  });

  test('span a range that single strays do not widen', () => {
    const values = Float32Array.from({ length: 1_000 }, (_, i) => i / 1_000);
    values[0] = 1e9;
    values[1] = Number.NaN;
    const [low, high] = robustRange(values) ?? [0, 0];
    expect(low).toBeCloseTo(0.022, 2);
    expect(high).toBeCloseTo(0.98, 2);
    expect(robustRange(new Float32Array([Number.NaN]))).toBeNull();
  });

  test('become bytes, clamped at the ends of the range', () => {
    expect([...colourCodes(set.labels, new Float32Array([-5, 0.5, 7]), [0, 1])]).toEqual([0, 128, 255]);
    expect([...colourCodes(set.labels, new Float32Array([2, 2, 2]), [2, 2])]).toEqual([0, 0, 0]);
    expect(colourCodes(set.labels, null, null)).toBe(set.labels);
  });
});

describe('tints', () => {
  const shades = {
    isolated: new Set<number>(),
    labels: set.labels,
    ranged: false,
    selected: null,
    alpha: 1,
    faded: 0.2,
  };
  const alphas = (tints: Uint8Array) => [3, 7, 11].map((at) => tints[at]);

  test('are the colours of the classes; those not singled out fade', () => {
    const all = pointTints(set.labels, shades);
    expect([...all.subarray(4, 7)]).toEqual([...labelColour(3)]);
    expect(alphas(all)).toEqual([255, 255, 255]);
    expect(alphas(pointTints(set.labels, { ...shades, isolated: new Set([3]) }))).toEqual([51, 255, 51]);
  });

  test('fade what is not selected, and what is selected but not of the classes singled out', () => {
    const selected = Uint32Array.of(0, 1, 77);
    expect(alphas(pointTints(set.labels, { ...shades, selected }))).toEqual([255, 255, 51]);
    expect(alphas(pointTints(set.labels, { ...shades, selected, isolated: new Set([3]) }))).toEqual([51, 255, 51]);
  });

  test('of numbers are those of the colour map', () => {
    const tints = pointTints(Uint8Array.of(0, 255, 128), { ...shades, ranged: true });
    expect([...tints.subarray(4, 7)]).toEqual([...viridis(1)]);
  });
});

describe('density', () => {
  const points = normals(5, 2 * 20_000);

  test('keeps the points in sum and is highest in the middle', () => {
    const density = densityOf(points, 20_000);
    if (!density) throw new Error('no density');
    const sum = density.values.reduce((total, value) => total + value, 0);
    expect(sum).toBeGreaterThan(0.98 * 20_000);
    expect(sum).toBeLessThanOrEqual(20_000 * 1.0001);
    const top = density.values.indexOf(Math.max(...density.values));
    const x = density.extent.minX + ((top % density.columns) + 0.5) * density.cell.width;
    const y = density.extent.minY + (Math.floor(top / density.columns) + 0.5) * density.cell.height;
    expect(Math.hypot(x, y)).toBeLessThan(0.5);
  });

  test('of a normal distribution has circles for contours, of the radius that the level says', () => {
    const contours = densityContours(points, 20_000);
    const half = contours.find(({ level }) => level === 0.5);
    const ring = half?.rings.toSorted((a, b) => b.length - a.length)[0] ?? new Float32Array();
    const radii = Array.from({ length: ring.length / 2 }, (_, i) => Math.hypot(ring[2 * i], ring[2 * i + 1]));
    const mean = radii.reduce((total, radius) => total + radius, 0) / radii.length;
    // exp(−r² / 2) = 1/2
    expect(mean).toBeGreaterThan(1.05);
    expect(mean).toBeLessThan(1.35);
  });

  test('needs points that spread', () => {
    expect(densityContours(new Float32Array([1, 1, 1, 1]), 2)).toEqual([]);
    expect(densityContours(new Float32Array(0), 0)).toEqual([]);
  });
});
