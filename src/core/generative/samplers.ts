import { add, mul, sub, type Tensor } from '../tensor';

/** Evenly spaced times from 1 (noise) to 0 (data): numInferenceSteps + 1 values. */
export const linearTimes = (numInferenceSteps: number): Float32Array =>
  Float32Array.from({ length: numInferenceSteps + 1 }, (_, k) => 1 - k / numInferenceSteps);

/**
 * Euler step of the flow ODE dx/dt = v(x, t) from t to next (both scalars, next < t).
 * With x_t = (1 − t)·x_0 + t·eps and v = eps − x_0, the data prediction is x_0 = x_t − t·v (Liu et al. 2022).
 */
export const eulerStep = (
  v: Tensor,
  x: Tensor,
  t: Tensor,
  next: Tensor,
): { prevSample: Tensor; predOriginal: Tensor } => ({
  prevSample: add(x, mul(sub(next, t), v)),
  predOriginal: sub(x, mul(t, v)),
});
