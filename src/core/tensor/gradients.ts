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
  if (seed && !sameShape(seed.shape, y.shape)) {
    throw new TensorError(
      `gradients: got a seed of ${show(seed.shape)}, expected ${show(y.shape)}; give it the shape of y.`,
    );
  }
  const order = topologicalOrder([y]);
  const dependent = new Set<Tensor>(xs);
  for (const node of order) if (node.inputs.some((x) => dependent.has(x))) dependent.add(node);

  const cotangents = new Map<Tensor, Tensor>([[y, seed ?? ones(y.shape)]]);
  for (const node of order.reverse()) {
    const ct = cotangents.get(node);
    if (!ct || node.inputs.length === 0) continue;
    inputGradients(node, ct).forEach((gradient, i) => {
      const x = node.inputs[i];
      if (!gradient || x.dtype !== 'float32' || !dependent.has(x)) return;
      const known = cotangents.get(x);
      cotangents.set(x, known ? add(known, gradient) : gradient);
    });
  }
  return xs.map((x) => (dependent.has(x) ? cotangents.get(x) : undefined) ?? zeros(x.shape));
}
