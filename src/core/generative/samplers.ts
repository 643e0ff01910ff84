import { add, div, maximum, mul, sqrt, square, sub, type Tensor } from '../tensor';
import { endsOf, type NoisePath } from './paths';

/** Velocity dx/dt at x (n, …item) and a time (scalar). */
export type VelocityField = (x: Tensor, t: Tensor) => Tensor;

/** Where a step begins and ends: x (n, …item) and the scalars t and next < t. */
export interface Place {
  x: Tensor;
  t: Tensor;
  next: Tensor;
}

export interface SamplerStep {
  /** x at `next`. */
  prevSample: Tensor;
  /** The prediction of x_0 from the velocity at the beginning of the step. */
  predOriginal: Tensor;
}

/** What a stochastic step takes besides: the share of fresh noise eta (scalar) and that noise, of the shape of x. */
export interface Fresh {
  eta: Tensor;
  noise: Tensor;
}

/** Evenly spaced times from 1 (noise) to 0 (data): numInferenceSteps + 1 values. */
export const linearTimes = (numInferenceSteps: number): Float32Array =>
  Float32Array.from({ length: numInferenceSteps + 1 }, (_, k) => 1 - k / numInferenceSteps);

const move = (x: Tensor, time: Tensor, v: Tensor): Tensor => add(x, mul(time, v));

const predicted = (path: NoisePath, v: Tensor, { x, t }: Place): Tensor => endsOf(path, v, x, t).x0;

/** Euler step of the flow ODE dx/dt = v(x, t) from t to next. Order 1, one evaluation. */
export const eulerStep = (path: NoisePath, field: VelocityField, place: Place): SamplerStep => {
  const { x, t, next } = place;
  const v = field(x, t);
  return { prevSample: move(x, sub(next, t), v), predOriginal: predicted(path, v, place) };
};

/**
 * Heun's step: the mean of the velocities at the beginning and where an Euler step would end (Karras et al. 2022,
 * algorithm 1). Order 2, two evaluations; the velocity is finite at t = 0, so the last step is corrected as well.
 */
export const heunStep = (path: NoisePath, field: VelocityField, place: Place): SamplerStep => {
  const { x, t, next } = place;
  const h = sub(next, t);
  const first = field(x, t);
  const second = field(move(x, h, first), next);
  return { prevSample: move(x, mul(0.5, h), add(first, second)), predOriginal: predicted(path, first, place) };
};

/** Midpoint step: the velocity half a step ahead moves the whole step. Order 2, two evaluations. */
export const midpointStep = (path: NoisePath, field: VelocityField, place: Place): SamplerStep => {
  const { x, t, next } = place;
  const h = sub(next, t);
  const first = field(x, t);
  const middle = field(move(x, mul(0.5, h), first), add(t, mul(0.5, h)));
  return { prevSample: move(x, h, middle), predOriginal: predicted(path, first, place) };
};

/** The classical Runge–Kutta step. Order 4, four evaluations. */
export const rk4Step = (path: NoisePath, field: VelocityField, place: Place): SamplerStep => {
  const { x, t, next } = place;
  const h = sub(next, t);
  const half = mul(0.5, h);
  const middle = add(t, half);
  const k1 = field(x, t);
  const k2 = field(move(x, half, k1), middle);
  const k3 = field(move(x, half, k2), middle);
  const k4 = field(move(x, h, k3), next);
  const mean = add(add(k1, k4), mul(2, add(k2, k3)));
  return { prevSample: move(x, div(h, 6), mean), predOriginal: predicted(path, k1, place) };
};

/**
 * Variance of x_s given x_t and x_0 (s < t): σ_s²·(1 − α_t²σ_s² / (α_s²σ_t²)). Rounding is kept from making it negative.
 * t and s are scalars, t above 0.
 */
export const posteriorVariance = (path: NoisePath, t: Tensor, s: Tensor): Tensor => {
  const [alphaT, alphaS] = [path.alpha(t), path.alpha(s)];
  const [sigmaT, sigmaS] = [path.sigma(t), path.sigma(s)];
  const kept = square(div(mul(alphaT, sigmaS), mul(alphaS, sigmaT)));
  return mul(square(sigmaS), maximum(0, sub(1, kept)));
};

/**
 * DDIM step (Song et al. 2021, eq. 12) for any path: the predicted x_0 and ε are mixed again for the time `next`, where
 * eta² of the posterior variance is fresh noise. With eta = 0 it follows the flow ODE; on the linear path it then is
 * Euler's step. With eta = 1 it is ancestral sampling.
 */
export const ddimStep = (path: NoisePath, field: VelocityField, place: Place, { eta, noise }: Fresh): SamplerStep => {
  const { x, t, next } = place;
  const { x0, eps } = endsOf(path, field(x, t), x, t);
  const fresh = mul(square(eta), posteriorVariance(path, t, next));
  const kept = sqrt(maximum(0, sub(square(path.sigma(next)), fresh)));
  const mean = add(mul(path.alpha(next), x0), mul(kept, eps));
  return { prevSample: add(mean, mul(sqrt(fresh), noise)), predOriginal: x0 };
};

/**
 * Euler–Maruyama step of the reverse-time SDE dx = (v − ½w·score) dt + √w dW with the diffusion w = eta·σ (Ma et al. 2024,
 * SiT), whose marginals are those of the flow for every eta. The score is −ε/σ. The diffusion is taken at the end of the
 * step, so that the last one adds no noise. With eta = 0 it is Euler's step.
 */
export const eulerMaruyamaStep = (
  path: NoisePath,
  field: VelocityField,
  place: Place,
  { eta, noise }: Fresh,
): SamplerStep => {
  const { x, t, next } = place;
  const h = sub(t, next);
  const v = field(x, t);
  const { x0, eps } = endsOf(path, v, x, t);
  const diffusion = mul(eta, path.sigma(next));
  const drift = add(v, mul(mul(0.5, div(diffusion, path.sigma(t))), eps));
  return {
    prevSample: add(sub(x, mul(h, drift)), mul(sqrt(mul(diffusion, h)), noise)),
    predOriginal: x0,
  };
};

/**
 * Classifier-free guidance (Ho & Salimans 2022) on velocities: v_null + w·(v_y − v_null). w = 1 follows the conditional
 * velocity, w = 0 the one without a label, w > 1 goes beyond the label.
 */
export const guidedVelocity = (conditional: Tensor, unconditional: Tensor, w: Tensor): Tensor =>
  add(unconditional, mul(w, sub(conditional, unconditional)));
