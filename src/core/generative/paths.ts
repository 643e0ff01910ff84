import { add, mul, reshape, sub, type Tensor } from '../tensor';

/** (B) → (B, 1, …, 1) so that a time broadcasts over an item like `x`. */
export const timeLike = (t: Tensor, x: Tensor): Tensor => reshape(t, [t.shape[0], ...x.shape.slice(1).map(() => 1)]);

/** Linear path from data (t = 0) to noise (t = 1): x_t = (1 − t)·x + t·eps (Liu et al. 2022, eq. 1). */
export const linearPath = (x: Tensor, eps: Tensor, t: Tensor): Tensor => {
  const time = timeLike(t, x);
  return add(mul(sub(1, time), x), mul(time, eps));
};

/** Velocity of the linear path, dx_t/dt = eps − x. */
export const linearVelocity = (x: Tensor, eps: Tensor): Tensor => sub(eps, x);
