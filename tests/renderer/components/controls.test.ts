import { describe, expect, it } from 'vitest';
import { bucket } from '../../../src/renderer/components/draw-sparkline';
import { splitFormulas } from '../../../src/renderer/components/Formula';
import { numberText, parseNumber } from '../../../src/renderer/components/NumberField';
import { fromTravel, toTravel } from '../../../src/renderer/components/scale';

describe('a number that is typed', () => {
  it.each([
    ['12', 12],
    [' 1e-3 ', 0.001],
    ['.5', 0.5],
    ['−2', -2],
    ['0,5', 0.5],
    ['1\u202f240', 1240],
  ])('%j is read', (text, value) => expect(parseNumber(text, {})).toBe(value));

  it.each(['', 'abc', '1..2', 'NaN', 'Infinity', '1e999', '0x10', '--1'])('%j is refused', (text) =>
    expect(parseNumber(text, {})).toBeNull(),
  );

  it('must lie in its bounds', () => {
    expect(parseNumber('3', { max: 2 })).toBeNull();
    expect(parseNumber('-1', { min: 0 })).toBeNull();
    expect(parseNumber('1.5', { integer: true })).toBeNull();
  });

  it.each([0, 1, 0.02, 0.001, 2.5e-7, 1e-12, 123456.75, -0.004])('%d reads back as itself', (value) =>
    expect(parseNumber(numberText(value), {})).toBe(value),
  );
});

describe('the travel of a slider', () => {
  it('is even on a linear scale and keeps to the step', () => {
    const range = { min: 0, max: 20 };
    expect(toTravel(5, range)).toBe(0.25);
    expect(fromTravel(0.2503, range, 0.01)).toBe(5.01);
  });

  it('gives every decade the same room on a logarithmic scale', () => {
    const range = { min: 1e-6, max: 1, scale: 'log' } as const;
    expect(toTravel(1e-3, range)).toBeCloseTo(0.5);
    expect(fromTravel(0.5, range)).toBe(0.001);
  });

  it('reaches both ends exactly', () => {
    const range = { min: 1, max: 1_024, scale: 'log' } as const;
    expect([fromTravel(0, range, 1), fromTravel(1, range, 1)]).toEqual([1, 1_024]);
  });

  it('gives whole numbers where the step is one', () =>
    expect(Number.isInteger(fromTravel(0.37, { min: 1, max: 4_096, scale: 'log' }, 1))).toBe(true));

  it('puts values outside the range at its ends', () => {
    expect(toTravel(-5, { min: 0, max: 1 })).toBe(0);
    expect(toTravel(5, { min: 0, max: 1 })).toBe(1);
  });
});

describe('prose with formulas', () => {
  it('is split at dollar signs', () =>
    expect(splitFormulas('with $\\beta$ small').map(({ text, formula }) => [text, formula])).toEqual([
      ['with ', false],
      ['\\beta', true],
      [' small', false],
    ]));

  it('keeps a lone dollar sign', () =>
    expect(splitFormulas('costs 5 $').map(({ text }) => text)).toEqual(['costs 5 $']));
});

describe('the columns of a sparkline', () => {
  it('hold the smallest, largest and mean value of their part', () => {
    const { low, high, mean } = bucket([1, 3, 10, 20], 2);
    expect([[...low], [...high], [...mean]]).toEqual([
      [1, 10],
      [3, 20],
      [2, 15],
    ]);
  });

  it('leave values out that are not finite', () => {
    const { low, high } = bucket([Number.NaN, 2, Number.POSITIVE_INFINITY, 5], 2);
    expect([low[0], high[0], low[1], high[1]]).toEqual([2, 2, 5, 5]);
  });
});
