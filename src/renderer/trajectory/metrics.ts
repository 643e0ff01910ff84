import type { Frames } from './frames';

export interface PathMetrics {
  /**
   * Mean over particles of ‖x_end − x_start‖ / Σ‖x_{k+1} − x_k‖: 1 when every particle travels along a straight line
   * (what rectified flow aims at; Liu et al. 2022 measure the same departure as an integral). Particles that do not move are left out.
   */
  straightness: number;
  /** Mean over particles of Σ‖x_{k+1} − x_k‖, in units of the data. */
  length: number;
}

/** How straight and how long the recorded paths are. */
export function pathMetrics({ samples, steps, count, width }: Omit<Frames, 'times' | 'predOriginal'>): PathMetrics {
  const stride = count * width;
  const paths = new Float64Array(count);
  // Step by step, because the particles of one step lie beside each other in memory.
  for (let k = 0; k < steps; k++) {
    for (let particle = 0; particle < count; particle++) {
      const at = k * stride + particle * width;
      paths[particle] += distance(samples, at, samples, at + stride, width);
    }
  }
  let straight = 0;
  let moved = 0;
  let length = 0;
  for (let particle = 0; particle < count; particle++) {
    length += paths[particle];
    if (paths[particle] === 0) continue;
    const at = particle * width;
    straight += distance(samples, at, samples, steps * stride + at, width) / paths[particle];
    moved++;
  }
  return { straightness: moved === 0 ? 1 : straight / moved, length: count === 0 ? 0 : length / count };
}

/** Mean distance between where the same particles end in two lanes; null where none is in both. */
export function endDistance(a: Frames, b: Frames): number | null {
  const count = Math.min(a.count, b.count);
  if (count === 0 || a.width !== b.width) return null;
  const [aEnd, bEnd] = [a.steps * a.count * a.width, b.steps * b.count * b.width];
  let sum = 0;
  for (let particle = 0; particle < count; particle++) {
    const at = particle * a.width;
    sum += distance(a.samples, aEnd + at, b.samples, bEnd + at, a.width);
  }
  return sum / count;
}

/** ‖a − b‖ of two items of `width` numbers that begin at `aAt` and `bAt`. */
export function distance(a: Float32Array, aAt: number, b: Float32Array, bAt: number, width: number): number {
  let square = 0;
  for (let i = 0; i < width; i++) square += (a[aAt + i] - b[bAt + i]) ** 2;
  return Math.sqrt(square);
}
