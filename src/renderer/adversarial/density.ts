/** Blurs a histogram with a Gaussian of `sigma` bins; mass at the ends is kept inside. */
export function blurred(density: Float32Array, sigma: number): Float32Array {
  const reach = Math.ceil(3 * sigma);
  const kernel = Float32Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  const out = new Float32Array(density.length);
  for (let i = 0; i < density.length; i++) {
    for (let k = -reach; k <= reach; k++) {
      const to = Math.min(density.length - 1, Math.max(0, i + k));
      out[to] += (density[i] * kernel[k + reach]) / total;
    }
  }
  return out;
}

/**
 * The best possible discriminator D*(x) = p(x) / (p(x) + p_G(x)) (Goodfellow et al. 2014, proposition 1) from two densities;
 * NaN where hardly anything lies, because the quotient would be noise there.
 */
export function optimalDiscriminator(real: Float32Array, fake: Float32Array): Float32Array {
  const floor = 0.02 * Math.max(...real, ...fake);
  return real.map((p, i) => (p + fake[i] > floor ? p / (p + fake[i]) : Number.NaN));
}
