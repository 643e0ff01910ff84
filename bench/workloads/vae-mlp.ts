import { input, relu, type Tensor } from '../../src/core/tensor';
import { mlp, mlpParameters } from './layers';
import { normalFeed, uniformFeed } from './noise';
import type { Parameters, Workload } from './types';
import { negativeElbo } from './vae-loss';

const batch = 128;
const pixelCount = 784;
const latent = 20;

function loss(p: Parameters): Tensor {
  const x = input('x', [batch, pixelCount]);
  return negativeElbo(mlp(p, 'enc', x, relu), input('eps', [batch, latent]), x, (z) => mlp(p, 'dec', z, relu));
}

/** 784-hidden-(20+20), 20-hidden-784; Bernoulli reconstruction and KL; batch 128. */
const vae = (name: string, hidden: number) => (): Workload => {
  const x = uniformFeed('x', [batch, pixelCount], 0);
  return {
    name,
    groups: {
      vae: [
        ...mlpParameters('enc', pixelCount, hidden, 2 * latent),
        ...mlpParameters('dec', latent, hidden, pixelCount),
      ],
    },
    phases: [{ name: 'loss', group: 'vae', loss }],
    feeds: (t) => ({ x, eps: normalFeed('eps', [batch, latent], t) }),
  };
};

/** The reference workload, hidden width 512. */
export const vaeMlp = vae('vae-mlp', 512);
/** The network of the template "VAE on digits" with 20 latents. */
export const vae400 = vae('vae-400', 400);
