/** Tokens of the curves, in drawing order; after the last they come round again. Every curve has its name in the legend. */
const TOKENS = [
  '--kind-objective',
  '--kind-latent',
  '--kind-data',
  '--kind-network',
  '--kind-trainer',
  '--kind-sampler',
  '--kind-lens',
] as const;

export const curveToken = (index: number): (typeof TOKENS)[number] => TOKENS[index % TOKENS.length];
