import { describe, expect, test } from 'vitest';
import { TOKEN_FEATURES, tokenFeatures } from '../../../src/core/metrics';
import { integers } from '../../../src/core/tensor';

const LENGTH = 48;
const VOCABULARY = 6;

/** Few tokens, so that windows share many runs. */
const windows = (count: number, step: number): Int32Array =>
  integers(new Int32Array(count * LENGTH), VOCABULARY, { seed: 3, stream: 'windows', step });

/** Cosine between all counts of tokens, pairs and triples, without hashing. */
const exactCosine = (a: Int32Array, b: Int32Array): number => {
  const counts = (window: Int32Array): Map<string, number> => {
    const found = new Map<string, number>();
    for (let k = 0; k < LENGTH; k++)
      for (let run = 1; run <= 3 && k + run <= LENGTH; run++) {
        const key = window.subarray(k, k + run).join();
        found.set(key, (found.get(key) ?? 0) + 1);
      }
    return found;
  };
  const [p, q] = [counts(a), counts(b)];
  const dot = (x: Map<string, number>, y: Map<string, number>): number =>
    [...x].reduce((sum, [key, value]) => sum + value * (y.get(key) ?? 0), 0);
  return dot(p, q) / Math.sqrt(dot(p, p) * dot(q, q));
};

const product = (features: Float32Array, i: number, j: number): number => {
  let sum = 0;
  for (let k = 0; k < TOKEN_FEATURES; k++) sum += features[i * TOKEN_FEATURES + k] * features[j * TOKEN_FEATURES + k];
  return sum;
};

describe('sequences as points', () => {
  test('have length 1, and stand at the angles that all their counts have', () => {
    const COUNT = 40;
    const tokens = windows(COUNT, 0);
    const features = tokenFeatures(tokens, LENGTH);
    let [bias, worst, pairs] = [0, 0, 0];
    for (let i = 0; i < COUNT; i++) {
      expect(product(features, i, i)).toBeCloseTo(1, 5);
      for (let j = 0; j < i; j++, pairs++) {
        const window = (k: number) => tokens.subarray(k * LENGTH, (k + 1) * LENGTH);
        const error = product(features, i, j) - exactCosine(window(i), window(j));
        bias += error;
        worst = Math.max(worst, Math.abs(error));
      }
    }
    expect(Math.abs(bias / pairs)).toBeLessThan(0.05);
    expect(worst).toBeLessThan(0.2);
  });

  test('know the order of tokens, and that one may be the number 0', () => {
    const tokens = windows(1, 1);
    const both = tokenFeatures([...tokens, ...tokens.toReversed()], LENGTH);
    expect(product(both, 0, 1)).toBeLessThan(0.95);
    const zeros = tokenFeatures(new Int32Array(LENGTH), LENGTH);
    expect(product(zeros, 0, 0)).toBeCloseTo(1, 5);
  });

  test('are refused where they are no whole windows', () => {
    expect(() => tokenFeatures([1, 2, 3], 2)).toThrow(
      new RangeError('token features: got 3 tokens, which are no windows of 2.'),
    );
  });
});
