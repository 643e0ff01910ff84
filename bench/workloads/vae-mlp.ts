import { adamStep, input, normal, parameterLayout, relu, uniform } from '../../src/core/tensor';
import { initialise, mlp, mlpParameters } from './layers';
import type { Workload } from './types';
import { negativeElbo, sampleLatent } from './vae-loss';

const batch = 128;
const pixels = 784;
const latent = 20;

/** 784-hidden-(20+20), 20-hidden-784; Bernoulli reconstruction and KL; batch 128. */
const vae = (name: string, hidden: number) => (): Workload => {
  const parameters = [
    ...mlpParameters('enc', pixels, hidden, 2 * latent),
    ...mlpParameters('dec', latent, hidden, pixels),
  ];
  const step = adamStep({
    name,
    parameters: parameterLayout('vae', parameters),
    build: (p) => {
      const x = input('x', [batch, pixels]);
      const { mu, logvar, z } = sampleLatent(mlp(p, 'enc', x, relu), input('eps', [batch, latent]));
      return { loss: negativeElbo(mlp(p, 'dec', z, relu), x, mu, logvar) };
    },
  });
  const x = uniform(new Float32Array(batch * pixels), { seed: 0, stream: 'x', step: 0 });
  return {
    name,
    step,
    initial: () => initialise(parameters),
    feeds: (t) => ({
      x: { data: x, shape: [batch, pixels] },
      eps: {
        data: normal(new Float32Array(batch * latent), { seed: 0, stream: 'eps', step: t }),
        shape: [batch, latent],
      },
    }),
  };
};

/** The reference workload, hidden width 512. */
export const vaeMlp = vae('vae-mlp', 512);
/** The network of the template "VAE on digits" with 20 latents. */
export const vae400 = vae('vae-400', 400);
