import { normal, type RandomKey } from '../tensor/random';
import { fitLogistic, logit } from './logistic';
import { countPoints } from './samples';

/**
 * Classifier two-sample test (Lopez-Paz & Oquab 2017): how often a classifier that saw one half of both sets tells right, in the other half, which set a point
 * comes from. ½ where the sets cannot be told apart, 1 where they always can. Chance alone moves it by about ½ / √n. The classifier is a logistic regression
 * on the numbers as they are, each brought to spread 1; `randomWaves` lets it see more of a few numbers.
 * @param a [n, dim], at least 4
 * @param b [m, dim]; of the larger set only as many as the smaller has.
 * @throws RangeError if a set has fewer than four points.
 */
export function classifierAccuracy(a: Float32Array, b: Float32Array, dim: number): number {
  const n = Math.min(
    countPoints('two-sample test, first set', a, dim),
    countPoints('two-sample test, second set', b, dim),
  );
  if (n < 4) throw new RangeError(`two-sample test: got sets of ${n} points, expected at least 4 in each.`);
  const half = Math.floor(n / 2);
  const scaled = standardised(a.subarray(0, n * dim), b.subarray(0, n * dim), half, dim);
  const [one, other] = scaled;
  const rows = new Float64Array(2 * half * dim);
  rows.set(one.subarray(0, half * dim));
  rows.set(other.subarray(0, half * dim), half * dim);
  const model = fitLogistic(
    rows,
    Uint8Array.from({ length: 2 * half }, (_, i) => (i < half ? 1 : 0)),
    dim,
  );
  let right = 0;
  for (let i = half; i < n; i++) {
    // Undecided counts as half right.
    right += told(logit(model, one, i)) + told(-logit(model, other, i));
  }
  return right / (2 * (n - half));
}

const told = (value: number): number => (value > 0 ? 1 : value === 0 ? 0.5 : 0);

/** Both sets by the mean and spread of their first halves together. */
const standardised = (
  a: Float32Array,
  b: Float32Array,
  half: number,
  dim: number,
): readonly [Float64Array, Float64Array] => {
  const [mean, square] = [new Float64Array(dim), new Float64Array(dim)];
  for (const points of [a, b])
    for (let i = 0; i < half * dim; i++) {
      mean[i % dim] += points[i] / (2 * half);
      square[i % dim] += points[i] ** 2 / (2 * half);
    }
  const spread = square.map((value, d) => Math.sqrt(Math.max(0, value - mean[d] ** 2)));
  const scale = (points: Float32Array): Float64Array =>
    Float64Array.from(points, (value, i) => (spread[i % dim] > 0 ? (value - mean[i % dim]) / spread[i % dim] : 0));
  return [scale(a), scale(b)];
};

/**
 * Cosines and sines of the points along random directions, whose wavelengths go from fine to coarse: a linear map of these can follow any smooth function of a few
 * numbers (Rahimi & Recht 2007). The frequencies are normal with standard deviation 1 / h, as many for each h.
 * @param points [n, dim]
 * @param widths the h, in the unit of the points
 * @param waves directions, of which each gives two numbers
 * @returns [n, 2 · waves]
 */
export function randomWaves(
  points: Float32Array,
  dim: number,
  { widths, waves, key }: { widths: readonly number[]; waves: number; key: RandomKey },
): Float32Array {
  const n = countPoints('random waves', points, dim);
  const directions = normal(new Float32Array(waves * dim), key).map(
    (value, i) => value / widths[Math.floor(i / dim) % widths.length],
  );
  const out = new Float32Array(n * 2 * waves);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < waves; k++) {
      let phase = 0;
      for (let d = 0; d < dim; d++) phase += directions[k * dim + d] * points[i * dim + d];
      out[(i * waves + k) * 2] = Math.cos(phase);
      out[(i * waves + k) * 2 + 1] = Math.sin(phase);
    }
  return out;
}
