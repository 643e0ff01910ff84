import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { interpolate, lerpPath, slerpPath } from '../../../../src/renderer/latent/interpolate';

const vector = fc.array(fc.float({ min: -3, max: 3, noNaN: true }), { minLength: 2, maxLength: 2 });

describe('interpolation', () => {
  test('both kinds begin and end at the two ends', () => {
    fc.assert(
      fc.property(vector, vector, fc.constantFrom('lerp', 'slerp'), (a, b, kind) => {
        const path = interpolate(kind, a, b, 9);
        for (let i = 0; i < 2; i++) {
          expect(path[i]).toBeCloseTo(a[i], 4);
          expect(path[16 + i]).toBeCloseTo(b[i], 4);
        }
      }),
    );
  });

  test('lerp goes straight in even steps', () => {
    expect([...lerpPath([0, 0], [4, 8], 5)]).toEqual([0, 0, 1, 2, 2, 4, 3, 6, 4, 8]);
  });

  test('slerp between vectors of one length keeps the length and turns evenly', () => {
    const path = slerpPath([2, 0], [0, 2], 5);
    for (let k = 0; k < 5; k++) {
      expect(Math.hypot(path[2 * k], path[2 * k + 1])).toBeCloseTo(2, 5);
      expect(Math.atan2(path[2 * k + 1], path[2 * k])).toBeCloseTo((k * Math.PI) / 8, 5);
    }
  });

  test('slerp is straight where no direction is defined', () => {
    for (const [a, b] of [
      [
        [0, 0],
        [1, 2],
      ],
      [
        [1, 0],
        [3, 0],
      ],
      [
        [1, 0],
        [-1, 0],
      ],
    ]) {
      expect(slerpPath(a, b, 5)).toEqual(lerpPath(a, b, 5));
    }
  });
});
