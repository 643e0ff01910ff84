import { abs, add, exp, log, mean, mul, relu, sigmoid, square, sub, sum, type Tensor } from '../tensor';

const LOG_TWO_PI = Math.log(2 * Math.PI);

/** All axes but the batch axis. */
const itemAxes = (x: Tensor): number[] => x.shape.slice(1).map((_, axis) => axis + 1);

/** Sum over an item, mean over the batch: (B, …) → scalar. */
const perItem = (x: Tensor): Tensor => mean(sum(x, { axes: itemAxes(x) }));

/**
 * −log p(x | z) of a Bernoulli decoder in nats an item, from logits: Σ max(l, 0) − l·x − log σ(|l|).
 * The last term is log(1 + e^−|l|) written so that ONNX Runtime has fast kernels for it.
 * For grey x in [0, 1] this is the cross entropy that the VAE literature reports, not a true likelihood.
 */
export const bernoulliNll = (logits: Tensor, target: Tensor): Tensor =>
  perItem(sub(sub(relu(logits), mul(logits, target)), log(sigmoid(abs(logits)))));

/** −log p(x | z) of a Gaussian decoder with fixed standard deviation sigma, in nats an item. */
export const gaussianNll = (mu: Tensor, target: Tensor, sigma: Tensor): Tensor =>
  perItem(add(mul(square(sub(mu, target)), mul(0.5, exp(mul(-2, log(sigma))))), add(log(sigma), 0.5 * LOG_TWO_PI)));

/** KL(N(μ, σ²) ‖ N(0, I)) in nats an item: −½ Σ(1 + log σ² − μ² − σ²) (Kingma & Welling 2014, appendix B). */
export const gaussianKl = (mu: Tensor, logVar: Tensor): Tensor =>
  perItem(mul(-0.5, sub(add(logVar, 1), add(square(mu), exp(logVar)))));

/** Mean squared error over all elements. */
export const meanSquaredError = (prediction: Tensor, target: Tensor): Tensor => mean(square(sub(prediction, target)));
