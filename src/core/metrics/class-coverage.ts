export interface ClassCoverage {
  /** Classes whose share is at least a quarter of an equal share. */
  covered: number;
  /** −Σ share · log share in nats: log of the number of classes where all are as frequent, 0 where there is one alone. */
  entropy: number;
}

/** How items spread over classes (Che et al. 2017, "Mode regularized GANs", count the digits that a classifier sees). */
export function classCoverage(found: Uint8Array, classes: number): ClassCoverage {
  const counts = new Array<number>(classes).fill(0);
  for (const each of found) counts[each]++;
  const shares = counts.map((count) => count / found.length);
  return {
    covered: shares.filter((share) => share >= 1 / (4 * classes)).length,
    entropy: shares.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0),
  };
}
