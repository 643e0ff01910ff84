import { PCA } from 'ml-pca';

/** A linear view of latent vectors: y = C (z − mean), with orthonormal rows of C. */
export interface PcaFit {
  width: number;
  mean: Float32Array<ArrayBuffer>;
  /** kept × width, row-major; the direction of most variance first. */
  components: Float32Array<ArrayBuffer>;
  /** Rows of `components`: three, or fewer for narrower vectors. */
  kept: number;
  /** Share of all variance along each of them; zero where nothing varies. */
  shares: number[];
}

const MOST = 3;

/**
 * Principal components of `count` vectors (row-major, `width` wide; Pearson 1901) through the eigenvectors of their
 * covariance. The sign of each is that of its largest part, or such that it points the way it did in `before`: the picture
 * of a model in training does not flip.
 */
export function fitPca(z: Float32Array, width: number, count: number, before: PcaFit | null): PcaFit {
  const rows = Array.from({ length: count }, (_, i) => [...z.subarray(i * width, (i + 1) * width)]);
  const kept = Math.min(MOST, width);
  const mean = new Float32Array(width);
  for (const row of rows) for (let i = 0; i < width; i++) mean[i] += row[i] / count;
  // One vector has no covariance.
  const model = new PCA(count > 1 ? rows : [...rows, ...rows], { method: 'covarianceMatrix' });
  const vectors = model.getEigenvectors();
  const shares = model.getExplainedVariance();
  const components = new Float32Array(kept * width);
  for (let k = 0; k < kept; k++) {
    const direction = vectors.getColumn(k);
    const sign = signOf(direction, before?.width === width ? before.components.subarray(k * width) : null);
    components.set(
      direction.map((part) => part * sign),
      k * width,
    );
  }
  return { width, mean, components, kept, shares: shares.slice(0, kept).map((share) => (share > 0 ? share : 0)) };
}

function signOf(direction: readonly number[], before: Float32Array | null): 1 | -1 {
  if (before) return direction.reduce((sum, part, i) => sum + part * before[i], 0) < 0 ? -1 : 1;
  const largest = direction.reduce((best, part) => (Math.abs(part) > Math.abs(best) ? part : best), 0);
  return largest < 0 ? -1 : 1;
}

/** Places of `count` vectors along the first `dimensions` components, row-major; zero where there are fewer components. */
export function projectPca(fit: PcaFit, z: Float32Array, count: number, dimensions: number): Float32Array<ArrayBuffer> {
  const { width, mean, components } = fit;
  const out = new Float32Array(count * dimensions);
  for (let k = 0; k < Math.min(dimensions, fit.kept); k++) {
    let offset = 0;
    for (let j = 0; j < width; j++) offset += components[k * width + j] * mean[j];
    for (let i = 0; i < count; i++) {
      let sum = -offset;
      for (let j = 0; j < width; j++) sum += components[k * width + j] * z[i * width + j];
      out[i * dimensions + k] = sum;
    }
  }
  return out;
}

/** The vector at a place: mean + Cᵀy, exact for places in the view (the mean in all directions that it leaves out). */
export function invertPca(fit: PcaFit, place: readonly number[]): Float32Array<ArrayBuffer> {
  const z = fit.mean.slice();
  for (let k = 0; k < Math.min(place.length, fit.kept); k++) {
    for (let j = 0; j < fit.width; j++) z[j] += place[k] * fit.components[k * fit.width + j];
  }
  return z;
}
