/**
 * What a denoiser may predict at a noisy point. All of it says the same: from x_t and any one of them both ends of the path
 * follow, and from the ends all others.
 */
import { add, div, mul, square, sub, type Tensor } from '../tensor';
import { type Ends, endsOf, type NoisePath, timeLike, velocityOf } from './paths';

/**
 * The noise ε; the data x_0 (`sample`); v = α·ε − σ·x_0 (Salimans & Ho 2022); the velocity dx_t/dt (`flow`); or the score
 * ∇ log p(x_t) = −ε/σ.
 */
export type PredictionType = 'epsilon' | 'sample' | 'v_prediction' | 'flow' | 'score';

/** What a network of this kind should say of the point between these ends at time t, a scalar or (B). */
export const predictionOf = (type: PredictionType, path: NoisePath, ends: Ends, t: Tensor): Tensor => {
  const { x0, eps } = ends;
  const time = timeLike(t, x0);
  switch (type) {
    case 'epsilon':
      return eps;
    case 'sample':
      return x0;
    case 'v_prediction':
      return sub(mul(path.alpha(time), eps), mul(path.sigma(time), x0));
    case 'flow':
      return velocityOf(path, ends, t);
    case 'score':
      return div(mul(-1, eps), path.sigma(time));
  }
};

/**
 * Both ends of the path through x_t (B, …), as a prediction there has it; t is a scalar or (B). Where it divides by α (ε and
 * the score) t must be where some data is left, where it divides by σ (x_0) where there is some noise.
 */
export const endsFrom = (type: PredictionType, path: NoisePath, prediction: Tensor, x: Tensor, t: Tensor): Ends => {
  const time = timeLike(t, x);
  const [alpha, sigma] = [path.alpha(time), path.sigma(time)];
  const fromNoise = (eps: Tensor): Ends => ({ x0: div(sub(x, mul(sigma, eps)), alpha), eps });
  switch (type) {
    case 'epsilon':
      return fromNoise(prediction);
    case 'sample':
      return { x0: prediction, eps: div(sub(x, mul(alpha, prediction)), sigma) };
    case 'v_prediction': {
      const whole = add(square(alpha), square(sigma));
      return {
        x0: div(sub(mul(alpha, x), mul(sigma, prediction)), whole),
        eps: div(add(mul(sigma, x), mul(alpha, prediction)), whole),
      };
    }
    case 'flow':
      return endsOf(path, prediction, x, t);
    case 'score':
      return fromNoise(mul(-1, mul(sigma, prediction)));
  }
};

/** One kind of prediction at x_t as another. */
export const readAs = (
  from: PredictionType,
  to: PredictionType,
  path: NoisePath,
  prediction: Tensor,
  x: Tensor,
  t: Tensor,
): Tensor => (from === to ? prediction : predictionOf(to, path, endsFrom(from, path, prediction, x, t), t));
