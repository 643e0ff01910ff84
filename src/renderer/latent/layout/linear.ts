import { embed, type PlaneAxes, subscript, thirdAxis } from '../axes';
import type { Layout } from './layout';
import type { PcaFit } from './pca';
import { invertPca, projectPca } from './pca';

/** `count` latent vectors, row-major, `width` wide. */
export interface LatentVectors {
  z: Float32Array;
  width: number;
  count: number;
}

/** Latent dimensions as they are; those that are not shown are as in `base`. */
export function axesLayout(
  { z, width, count }: LatentVectors,
  axes: PlaneAxes,
  base: ArrayLike<number>,
  dimensions: 2 | 3,
): Layout {
  const shown = dimensions === 3 ? [axes.x, axes.y, thirdAxis(axes, width)] : [axes.x, axes.y];
  const positions = new Float32Array(count * dimensions);
  for (let k = 0; k < dimensions; k++) {
    // One number lies along x; there is nothing to put along y.
    if (k > 0 && width === 1) break;
    for (let i = 0; i < count; i++) positions[i * dimensions + k] = z[i * width + shown[k]];
  }
  return {
    key: `axes ${shown.join(' ')}`,
    dimensions,
    positions,
    count,
    axes: shown.map((axis) => `z${subscript(axis + 1)}`).slice(0, width === 1 ? 1 : dimensions),
    prior: true,
    toLatent: (point) => embed(point, axes, base),
    toPlane: (vector) => [vector[axes.x], width === 1 ? 0 : vector[axes.y]],
    toRoom: dimensions === 3 ? (vector) => [vector[shown[0]], vector[shown[1]], vector[shown[2]]] : null,
  };
}

/** The directions in which the vectors vary most. */
export function pcaLayout({ z, count }: LatentVectors, fit: PcaFit, dimensions: 2 | 3): Layout {
  return {
    key: `pca ${dimensions}`,
    dimensions,
    positions: projectPca(fit, z, count, dimensions),
    count,
    axes: fit.shares.slice(0, dimensions).map((share, k) => `PC${k + 1} · ${Math.round(100 * share)} %`),
    // The mean, not the origin, is in the middle.
    prior: false,
    toLatent: (point) => invertPca(fit, point),
    toPlane: (vector) => {
      const [x, y] = projectPca(fit, vector, 1, 2);
      return [x, y];
    },
    toRoom:
      dimensions === 3
        ? (vector) => {
            const [x, y, depth] = projectPca(fit, vector, 1, 3);
            return [x, y, depth];
          }
        : null,
  };
}
