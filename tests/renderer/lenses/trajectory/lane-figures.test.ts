import { describe, expect, test } from 'vitest';
import { laneFigures } from '../../../../src/renderer/trajectory/LaneFigures';
import { laneColumns } from '../../../../src/renderer/trajectory/LanesGrid';
import type { LaneAnswer } from '../../../../src/renderer/trajectory/lane-sampler';
import { gridMove } from '../../../../src/renderer/trajectory/PickGrid';
import { stripTimes } from '../../../../src/renderer/trajectory/PictureStrip';

const samples = new Float32Array([0, 0, 3, 4]);
const answer: LaneAnswer = {
  key: '',
  version: '',
  trajectory: {
    seed: 1,
    method: 'sampler.euler',
    samples,
    predOriginal: new Float32Array(2),
    labels: new Uint8Array(),
    times: new Float32Array([1, 0]),
    steps: 1,
    count: 1,
    itemShape: [2],
    evaluations: 1,
    step: 12,
  },
  frames: { samples, predOriginal: new Float32Array(2), times: new Float32Array([1, 0]), steps: 1, count: 1, width: 2 },
  metrics: { straightness: 1, length: 5 },
  milliseconds: 3,
  preview: false,
};

describe('the figures of a lane', () => {
  test('are each explained, the most telling first, as narrow lanes leave out the last ones', () => {
    const figures = laneFigures(answer, 0.25);
    expect(figures.map(({ short, value }) => `${short} ${value}`)).toEqual(['NFE 1', 'S 1.000', 'Δ₁ 0.25', 'L 5']);
    for (const { help } of figures) expect(help).toMatch(/\.$/);
  });

  test('lane 1 is not measured against itself', () => {
    expect(laneFigures(answer, null).map(({ short }) => short)).toEqual(['NFE', 'S', 'L']);
  });
});

describe('pictures', () => {
  test('arrows go on in their grid and stay at its ends', () => {
    expect(gridMove('ArrowRight', 3, 6, 16)).toBe(4);
    expect(gridMove('ArrowDown', 3, 6, 16)).toBe(9);
    expect(gridMove('ArrowUp', 3, 6, 16)).toBe(3);
    expect(gridMove('ArrowDown', 12, 6, 16)).toBe(12);
    expect(gridMove('ArrowLeft', 0, 6, 16)).toBe(0);
    expect(gridMove('n', 0, 6, 16)).toBeNull();
  });

  test('the strip shows all times or as many as fit, from the first to the last', () => {
    const times = Float32Array.from({ length: 51 }, (_, k) => 1 - k / 50);
    expect(stripTimes(times, true, 5)).toHaveLength(51);
    expect(stripTimes(times, false, 5).map((t) => Number(t.toFixed(3)))).toEqual([1, 0.75, 0.5, 0.25, 0]);
    expect(stripTimes(times, false, 80)).toHaveLength(51);
  });
});

describe('the places of lanes', () => {
  test('are where their pictures are largest', () => {
    expect(laneColumns(4, { width: 900, height: 250 })).toBe(4);
    expect(laneColumns(4, { width: 900, height: 900 })).toBe(2);
    expect(laneColumns(2, { width: 500, height: 900 })).toBe(1);
    expect(laneColumns(1, { width: 0, height: 0 })).toBe(1);
  });
});
