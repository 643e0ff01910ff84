/** What rewrites share. */

import { sizeOf } from '../rule';
import { broadcastTo } from '../rules/layout';
import { is } from '../rules/source';
import { sameShape } from '../shapes';
import type { Shape, Tensor } from '../types';

/** How many nodes or outputs read a tensor. */
export type Uses = ReadonlyMap<Tensor, number>;

/** A better tensor of the same value, shape and dtype, or undefined. Its inputs are already simplified. */
export type Rewrite = (node: Tensor, uses: Uses) => Tensor | undefined;

export const isUsedOnce = (x: Tensor, uses: Uses): boolean => (uses.get(x) ?? 0) <= 1;

/** x itself where it has the shape, otherwise broadcast to it. */
export const ofShape = (x: Tensor, shape: Shape): Tensor => (sameShape(x.shape, shape) ? x : broadcastTo(x, shape));

export interface Scaled {
  /** Holds one element. */
  readonly factor: Tensor;
  readonly of: Tensor;
}

/** Reads x as factor·of with a one-element factor and an `of` of x's shape. */
export function asScaled(x: Tensor): Scaled | undefined {
  if (!is(x, 'mul')) return undefined;
  const [a, b] = x.inputs;
  if (sizeOf(a.shape) === 1 && sameShape(b.shape, x.shape)) return { factor: a, of: b };
  if (sizeOf(b.shape) === 1 && sameShape(a.shape, x.shape)) return { factor: b, of: a };
  return undefined;
}
