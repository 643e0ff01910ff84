import { add, exp, mul, softplus, split, square, sub, sum, type Tensor } from '../../src/core/tensor';

/** z = μ + σ·ε from [B, 2·D] holding μ and log σ². */
export function sampleLatent(code: Tensor, eps: Tensor): { mu: Tensor; logvar: Tensor; z: Tensor } {
  const size = code.shape[1] / 2;
  const [mu, logvar] = split(code, [size, size], 1);
  return { mu, logvar, z: add(mu, mul(exp(mul(0.5, logvar)), eps)) };
}

/** (Σ binary cross entropy + Σ KL(q ‖ N(0, I))) / batch, in nats an example. */
export function negativeElbo(logits: Tensor, x: Tensor, mu: Tensor, logvar: Tensor): Tensor {
  const reconstruction = sum(sub(softplus(logits), mul(logits, x)));
  const kl = mul(-0.5, sum(sub(sub(add(1, logvar), square(mu)), exp(logvar))));
  return mul(add(reconstruction, kl), 1 / x.shape[0]);
}
