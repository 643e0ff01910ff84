import { describe, expect, it } from 'vitest';
import { fitting } from '../../../src/renderer/components/Formula';
import { refusal } from '../../../src/renderer/components/NumberField';
import { nudged, scrubbed } from '../../../src/renderer/components/nudge';

const rate = { min: 1e-6, max: 1, scale: 'log' } as const;
const width = { min: 1, max: 8192, scale: 'log', integer: true } as const;

describe('an arrow key on a number', () => {
  it.each([
    [1e-3, 1, 2e-3],
    [2e-3, 1, 5e-3],
    [5e-3, 1, 1e-2],
    [3e-3, 1, 5e-3],
    [1e-3, -1, 5e-4],
    [1, 1, 1],
    [1e-6, -1, 1e-6],
  ] as const)('steps a logarithmic %d along 1, 2, 5', (from, direction, to) =>
    expect(nudged(from, direction, false, rate)).toBeCloseTo(to, 12),
  );

  it('steps it by a decade with Shift', () => expect(nudged(2e-3, 1, true, rate)).toBeCloseTo(2e-2, 12));

  it('doubles and halves whole ones', () => {
    expect(nudged(64, 1, false, width)).toBe(128);
    expect(nudged(64, -1, false, width)).toBe(32);
    expect(nudged(5000, 1, false, width)).toBe(8192);
    expect(nudged(1, -1, false, width)).toBe(1);
  });

  it('leaves and reaches zero where the range begins there', () => {
    const range = { min: 0, max: 1, scale: 'log' } as const;
    expect(nudged(0, 1, false, range)).toBe(1e-6);
    expect(nudged(1e-6, -1, false, range)).toBe(0);
  });

  it('moves others by their step, ten of them with Shift', () => {
    expect(nudged(0.3, 1, false, { step: 0.1 })).toBe(0.4);
    expect(nudged(0.3, -1, true, { step: 0.1, min: 0 })).toBe(0);
    expect(nudged(7, 1, false, { integer: true })).toBe(8);
  });
});

describe('a label that is dragged', () => {
  it('carries a number over its range and stops at the ends', () => {
    expect(scrubbed(0, 130, { min: 0, max: 1, step: 0.01 })).toBe(0.5);
    expect(scrubbed(0, 1e4, { min: 0, max: 1, step: 0.01 })).toBe(1);
    expect(scrubbed(1e-6, 130, rate)).toBeCloseTo(1e-3, 9);
    expect(scrubbed(1, -1e4, rate)).toBe(1e-6);
  });

  it('gives whole numbers where they must be', () => expect(Number.isInteger(scrubbed(100, 33, width))).toBe(true));

  it('stays where it was while it has not moved', () => {
    expect(scrubbed(0.123, 0, { min: 0, max: 1 })).toBe(0.123);
    expect(scrubbed(300, 0, width)).toBe(300);
  });
});

describe('a text that a field cannot take', () => {
  it('is answered in one sentence', () => {
    expect(refusal('Width', width, 'wide')).toBe('Width must be a whole number from 1 to 8\u202f192; it is “wide”.');
    expect(refusal('Beta', { min: 0 }, '')).toBe('Beta must be a number of at least 0; it is empty.');
    expect(refusal('Beta', {}, 'x')).toBe('Beta must be a number; it is “x”.');
  });
});

describe('a formula', () => {
  it('shrinks to fit, and breaks once it would be too small to read', () => {
    expect(fitting(100, 200)).toEqual({ scale: 1, broken: false });
    expect(fitting(250, 200)).toEqual({ scale: 0.8, broken: false });
    expect(fitting(400, 200)).toEqual({ scale: 0.7, broken: true });
  });
});
