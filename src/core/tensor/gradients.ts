/** Reverse-mode differentiation of tensor programs; the result is a tensor program that can be differentiated again. */

import { ruleOf, topologicalOrder } from './graph';
import { add } from './rules/binary';
import { ones, zeros } from './rules/source';
import { sameShape, show } from './shapes';
import type { Primitive, Tensor } from './types';
import { TensorError } from './types';

function inputGradients<P extends Primitive>(node: Tensor<P>, ct: Tensor): readonly (Tensor | null)[] {
  const { vjp } = ruleOf(node);
  return vjp === 'zero' ? [] : vjp(ct, node);
}

/**
 * Gradients of y with respect to each of xs: Σ seed·∂y/∂x, of x's shape; zeros where y does not depend on x.
 * y is a float32 scalar unless a seed of its shape is given.
 */
export function gradients(y: Tensor, xs: readonly Tensor[], seed?: Tensor): Tensor[] {
  if (y.dtype !== 'float32' || (!seed && y.shape.length > 0)) {
    throw new TensorError(
      `gradients: got ${y.dtype} ${show(y.shape)}, expected a float32 scalar; reduce it with sum or mean first.`,
    );
  }
  return vjp([y], xs, [seed ?? ones(y.shape)]);
}

/**
 * Vector–Jacobian product: Σ_k cotangents[k]·∂ys[k]/∂x for each of xs, of x's shape; zeros where nothing depends on x.
 * Each cotangent has the shape of its y.
 */
export function vjp(ys: readonly Tensor[], xs: readonly Tensor[], cotangents: readonly Tensor[]): Tensor[] {
  const collected = new Map<Tensor, Tensor>();
  const collect = (x: Tensor, ct: Tensor): void => {
    const known = collected.get(x);
    collected.set(x, known ? add(known, ct) : ct);
  };
  requirePairs('gradients', 'a seed', ys, cotangents);
  ys.forEach((y, k) => {
    collect(y, cotangents[k]);
  });
  const order = topologicalOrder(ys);
  const dependent = new Set<Tensor>(xs);
  for (const node of order) if (node.inputs.some((x) => dependent.has(x))) dependent.add(node);
  for (const node of order.reverse()) {
    const ct = collected.get(node);
    if (!ct || !dependent.has(node)) continue;
    inputGradients(node, ct).forEach((gradient, i) => {
      const x = node.inputs[i];
      if (gradient && x.dtype === 'float32' && dependent.has(x)) collect(x, gradient);
    });
  }
  return xs.map((x) => (dependent.has(x) ? collected.get(x) : undefined) ?? zeros(x.shape));
}

/** Refuses what is not float32, or not one `other` of equal shape for each x. */
export function requirePairs(subject: string, what: string, xs: readonly Tensor[], others: readonly Tensor[]): void {
  if (xs.length !== others.length) {
    throw new TensorError(
      `${subject}: got ${others.length} for ${xs.length} tensors, expected ${what} for each; add or remove some.`,
    );
  }
  xs.forEach((x, i) => {
    const other = others[i];
    if (x.dtype === 'float32' && other.dtype === 'float32' && sameShape(x.shape, other.shape)) return;
    throw new TensorError(
      `${subject}: got ${what} of ${other.dtype} ${show(other.shape)} for ${x.dtype} ${show(x.shape)}, expected float32 of one shape; reshape or cast it.`,
    );
  });
}
