import { countPoints, squaredDistance } from './samples';

export interface ModeCoverage {
  /** [k] Share of all samples that lie within three sigma of each mode and nearest to it; they sum to `highQuality`. */
  shares: number[];
  /** Number of modes whose share is at least the least share asked for. */
  covered: number;
  /** Share of all samples within three sigma of a mode, 0 to 1. */
  highQuality: number;
}

/** Beyond this many sigma a sample belongs to no mode (Srivastava et al. 2017, "VEEGAN", section 4.1). */
const REACH = 3;

/**
 * How samples fall on the modes of a mixture of round Gaussians of equal weight. In the plane, real samples reach
 * `highQuality` 1 − exp(−9/2) = 0.989.
 * @param samples [n, dim]
 * @param centres [k, dim]
 * @param sigma standard deviation of each mode along each axis, in the unit of the samples.
 * @param options.leastShare share that a covered mode holds, by default a quarter of an equal share: 1 / (4k).
 * @throws RangeError if samples or centres are empty or do not fill whole points.
 */
export function modeCoverage(
  samples: Float32Array,
  centres: Float32Array,
  sigma: number,
  options: { dim?: number; leastShare?: number } = {},
): ModeCoverage {
  const { dim = 2 } = options;
  const n = countPoints('mode coverage, samples', samples, dim);
  const k = countPoints('mode coverage, centres', centres, dim);
  const leastShare = options.leastShare ?? 1 / (4 * k);
  const counts = new Array<number>(k).fill(0);
  for (let i = 0; i < n; i++) {
    let nearest = -1;
    let least = (REACH * sigma) ** 2;
    for (let mode = 0; mode < k; mode++) {
      const distance = squaredDistance(samples, i, centres, mode, dim);
      if (distance <= least) {
        least = distance;
        nearest = mode;
      }
    }
    if (nearest >= 0) counts[nearest]++;
  }
  const shares = counts.map((count) => count / n);
  return {
    shares,
    covered: shares.filter((share) => share >= leastShare).length,
    highQuality: counts.reduce((sum, count) => sum + count, 0) / n,
  };
}
