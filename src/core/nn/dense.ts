/** Affine maps and residual connections. */

import { add, linear, type Tensor, TensorError } from '../tensor';

/** weight [in, out] and bias [out]. */
export interface Dense {
  readonly weight: Tensor;
  readonly bias?: Tensor;
}

/** x·weight + bias over the last axis. */
export const dense = (x: Tensor, { weight, bias }: Dense): Tensor => linear(x, weight, bias);

/** x + f(x) (He et al. 2016); f must keep the shape. */
export function residual(x: Tensor, f: (x: Tensor) => Tensor): Tensor {
  const y = f(x);
  if (y.shape.join() !== x.shape.join()) {
    throw new TensorError(
      `residual: got ${y.shape.join(' × ')} from the branch, expected ${x.shape.join(' × ')}; let the branch keep the shape.`,
    );
  }
  return add(x, y);
}
