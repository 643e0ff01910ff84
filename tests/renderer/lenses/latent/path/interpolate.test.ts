import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { between, lerp, slerp } from '../../../../../src/renderer/latent/path/interpolate';

const vector = fc.array(fc.float({ min: -3, max: 3, noNaN: true }), { minLength: 2, maxLength: 2 });

describe('interpolation', () => {
  test('both kinds begin and end at the two ends', () => {
    fc.assert(
      fc.property(vector, vector, fc.constantFrom('lerp', 'slerp'), (a, b, kind) => {
        for (let i = 0; i < 2; i++) {
          expect(between(kind, a, b, 0)[i]).toBeCloseTo(a[i], 4);
          expect(between(kind, a, b, 1)[i]).toBeCloseTo(b[i], 4);
        }
      }),
    );
  });

  test('lerp goes straight', () => {
    expect([...lerp([0, 0], [4, 8], 0.25)]).toEqual([1, 2]);
  });

  test('slerp between vectors of one length keeps the length and turns evenly', () => {
    for (let k = 0; k < 5; k++) {
      const [x, y] = slerp([2, 0], [0, 2], k / 4);
      expect(Math.hypot(x, y)).toBeCloseTo(2, 5);
      expect(Math.atan2(y, x)).toBeCloseTo((k * Math.PI) / 8, 5);
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
      expect(slerp(a, b, 0.3)).toEqual(lerp(a, b, 0.3));
    }
  });
});
