import { adamStep, input, normal, parameterLayout, relu, uniform } from '../../src/core/tensor';
import { initialise, mlp, mlpParameters } from './layers';
import type { Workload } from './types';
import { negativeElbo, sampleLatent } from './vae-loss';

const batch = 128;
const pixels = 784;
const latent = 20;

/** 784-512-(20+20), 20-512-784; Bernoulli reconstruction and KL; batch 128. */
export function vaeMlp(): Workload {
  const parameters = [...mlpParameters('enc', pixels, 512, 2 * latent), ...mlpParameters('dec', latent, 512, pixels)];
  const step = adamStep({
    name: 'vae-mlp',
    parameters: parameterLayout('vae', parameters),
    build: (p) => {
      const x = input('x', [batch, pixels]);
      const { mu, logvar, z } = sampleLatent(mlp(p, 'enc', x, relu), input('eps', [batch, latent]));
      return { loss: negativeElbo(mlp(p, 'dec', z, relu), x, mu, logvar) };
    },
  });
  const x = uniform(new Float32Array(batch * pixels), { seed: 0, stream: 'x', step: 0 });
  return {
    name: 'vae-mlp',
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
}
