import { bernoulliNll, gaussianKl } from '../../src/core/generative/objectives';
import { add, exp, mul, split, type Tensor } from '../../src/core/tensor';

/** −ELBO in nats an item of x under a Bernoulli decoder, with z = μ + σ·ε and [B, 2·D] holding μ and log σ². */
export function negativeElbo(code: Tensor, eps: Tensor, x: Tensor, decode: (z: Tensor) => Tensor): Tensor {
  const [mu, logVar] = split(code, [eps.shape[1], eps.shape[1]], 1);
  const z = add(mu, mul(exp(mul(0.5, logVar)), eps));
  return add(bernoulliNll(decode(z), x), gaussianKl(mu, logVar));
}
