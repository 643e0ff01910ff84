import type { Tensor } from '../tensor';
import { priorPresets } from './presets';
import { type BuildContext, defineNode } from './types';
import { halves, latentWidth } from './variational';

/** z above (n, …) → mean and log-variance of the latent below, each (n, width). */
const condition = (context: BuildContext, z: Tensor): { mean: Tensor; logVar: Tensor } => {
  const width = context.number('latent');
  return halves(context.network({ z }, [z.shape[0], 2 * width]), width);
};

const learnedPrior = defineNode({
  type: 'network.prior',
  version: 1,
  title: 'Learned prior',
  level: 'study',
  category: 'network',
  summary: 'A Gaussian over one latent, given the latent above it: p(z₁ | z₂)',
  help: 'Takes the place of N(0, I) for a latent that lies below another: the one above says what is common to many items, this one what is left. Wire its μ, log σ² into "prior" of a KL divergence, and its network into the sampler. Open it to wire the layers.',
  formula: 'p_\\theta(z_1 \\mid z_2) = \\mathcal N(\\mu_\\theta(z_2),\\ \\sigma^2_\\theta(z_2))',
  source: 'Rezende, Mohamed & Wierstra 2014; Sønderby et al. 2016 (Ladder VAE)',
  keywords: ['hierarchical', 'vae', 'conditional prior', 'top-down', 'ladder', 'nvae'],
  inputs: { z: { label: 'z above', kinds: ['latent'] } },
  outputs: { p: { label: 'μ, log σ²', kinds: ['distribution'] }, network: { label: 'network', kinds: ['network'] } },
  settings: {
    latent: { ...latentWidth, help: 'Numbers in the latent below: as many as its encoder gives.', default: 16 },
  },
  holds: 'network',
  presets: priorPresets,
  build: (context) => ({
    p: { kind: 'distribution', ...condition(context, context.tensor('z')) },
    network: {
      kind: 'network',
      network: {
        id: context.held(),
        role: 'prior',
        itemShape: [context.number('latent')],
        latentShape: context.tensor('z').shape.slice(1),
        condition: (above) => condition(context, above),
      },
    },
  }),
});

/** Latents over latents. */
export const hierarchical = [learnedPrior];
