/** Forward-mode differentiation and divergences, made of reverse mode. */

import { requirePairs, vjp } from './gradients';
import { topologicalOrder } from './graph';
import { add, mul } from './rules/binary';
import { broadcastTo } from './rules/layout';
import { slice } from './rules/pieces';
import { sum } from './rules/reduce';
import { constant, input } from './rules/source';
import { sameShape, show } from './shapes';
import type { Tensor } from './types';
import { TensorError } from './types';

/**
 * Jacobian–vector product: the directional derivative of each of ys along one tangent for each of xs, of y's shape.
 * The result can be differentiated again.
 *
 * A vector–Jacobian product vjp(u) = uᵀJ is linear in u, so that its own vjp along the tangents is J·tangents, whatever
 * u is (J. Townsend, "A new trick for calculating Jacobian vector products", 2017). None of the reverse pass is left in
 * the program: only its transpose is.
 */
export function jvp(ys: readonly Tensor[], xs: readonly Tensor[], tangents: readonly Tensor[]): Tensor[] {
  requirePairs('jvp', 'a tangent', xs, tangents);
  const cotangents = ys.map((y, i) => input(`cotangent ${i} of a jvp`, y.shape));
  const results = vjp(vjp(ys, xs, cotangents), cotangents, tangents);
  const unknown = new Set(cotangents);
  if (topologicalOrder(results).some((x) => unknown.has(x))) {
    throw new TensorError(
      'jvp: got a gradient rule that is not linear in its cotangent, expected linear ones; correct the rule.',
    );
  }
  return results;
}

function requireField(subject: string, y: Tensor, x: Tensor): void {
  if (x.shape.length > 0 && sameShape(x.shape, y.shape)) return;
  throw new TensorError(
    `${subject}: got y ${show(y.shape)} at x ${show(x.shape)}, expected one shape with a batch axis; reshape one of them.`,
  );
}

/**
 * Σ_d ∂y_d/∂x_d of each item: x and y [B, D] → [B], exact. Items must not depend on each other. It takes one Jacobian
 * product a dimension, so it is for few dimensions.
 */
export function divergence(y: Tensor, x: Tensor): Tensor {
  requireField('divergence', y, x);
  if (x.shape.length !== 2) {
    throw new TensorError(`divergence: got x ${show(x.shape)}, expected [batch, dimensions]; reshape it first.`);
  }
  const size = x.shape[1];
  const terms = Array.from({ length: size }, (_, d) => {
    const unit = constant(
      Float32Array.from({ length: size }, (_, i) => (i === d ? 1 : 0)),
      [size],
    );
    const [derivative] = jvp([y], [x], [broadcastTo(unit, x.shape)]);
    return slice(derivative, { axes: [1], starts: [d], ends: [d + 1] });
  });
  return sum(
    terms.reduce((a, b) => add(a, b)),
    { axes: [1] },
  );
}

/**
 * probeᵀ·J·probe of each item: x, y and probe [B, …] → [B]. Its mean over probes of zero mean and unit covariance
 * (normal, or ±1 for less variance) is the divergence (Hutchinson 1989; FFJORD, arXiv:1810.01367).
 */
export function hutchinsonDivergence(y: Tensor, x: Tensor, probe: Tensor): Tensor {
  requireField('hutchinsonDivergence', y, x);
  const [pulled] = vjp([y], [x], [probe]);
  return sum(mul(pulled, probe), { axes: x.shape.map((_, i) => i).slice(1) });
}
