/**
 * Losses of a discriminator and a generator, from the discriminator's numbers for real and for generated items: logits, or
 * scores of a critic. All are averages over the batch.
 */
import {
  add,
  asTensor,
  gradients,
  mean,
  mul,
  neg,
  relu,
  softplus,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
} from '../tensor';
import { overItem } from './objectives';

/** How the game is written down. `minimax` and `non_saturating` differ for the generator alone. */
export const FORMULATIONS = ['non_saturating', 'minimax', 'least_squares', 'hinge', 'wasserstein'] as const;
export type Formulation = (typeof FORMULATIONS)[number];

/** Whether the discriminator's number is a logit, whose sigmoid is the probability of being real. */
export const readsLogits = (formulation: Formulation): boolean =>
  formulation === 'non_saturating' || formulation === 'minimax';

/** Whether a generator's formulation reads scores as its discriminator's does: non-saturating and minimax go together. */
export const sameGame = (generator: unknown, discriminator: unknown): boolean => {
  const [mine, theirs] = [generator, discriminator].map((value) => FORMULATIONS.find((each) => each === value));
  if (mine === undefined || theirs === undefined) return true;
  return mine === theirs || (readsLogits(mine) && readsLogits(theirs));
};

/**
 * What a discriminator lowers.
 * - non-saturating, minimax: −E log D(x) − E log(1 − D(G(z))), D = sigmoid of the logit (Goodfellow et al. 2014, eq. 1); with
 *   smoothing s, real items count as 1 − s (Salimans et al. 2016, section 3.4).
 * - least squares: ½ E (D(x) − 1)² + ½ E D(G(z))² (Mao et al. 2017, eq. 9, a = 0, b = c = 1).
 * - hinge: E max(0, 1 − D(x)) + E max(0, 1 + D(G(z))) (Lim & Ye 2017; Miyato et al. 2018, eq. 16).
 * - Wasserstein: E D(G(z)) − E D(x) (Arjovsky et al. 2017, eq. 3).
 */
export const discriminatorLoss = (
  formulation: Formulation,
  real: Tensor,
  fake: Tensor,
  smoothing: Tensor | number = 0,
): Tensor => {
  switch (formulation) {
    case 'non_saturating':
    case 'minimax':
      return add(mean(add(softplus(neg(real)), mul(smoothing, real))), mean(softplus(fake)));
    case 'least_squares':
      return mul(0.5, add(mean(square(sub(real, 1))), mean(square(fake))));
    case 'hinge':
      return add(mean(relu(sub(1, real))), mean(relu(add(1, fake))));
    case 'wasserstein':
      return sub(mean(fake), mean(real));
  }
};

/**
 * What a generator lowers.
 * - non-saturating: −E log D(G(z)); minimax: E log(1 − D(G(z))) (Goodfellow et al. 2014, section 3).
 * - least squares: ½ E (D(G(z)) − 1)² (Mao et al. 2017).
 * - hinge, Wasserstein: −E D(G(z)).
 */
export const generatorLoss = (formulation: Formulation, fake: Tensor): Tensor => {
  switch (formulation) {
    case 'non_saturating':
      return mean(softplus(neg(fake)));
    case 'minimax':
      return neg(mean(softplus(fake)));
    case 'least_squares':
      return mul(0.5, mean(square(sub(fake, 1))));
    case 'hinge':
    case 'wasserstein':
      return neg(mean(fake));
  }
};

/** Keeps the slope of the norm finite where a gradient is 0. */
const NORM_EPSILON = 1e-12;

/**
 * E (‖∇_x D(x)‖ − 1)², which holds a critic's slope near 1 (Gulrajani et al. 2017, eq. 3).
 * @param score (n), computed from x (n, …item) item by item.
 */
export const gradientPenalty = (score: Tensor, x: Tensor): Tensor => {
  const [slope] = gradients(sum(score), [x]);
  const norm = sqrt(add(overItem(square(slope)), asTensor(NORM_EPSILON)));
  return mean(square(sub(norm, 1)));
};
