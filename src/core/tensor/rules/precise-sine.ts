/**
 * Sine and cosine of float32 precision from additions and multiplications: shading languages allow their own an error
 * of 2⁻¹¹. Good for |x| up to some ten thousand.
 */

import type { OnnxBuilder } from '../rule';

/** π in three parts; small multiples of the first two by a whole number or a half are exact in float32 (Cody & Waite 1980). */
const partsOfPi = [3.140625, 9.6750259399414e-4, 1.509957990978376e-7];
/** Taylor coefficients of sin(r) / r in r², from the last to the second: off by less than 6e-8 for |r| ≤ π/2. */
const coefficients = [-1 / 39_916_800, 1 / 362_880, -1 / 5_040, 1 / 120, -1 / 6];

/** sin(r) for |r| ≤ π/2. */
function smallSine(b: OnnxBuilder, r: string): string {
  const square = b.node('Mul', [r, r]);
  let series = b.node('Mul', [square, b.scalar(coefficients[0])]);
  for (const c of coefficients.slice(1)) series = b.node('Mul', [square, b.node('Add', [series, b.scalar(c)])]);
  return b.node('Mul', [r, b.node('Add', [series, b.scalar(1)])]);
}

const lessMultipleOfPi = (b: OnnxBuilder, x: string, k: string): string =>
  partsOfPi.reduce((rest, part) => b.node('Sub', [rest, b.node('Mul', [k, b.scalar(part)])]), x);

/** 0 for an even and 2 for an odd whole number. */
function twiceParity(b: OnnxBuilder, m: string): string {
  const half = b.node('Mul', [m, b.scalar(0.5)]);
  return b.node('Mul', [b.node('Sub', [half, b.node('Floor', [half])]), b.scalar(4)]);
}

/** With x = mπ + r and m whole: sin x = (−1)ᵐ sin r. */
export function onnxSine(b: OnnxBuilder, x: string): string {
  const m = b.node('Floor', [b.node('Add', [b.node('Mul', [x, b.scalar(1 / Math.PI)]), b.scalar(0.5)])]);
  const sign = b.node('Sub', [b.scalar(1), twiceParity(b, m)]);
  return b.node('Mul', [sign, smallSine(b, lessMultipleOfPi(b, x, m))]);
}

/** With x = (m + ½)π + r and m whole: cos x = −(−1)ᵐ sin r. */
export function onnxCosine(b: OnnxBuilder, x: string): string {
  const m = b.node('Floor', [b.node('Mul', [x, b.scalar(1 / Math.PI)])]);
  const sign = b.node('Sub', [twiceParity(b, m), b.scalar(1)]);
  return b.node('Mul', [sign, smallSine(b, lessMultipleOfPi(b, x, b.node('Add', [m, b.scalar(0.5)])))]);
}
