import { describe, expect, test } from 'vitest';
import { densityTints } from '../../../src/renderer/density/colours';
import { moveReader } from '../../../src/renderer/density/cursor';
import { extremes, rankingSentence } from '../../../src/renderer/density/ranking';
import {
  cellArea,
  colourRange,
  massLevels,
  readingOf,
  shareOfRange,
  valueAt,
  valueText,
} from '../../../src/renderer/density/reading';
import { bestOf, curveAt, triedRange, triedValues } from '../../../src/renderer/density/scan';
import { cellMiddles } from '../../../src/renderer/lenses/plane/heat-layer';

const grid = { columns: 120, rows: 100, extent: { minX: -6, maxX: 6, minY: -5, maxY: 5 } };
/** A standard normal in the plane. */
const normal = (): Float32Array => {
  const places = cellMiddles(grid);
  return Float32Array.from(
    { length: places.length / 2 },
    (_, i) => -Math.log(2 * Math.PI) - (places[2 * i] ** 2 + places[2 * i + 1] ** 2) / 2,
  );
};

describe('a density over the cells of a picture', () => {
  test('the sum over the cells is 1 where all of it is in sight', () => {
    const { integral, highest } = readingOf(normal(), cellArea(grid), 'exact');
    expect(integral).toBeCloseTo(1, 4);
    expect(highest).toBeCloseTo(-Math.log(2 * Math.PI), 2);
  });

  test('what is known up to a constant is made to hold 1, and the told numbers stay', () => {
    const told = normal().map((value) => value + 3);
    const reading = readingOf(told, cellArea(grid), 'unnormalised');
    expect(reading.integral).toBe(1);
    expect(reading.told).toBe(told);
    expect(reading.highest).toBeCloseTo(-Math.log(2 * Math.PI), 2);
    expect(readingOf(told, cellArea(grid), 'exact').integral).toBeCloseTo(Math.exp(3), 2);
  });

  test('nowhere anything is not a number that spoils the rest', () => {
    const { integral } = readingOf(Float32Array.of(Number.NaN, -Infinity, 0), 0.5, 'exact');
    expect(integral).toBeCloseTo(0.5, 6);
    expect(Number.isFinite(readingOf(Float32Array.of(-Infinity), 1, 'exact').integral)).toBe(true);
  });

  test('lines hold the shares that they say: of a normal, the circles of radius √(−2 ln(1 − share))', () => {
    const shares = [0.5, 0.8, 0.95];
    const levels = massLevels(normal(), shares);
    for (const [i, share] of shares.entries()) expect(levels[i] * 2 * Math.PI).toBeCloseTo(1 - share, 2);
  });

  test('the value at a place lies between those of the cells around it; outside there is none', () => {
    const values = normal();
    expect(valueAt(grid, values, [0, 0])).toBeCloseTo(-Math.log(2 * Math.PI), 1);
    expect(valueAt(grid, values, [1, 1])).toBeCloseTo(-Math.log(2 * Math.PI) - 1, 1);
    expect(valueAt(grid, values, [7, 0])).toBeNull();
    expect(valueAt(grid, values, [5.99, 4.99])).not.toBeNull();
  });

  test('colours run from nothing to the highest p, or over the upper nats of log p', () => {
    const p = colourRange(-1, 'p');
    expect([p.low, p.high]).toEqual([0, Math.exp(-1)]);
    expect(shareOfRange(-1, p)).toBe(1);
    expect(shareOfRange(-1 + Math.log(0.5), p)).toBeCloseTo(0.5, 12);
    const log = colourRange(-1, 'log');
    expect(shareOfRange(-1, log)).toBe(1);
    expect(shareOfRange(-Infinity, log)).toBe(0);
    const tints = densityTints(Float32Array.of(-1, -20), log, false);
    expect(tints.subarray(0, 3)).not.toEqual(tints.subarray(4, 7));
    expect(tints[3]).toBeGreaterThan(tints[7]);
  });

  test('what is told is named as what it is', () => {
    expect(valueText(-2, -2, 'exact')).toBe('log p −2 · p 0.135');
    expect(valueText(-2, 5, 'unnormalised')).toMatch(/^−E 5 · p 0\.135$/);
    expect(valueText(-2, -2, 'bound')).toMatch(/^bound of log p/);
  });
});

describe('the cursor of the keyboard', () => {
  const stage = { view: { x: 1, y: 2, scale: 10 }, extent: { width: 200, height: 100 } };
  const pressed = (key: string, cursor: readonly [number, number] | null, shiftKey = false) => {
    let at = cursor;
    const used = moveReader({ key, shiftKey }, stage, cursor, (next) => {
      at = next;
    });
    return { at, used };
  };

  test('begins in the middle, moves by arrows, farther with Shift, and stays in sight', () => {
    expect(pressed('ArrowRight', null)).toEqual({ at: [1.8, 2], used: true });
    expect(pressed('ArrowUp', [1, 2], true)).toEqual({ at: [1, 6], used: true });
    const { at } = pressed('ArrowLeft', [-8.9, 2], true);
    expect(at?.[0]).toBeCloseTo(-8.9, 6);
  });

  test('Escape puts it away; without one the key is not used', () => {
    expect(pressed('Escape', [1, 1])).toEqual({ at: null, used: true });
    expect(pressed('Escape', null).used).toBe(false);
    expect(pressed('x', [1, 1]).used).toBe(false);
  });
});

describe('a density at other widths', () => {
  test('values lie about the present one, evenly on a logarithmic scale, in ends that hold still', () => {
    const [low, high] = triedRange(0.15, [0.001, 10]);
    expect([low, high]).toEqual([0.01, 10 ** 0.5]);
    expect(triedRange(0.14, [0.001, 10])[1]).toBe(high);
    expect(triedRange(0.002, [0.001, 10])[0]).toBe(0.001);
    const values = triedValues(low, high);
    expect(values[0]).toBeCloseTo(0.01, 8);
    expect(values[values.length - 1]).toBeCloseTo(high, 5);
    expect(values[1] / values[0]).toBeCloseTo(values[11] / values[10], 5);
  });

  test('the best is where held-out items are likeliest, and curves are read between what was tried', () => {
    const values = Float32Array.of(0.01, 0.1, 1);
    const heldOut = Float32Array.of(-5, -1, -2);
    expect(bestOf({ values, heldOut })).toEqual({ value: values[1], logProb: -1 });
    expect(curveAt(values, heldOut, 10 ** -1.5)).toBeCloseTo(-3, 5);
    expect(curveAt(values, heldOut, 0.001)).toBe(-5);
    expect(curveAt(values, heldOut, 100)).toBe(-2);
  });
});

describe('items by their density', () => {
  test('the most and the least probable, the outermost first, without what is not finite', () => {
    const { most, least } = extremes(Float32Array.of(-3, 2, Number.NaN, -7, 1, -Infinity), 2);
    expect(most).toEqual([1, 4]);
    expect(least).toEqual([3, 0]);
  });

  test('in one sentence, for each number of an item', () => {
    const values = (mean: number) => ({
      logProb: Float32Array.of(mean - 10, mean + 10),
      kind: 'exact' as const,
      count: 2,
      step: 0,
    });
    const sentence = rankingSentence(values(-200), values(-100), { kind: 'exact', numbers: 100, latent: false });
    expect(sentence).toContain('log p for each of 100 numbers, in nats');
    expect(sentence).toContain('held-out items (bars) −2 on average');
    expect(sentence).toContain('training items (line) −1');
  });
});
