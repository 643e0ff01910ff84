import { add, cos, div, exp, expm1, mul, ones, reshape, sin, sqrt, sub, type Tensor, zeros } from '../tensor';

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

const QUARTER = Math.PI / 2;

/** The straight line between data and noise: α = 1 − t, σ = t (Liu et al. 2022; Lipman et al. 2023). */
export const linear: NoisePath = {
  alpha: (t) => sub(1, t),
  sigma: (t) => t,
  alphaRate: (t) => mul(-1, ones(t.shape)),
  sigmaRate: (t) => ones(t.shape),
};

/**
 * Variance preserving, α² + σ² = 1, along a quarter of a circle: α = cos(πt/2), σ = sin(πt/2) (Nichol & Dhariwal 2021, eq. 17,
 * in continuous time and without offset).
 */
export const vpCosine: NoisePath = {
  alpha: (t) => cos(mul(QUARTER, t)),
  sigma: (t) => sin(mul(QUARTER, t)),
  alphaRate: (t) => mul(-QUARTER, sin(mul(QUARTER, t))),
  sigmaRate: (t) => mul(QUARTER, cos(mul(QUARTER, t))),
};

/**
 * Variance preserving with β(t) rising in a line from `betaMin` to `betaMax`: α = exp(−½∫β) (Song et al. 2021, "score SDE",
 * eq. 32 and 33; the defaults are DDPM's 10⁻⁴ … 0.02 over 1 000 steps). σ rises infinitely fast at t = 0, as √t does.
 */
export const vpLinear = ({ betaMin = 0.1, betaMax = 20 } = {}): NoisePath => {
  const beta = (t: Tensor): Tensor => add(betaMin, mul(betaMax - betaMin, t));
  /** log α². */
  const logSignal = (t: Tensor): Tensor => mul(mul(-1, t), add(betaMin, mul((betaMax - betaMin) / 2, t)));
  const alpha = (t: Tensor): Tensor => exp(mul(0.5, logSignal(t)));
  const sigma = (t: Tensor): Tensor => sqrt(mul(-1, expm1(logSignal(t))));
  return {
    alpha,
    sigma,
    alphaRate: (t) => mul(mul(-0.5, beta(t)), alpha(t)),
    sigmaRate: (t) => div(mul(mul(0.5, beta(t)), exp(logSignal(t))), sigma(t)),
  };
};

/**
 * Variance exploding: the data stays as it is, and noise of standard deviation σ_min·(σ_max/σ_min)^t lies over it (Song et al.
 * 2021, eq. 30). At t = 1 it hides data of spread 1 where σ_max is much larger.
 */
export const veGeometric = ({ sigmaMin = 0.01, sigmaMax = 20 } = {}): NoisePath => {
  const rate = Math.log(sigmaMax / sigmaMin);
  const sigma = (t: Tensor): Tensor => mul(sigmaMin, exp(mul(rate, t)));
  return {
    alpha: (t) => ones(t.shape),
    sigma,
    alphaRate: (t) => zeros(t.shape),
    sigmaRate: (t) => mul(rate, sigma(t)),
  };
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

/** The velocity dx_t/dt of the path through these ends: α'·x_0 + σ'·ε. t is a scalar or (B). */
export const velocityOf = (path: NoisePath, { x0, eps }: Ends, t: Tensor): Tensor => {
  const time = timeLike(t, x0);
  return add(mul(path.alphaRate(time), x0), mul(path.sigmaRate(time), eps));
};
