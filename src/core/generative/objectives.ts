import { abs, add, exp, log, logSumExp, mean, mul, neg, relu, sigmoid, square, sub, sum, type Tensor } from '../tensor';

const LOG_TWO_PI = Math.log(2 * Math.PI);

/** Sum over an item: (B, …) → (B). */
export const overItem = (x: Tensor): Tensor => sum(x, { axes: x.shape.slice(1).map((_, axis) => axis + 1) });

/**
 * −log p(x | z) of a Bernoulli decoder in nats for each item (B), from logits: Σ max(l, 0) − l·x − log σ(|l|).
 * The last term is log(1 + e^−|l|) written so that ONNX Runtime has fast kernels for it.
 * For grey x in [0, 1] this is the cross entropy that the VAE literature reports, not a true likelihood.
 */
export const bernoulliNllOfItems = (logits: Tensor, target: Tensor): Tensor =>
  overItem(sub(sub(relu(logits), mul(logits, target)), log(sigmoid(abs(logits)))));

/** The same as a mean over the batch. */
export const bernoulliNll = (logits: Tensor, target: Tensor): Tensor => mean(bernoulliNllOfItems(logits, target));

/** −log p(x | z) of a Gaussian decoder with standard deviation sigma (scalar), in nats for each item (B). */
export const gaussianNllOfItems = (mu: Tensor, target: Tensor, sigma: Tensor): Tensor =>
  overItem(add(mul(square(sub(mu, target)), mul(0.5, exp(mul(-2, log(sigma))))), add(log(sigma), 0.5 * LOG_TWO_PI)));

/** The same as a mean over the batch. */
export const gaussianNll = (mu: Tensor, target: Tensor, sigma: Tensor): Tensor =>
  mean(gaussianNllOfItems(mu, target, sigma));

/** ‖x − x̂‖² of an item, as a mean over the batch. */
export const squaredDistance = (prediction: Tensor, target: Tensor): Tensor =>
  mean(overItem(square(sub(prediction, target))));

/** KL(N(μ, σ²) ‖ N(0, I)) in nats an item: −½ Σ(1 + log σ² − μ² − σ²) (Kingma & Welling 2014, appendix B). */
export const gaussianKl = (mu: Tensor, logVar: Tensor): Tensor =>
  mean(overItem(mul(-0.5, sub(add(logVar, 1), add(square(mu), exp(logVar))))));

/** A diagonal Gaussian for each item of a batch: (B, width) each. */
export interface Gaussian {
  mean: Tensor;
  logVar: Tensor;
}

/** KL(q ‖ p) of two diagonal Gaussians in nats an item: ½ Σ(log σ_p² − log σ_q² + (σ_q² + (μ_q − μ_p)²) / σ_p² − 1). */
export const gaussianKlBetween = (q: Gaussian, p: Gaussian): Tensor => {
  const away = mul(square(sub(q.mean, p.mean)), exp(neg(p.logVar)));
  const apart = sub(q.logVar, p.logVar);
  return mean(overItem(mul(0.5, sub(add(exp(apart), away), add(apart, 1)))));
};

/** log N(z; 0, I) − log N(z; μ, σ²) at z = μ + σ ε, for each row of z and eps (n, width). */
export const priorOverPosterior = (z: Tensor, eps: Tensor, logVar: Tensor): Tensor =>
  overItem(mul(0.5, sub(add(square(eps), logVar), square(z))));

/**
 * −log (1/K) Σ_k w_k of each item, as a mean over the batch, from the logarithms of K importance weights (B, K): an upper
 * bound of −log p(x) in nats that falls towards it as K grows (Burda et al. 2016, eq. 8).
 */
export const importanceBound = (logWeights: Tensor): Tensor =>
  neg(mean(sub(logSumExp(logWeights, { axes: [1] }), Math.log(logWeights.shape[1]))));

/** Mean squared error over all elements. */
export const meanSquaredError = (prediction: Tensor, target: Tensor): Tensor => mean(square(sub(prediction, target)));
