/** Spectral normalisation of weights. */

import { add, div, matmul, reshape, sqrt, square, stopGradient, sum, type Tensor, transpose } from '../tensor';

const unit = (v: Tensor): Tensor => div(v, add(sqrt(sum(square(v))), 1e-12));

/**
 * weight / σ with σ its largest singular value, found by one step of power iteration (Miyato et al. 2018, algorithm 1).
 * `axis` is the weight's output axis, `u` [outputs] the left vector of the step before; the new one comes back and is
 * to be kept. No gradient flows through the iteration.
 */
export function spectralNorm(weight: Tensor, u: Tensor, axis: number): { readonly weight: Tensor; readonly u: Tensor } {
  const outputs = weight.shape[axis];
  const rest = weight.shape.map((_, i) => i).filter((i) => i !== axis);
  const matrix = reshape(transpose(weight, [axis, ...rest]), [outputs, -1]);
  const fixed = stopGradient(matrix);
  const right = unit(matmul(reshape(u, [1, outputs]), fixed));
  const left = unit(matmul(right, fixed, { transposeB: true }));
  const sigma = sum(matmul(matmul(stopGradient(left), matrix), stopGradient(right), { transposeB: true }));
  return { weight: div(weight, sigma), u: reshape(left, [outputs]) };
}
