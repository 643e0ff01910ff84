import { describe, expect, it } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatCompact,
  formatCount,
  formatDuration,
  formatFixed,
  formatFlops,
  formatNumber,
  formatPlural,
  formatRate,
  formatShape,
  formatShare,
  THIN,
} from '../../src/renderer/format';

const thin = (text: string): string => text.replaceAll('_', THIN);

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1240, '1_240'],
    [631_588, '631_588'],
    [-12_345_678, '−12_345_678'],
  ])('groups %d in thousands', (value, text) => expect(formatCount(value)).toBe(thin(text)));
});

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [157.4972, '157.5'],
    [0.01834, '0.01834'],
    [1e-5, '1e-5'],
    [0.000_123_45, '1.234e-4'],
    [12_840.2, '12_840'],
    [-6.3127, '−6.313'],
    [1_234_567, '1_234_567'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '−∞'],
    [1.5e12, '1.5e12'],
  ])('writes %d', (value, text) => expect(formatNumber(value)).toBe(thin(text)));

  it('keeps the significant digits it is asked for', () => expect(formatNumber(3.1428, 2)).toBe('3.1'));
});

describe('formatFixed', () => {
  it('lines decimals up', () =>
    expect([157.5, 6.312].map((value) => formatFixed(value, 2))).toEqual(['157.50', '6.31']));
  it('never writes a negative zero', () => expect(formatFixed(-0.001, 2)).toBe('0.00'));
});

describe('units', () => {
  it.each([
    [formatCompact(631_588), '632_k'],
    [formatFlops(41_200_000), '41.2_MFLOP'],
    [formatFlops(500), '500_FLOP'],
    [formatRate(213.4), '213 steps/s'],
    [formatRate(0.42), '0.42 steps/s'],
    [formatShape([128, 784]), '128 × 784'],
    [formatShape([]), 'scalar'],
    [formatPlural(1, 'problem'), '1 problem'],
    [formatPlural(2, 'problem'), '2 problems'],
  ])('writes %s', (written, text) => expect(written).toBe(thin(text)));
});

describe('formatDuration', () => {
  it.each([
    [0.25, '250_ms'],
    [18, '18_s'],
    [59.7, '1_m 00_s'],
    [87, '1_m 27_s'],
    [7500, '2_h 05_m'],
    [Number.POSITIVE_INFINITY, '–'],
    [-1, '–'],
  ])('writes %d seconds', (seconds, text) => expect(formatDuration(seconds)).toBe(thin(text)));
});

describe('formatAgo', () => {
  it.each([
    [300, 'just now'],
    [2_000, '2_s ago'],
    [180_000, '3_m ago'],
    [7_200_000, '2_h ago'],
    [5 * 86_400_000, '5_d ago'],
  ])('writes %d milliseconds', (milliseconds, text) => expect(formatAgo(milliseconds)).toBe(thin(text)));
});

describe('memory and parts of a whole', () => {
  it.each([
    [512, '512\u202fB'],
    [1536, '1.5\u202fKiB'],
    [1.38 * 2 ** 20, '1.38\u202fMiB'],
    [3 * 2 ** 30, '3\u202fGiB'],
  ])('%d bytes are %s', (value, text) => expect(formatBytes(value)).toBe(text));
  it.each([
    [0, '0\u202f%'],
    [0.0004, '<0.1\u202f%'],
    [0.004, '0.4\u202f%'],
    [0.0996, '10\u202f%'],
    [0.5, '50\u202f%'],
    [1, '100\u202f%'],
  ])('a part of %d is %s', (part, text) => expect(formatShare(part)).toBe(text));
});
