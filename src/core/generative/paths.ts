import { add, div, mul, ones, reshape, sub, type Tensor } from '../tensor';

/**
 * How data becomes noise: x_t = α(t)·x_0 + σ(t)·ε for t from 0 (data) to 1 (noise), with the rates dα/dt and dσ/dt.
 * Times and results are tensors of one shape.
 */
export interface NoisePath {
  alpha(t: Tensor): Tensor;
  sigma(t: Tensor): Tensor;
  alphaRate(t: Tensor): Tensor;
  sigmaRate(t: Tensor): Tensor;
}

/** The straight line between data and noise: α = 1 − t, σ = t (Liu et al. 2022; Lipman et al. 2023). */
export const linear: NoisePath = {
  alpha: (t) => sub(1, t),
  sigma: (t) => t,
  alphaRate: (t) => mul(-1, ones(t.shape)),
  sigmaRate: (t) => ones(t.shape),
};

/** (B) → (B, 1, …, 1) so that a time broadcasts over an item like `x`; a scalar stays one. */
export const timeLike = (t: Tensor, x: Tensor): Tensor =>
  t.shape.length === 0 ? t : reshape(t, [t.shape[0], ...x.shape.slice(1).map(() => 1)]);

/** x_t on a path, from data, noise and a time for each item (B). */
export const noisy = (path: NoisePath, x: Tensor, eps: Tensor, t: Tensor): Tensor => {
  const time = timeLike(t, x);
  return add(mul(path.alpha(time), x), mul(path.sigma(time), eps));
};

/** Linear path from data (t = 0) to noise (t = 1): x_t = (1 − t)·x + t·eps (Liu et al. 2022, eq. 1). */
export const linearPath = (x: Tensor, eps: Tensor, t: Tensor): Tensor => noisy(linear, x, eps, t);

/** Velocity of the linear path, dx_t/dt = eps − x. */
export const linearVelocity = (x: Tensor, eps: Tensor): Tensor => sub(eps, x);

export interface Ends {
  /** The data x_0 that the velocity points away from. */
  x0: Tensor;
  /** The noise ε that it points to. */
  eps: Tensor;
}

/**
 * Both ends of the path through x_t (B, …) that has the velocity v there: from x = α·x_0 + σ·ε and v = α'·x_0 + σ'·ε,
 * x_0 = (σ'x − σv) / (ασ' − α'σ) and ε = (αv − α'x) / (ασ' − α'σ). t is a scalar or (B).
 */
export const endsOf = (path: NoisePath, v: Tensor, x: Tensor, t: Tensor): Ends => {
  const time = timeLike(t, x);
  const [alpha, sigma] = [path.alpha(time), path.sigma(time)];
  const [alphaRate, sigmaRate] = [path.alphaRate(time), path.sigmaRate(time)];
  const whole = sub(mul(alpha, sigmaRate), mul(alphaRate, sigma));
  return {
    x0: div(sub(mul(sigmaRate, x), mul(sigma, v)), whole),
    eps: div(sub(mul(alpha, v), mul(alphaRate, x)), whole),
  };
};
