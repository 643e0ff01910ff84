import type { EncodedSet } from '../points/collector';

export interface SelectionSummary {
  /** Selected items that have been encoded. */
  count: number;
  classes: { label: number; count: number }[];
  /** Mean of their latent vectors. */
  mean: Float32Array<ArrayBuffer>;
  /** The item whose latent vector is nearest to the mean. */
  typical: number;
}

/** Counts, mean and the most typical of selected items; null where none of them has been encoded. */
export function summarizeSelection(set: EncodedSet, indices: Uint32Array): SelectionSummary | null {
  const { z, width, labels } = set;
  const known = indices.filter((index) => index < set.count);
  if (known.length === 0) return null;
  const counts = new Uint32Array(256);
  const sums = new Float64Array(width);
  for (const index of known) {
    counts[labels[index]]++;
    for (let k = 0; k < width; k++) sums[k] += z[index * width + k];
  }
  const mean = Float32Array.from(sums, (sum) => sum / known.length);
  let typical = known[0];
  let least = Number.POSITIVE_INFINITY;
  for (const index of known) {
    let square = 0;
    for (let k = 0; k < width; k++) square += (z[index * width + k] - mean[k]) ** 2;
    if (square < least) [typical, least] = [index, square];
  }
  const classes = Array.from(counts, (count, label) => ({ label, count })).filter(({ count }) => count > 0);
  return { count: known.length, classes: classes.sort((a, b) => b.count - a.count), mean, typical };
}
