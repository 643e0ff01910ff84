import { add, exp, mul, reshape, sizeOf, slice, type Tensor } from '../tensor';
import { decoderPresets, encoderPresets } from './presets';
import { type BuildContext, defineNode } from './types';

/** Both halves of what a network puts out (n, 2 · width): mean and log-variance, each (n, width). */
export const halves = (both: Tensor, width: number): { mean: Tensor; logVar: Tensor } => ({
  mean: slice(both, { starts: [0], ends: [width], axes: [1] }),
  logVar: slice(both, { starts: [width], ends: [2 * width], axes: [1] }),
});

/** z = μ + σ ε. */
export const moved = ({ mean, logVar }: { mean: Tensor; logVar: Tensor }, eps: Tensor): Tensor =>
  add(mean, mul(exp(mul(0.5, logVar)), eps));

export const latentWidth = {
  type: 'integer',
  label: 'Latent width',
  help: 'Numbers in z. Two can be seen as a plane; twenty reconstruct better.',
  default: 2,
  min: 1,
  max: 1_024,
  scale: 'log',
} as const;

/** x (n, …) → mean and log-variance, each (n, width). */
const encode = (context: BuildContext, x: Tensor): { mean: Tensor; logVar: Tensor } => {
  const width = context.number('latent');
  return halves(context.network({ x }, [x.shape[0], 2 * width]), width);
};

const encoder = defineNode({
  type: 'network.encoder',
  version: 1,
  title: 'Encoder',
  level: 'study',
  category: 'network',
  summary: 'Data to a Gaussian over latents, q(z | x)',
  help: 'Its network puts out a mean and a log-variance for every latent dimension. Open it to wire the layers.',
  formula: 'q_\\phi(z \\mid x) = \\mathcal N(\\mu_\\phi(x),\\ \\sigma^2_\\phi(x))',
  source: 'Kingma & Welling 2014',
  keywords: ['vae', 'inference network', 'recognition'],
  inputs: { x: { label: 'x', kinds: ['data', 'latent'] } },
  outputs: { q: { label: 'μ, log σ²', kinds: ['distribution'] }, network: { label: 'network', kinds: ['network'] } },
  settings: { latent: latentWidth },
  holds: 'network',
  presets: encoderPresets,
  build: (context) => ({
    q: { kind: 'distribution', ...encode(context, context.tensor('x')) },
    network: {
      kind: 'network',
      network: { id: context.held(), role: 'encoder', itemShape: [context.number('latent')] },
    },
  }),
  probe: (context) => ({
    role: 'encode',
    itemShape: context.tensor('x').shape.slice(1),
    width: context.number('latent'),
    encode: (x) => encode(context, x),
  }),
});

const reparameterize = defineNode({
  type: 'latent.reparameterize',
  version: 1,
  title: 'Reparameterize',
  level: 'study',
  category: 'latent',
  summary: 'Draws z so that gradients reach the encoder',
  help: 'The randomness enters as an input, so z is a smooth function of mean and variance and its gradient is ordinary calculus.',
  formula: 'z = \\mu + \\sigma \\odot \\epsilon,\\quad \\epsilon \\sim \\mathcal N(0, I)',
  source: 'Kingma & Welling 2014, section 2.4',
  keywords: ['sample', 'latent', 'vae'],
  inputs: { q: { label: 'μ, log σ²', kinds: ['distribution'] } },
  outputs: { z: { label: 'z', kinds: ['latent'] } },
  settings: {},
  build: (context) => {
    const q = context.input('q');
    if (q.kind !== 'distribution') return context.fail('needs a distribution (μ, log σ²) on its input.');
    return { z: { kind: 'latent', tensor: moved(q, context.random('eps', q.mean.shape, 'normal')) } };
  },
});

const decode = (context: BuildContext, z: Tensor): Tensor =>
  context.network({ z }, [z.shape[0], ...context.integers('output_shape')]);

const decoder = defineNode({
  type: 'network.decoder',
  version: 1,
  title: 'Decoder',
  level: 'study',
  category: 'network',
  summary: 'Latents to the parameters of p(x | z)',
  help: 'Puts out one number per pixel: logits under a Bernoulli likelihood, means under a Gaussian one. Open it to wire the layers.',
  formula: 'p_\\theta(x \\mid z)',
  source: 'Kingma & Welling 2014',
  keywords: ['vae', 'autoencoder', 'generator'],
  inputs: { z: { label: 'z', kinds: ['latent', 'noise'] } },
  outputs: { x_hat: { label: 'x̂', kinds: ['data'] }, network: { label: 'network', kinds: ['network'] } },
  settings: {
    output_shape: {
      type: 'integers',
      label: 'Output shape',
      help: 'Shape of one item, as the data has it: 784 for rows, 1, 28, 28 for images.',
      default: [784],
      min: 1,
      max: 65_536,
      minLength: 1,
      maxLength: 4,
    },
  },
  holds: 'network',
  presets: decoderPresets,
  build: (context) => ({
    x_hat: { kind: 'data', tensor: decode(context, context.tensor('z')) },
    network: {
      kind: 'network',
      network: {
        id: context.held(),
        role: 'decoder',
        node: context.node,
        itemShape: context.integers('output_shape'),
        latentShape: context.tensor('z').shape.slice(1),
        labels: undefined,
        decode: (z) => decode(context, z),
      },
    },
  }),
  probe: (context) => {
    const latentShape = context.tensor('z').shape.slice(1);
    return {
      role: 'decode',
      width: sizeOf(latentShape),
      itemShape: context.integers('output_shape'),
      decode: (z) => decode(context, reshape(z, [z.shape[0], ...latentShape])),
    };
  },
});

/** Both ways between data and latents that are drawn. */
export const variational = [encoder, reparameterize, decoder];
