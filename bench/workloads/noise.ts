/** What the host feeds: numbers keyed by the feed's name and the step. */

import { integers, normal, type Shape, sizeOf, uniform } from '../../src/core/tensor';
import type { DataFeed } from './types';

export const normalFeed = (stream: string, shape: Shape, step: number): DataFeed => ({
  data: normal(new Float32Array(sizeOf(shape)), { seed: 0, stream, step }),
  shape,
});

/** In [0, 1). */
export const uniformFeed = (stream: string, shape: Shape, step: number): DataFeed => ({
  data: uniform(new Float32Array(sizeOf(shape)), { seed: 0, stream, step }),
  shape,
});

/** Whole numbers from 0 to bound − 1. */
export const integerFeed = (stream: string, shape: Shape, bound: number, step: number): DataFeed => ({
  data: integers(new Int32Array(sizeOf(shape)), bound, { seed: 0, stream, step }),
  shape,
});

/** Pixels in [−1, 1): the data set of a workload, the same at every step. */
export function pixels(shape: Shape): DataFeed {
  const { data } = uniformFeed('x', shape, 0);
  return { data: data.map((v) => 2 * v - 1), shape };
}
