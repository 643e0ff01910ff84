import { describe, expect, test } from 'vitest';
import type { Frames } from '../../../../src/renderer/trajectory/frames';
import { endDistance, pathMetrics } from '../../../../src/renderer/trajectory/metrics';

/** Particles on arcs of a circle: the length of n chords of an arc is 2·n·r·sin(angle / 2n). */
function arcs(angle: number, radii: readonly number[], steps: number): Frames {
  const count = radii.length;
  const samples = new Float32Array((steps + 1) * count * 2);
  for (let k = 0; k <= steps; k++) {
    radii.forEach((radius, i) => {
      const phi = (angle * k) / steps;
      samples.set([radius * Math.cos(phi), radius * Math.sin(phi)], 2 * (k * count + i));
    });
  }
  return { samples, predOriginal: new Float32Array(), times: new Float32Array(), steps, count, width: 2 };
}

const still: Frames = {
  samples: new Float32Array(8),
  predOriginal: new Float32Array(),
  times: new Float32Array(),
  steps: 1,
  count: 2,
  width: 2,
};

describe('paths', () => {
  test('along half a circle have the length of its chords and are straight by 2/π', () => {
    const steps = 40;
    const { straightness, length } = pathMetrics(arcs(Math.PI, [1, 3], steps));
    const chords = 2 * steps * Math.sin(Math.PI / (2 * steps));
    expect(length).toBeCloseTo(2 * chords, 5);
    expect(straightness).toBeCloseTo(2 / chords, 5);
    expect(straightness).toBeCloseTo(2 / Math.PI, 3);
  });

  test('a straight line is straight, in any number of dimensions', () => {
    const frames = { ...still, samples: new Float32Array([0, 0, 0, 1, 2, 2, 3, 6, 6]), steps: 2, count: 1, width: 3 };
    expect(pathMetrics(frames).straightness).toBeCloseTo(1, 6);
    expect(pathMetrics(frames).length).toBeCloseTo(9, 6);
  });

  test('particles that do not move count for the length and not for the straightness', () => {
    expect(pathMetrics(still)).toEqual({ straightness: 1, length: 0 });
    const one = { ...still, samples: new Float32Array([0, 0, 0, 0, 3, 4, 0, 0]) };
    expect(pathMetrics(one)).toEqual({ straightness: 1, length: 2.5 });
  });
});

describe('where two lanes end', () => {
  test('is compared particle by particle, whatever their numbers of steps', () => {
    const [coarse, fine] = [arcs(Math.PI, [1, 3], 2), arcs(Math.PI, [1, 3], 20)];
    expect(endDistance(coarse, fine)).toBeCloseTo(0, 5);
    expect(endDistance(coarse, arcs(0, [1, 3], 5))).toBeCloseTo((2 + 6) / 2, 5);
  });

  test('a preview with fewer particles is compared by those it has', () => {
    expect(endDistance(arcs(Math.PI, [1, 3], 4), arcs(0, [1], 4))).toBeCloseTo(2, 5);
    expect(endDistance(arcs(1, [], 4), arcs(1, [1], 4))).toBeNull();
  });
});
