import { bernoulliNll, gaussianKl, gaussianNll } from '../generative/objectives';
import { add, exp, mul, reshape, sigmoid, sizeOf, slice, type Tensor } from '../tensor';
import { decoderPresets, encoderPresets } from './presets';
import { makeShape } from './remedies';
import { type BuildContext, defineNode } from './types';

/** x (n, …) → mean and log-variance, each (n, width). */
const encode = (context: BuildContext, x: Tensor): { mean: Tensor; logVar: Tensor } => {
  const width = context.number('latent');
  const n = x.shape[0];
  const both = context.network({ x }, [n, 2 * width]);
  return {
    mean: slice(both, { starts: [0], ends: [width], axes: [1] }),
    logVar: slice(both, { starts: [width], ends: [2 * width], axes: [1] }),
  };
};

export const encoder = defineNode({
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
  settings: {
    latent: {
      type: 'integer',
      label: 'Latent width',
      help: 'Numbers in z. Two can be seen as a plane; twenty reconstruct better.',
      default: 2,
      min: 1,
      max: 1_024,
      scale: 'log',
    },
  },
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

export const reparameterize = defineNode({
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
    const eps = context.random('eps', q.mean.shape, 'normal');
    return { z: { kind: 'latent', tensor: add(q.mean, mul(exp(mul(0.5, q.logVar)), eps)) } };
  },
});

const decode = (context: BuildContext, z: Tensor): Tensor =>
  context.network({ z }, [z.shape[0], ...context.integers('output_shape')]);

export const decoder = defineNode({
  type: 'network.decoder',
  version: 1,
  title: 'Decoder',
  level: 'study',
  category: 'network',
  summary: 'Latents to the parameters of p(x | z)',
  help: 'Puts out one number per pixel: logits under a Bernoulli likelihood, means under a Gaussian one. Open it to wire the layers.',
  formula: 'p_\\theta(x \\mid z)',
  source: 'Kingma & Welling 2014',
  keywords: ['vae', 'generator'],
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
  probe: (context) => ({
    role: 'decode',
    width: sizeOf(context.tensor('z').shape.slice(1)),
    itemShape: context.integers('output_shape'),
    decode: (z) => decode(context, z),
  }),
});

export const reconstruction = defineNode({
  type: 'objective.reconstruction',
  version: 1,
  title: 'Reconstruction',
  level: 'study',
  category: 'objective',
  summary: 'How badly the decoder explains the data, −log p(x | z)',
  help: 'Summed over an item, averaged over the batch, in nats. Bernoulli reads the decoder’s output as logits; Gaussian reads it as the mean.',
  formula: '-\\mathbb E_{q(z \\mid x)}\\left[\\log p_\\theta(x \\mid z)\\right]',
  source: 'Kingma & Welling 2014, appendix C',
  keywords: ['likelihood', 'bce', 'mse', 'elbo'],
  inputs: { prediction: { label: 'x̂', kinds: ['data'] }, target: { label: 'x', kinds: ['data'] } },
  outputs: { loss: { label: 'loss', kinds: ['loss'] } },
  settings: {
    likelihood: {
      type: 'choice',
      label: 'Likelihood',
      help: 'Bernoulli suits grey levels in [0, 1]; Gaussian suits anything real.',
      default: 'bernoulli',
      options: [
        { value: 'bernoulli', label: 'Bernoulli' },
        { value: 'gaussian', label: 'Gaussian' },
      ],
    },
    sigma: {
      type: 'number',
      label: 'σ',
      help: 'Standard deviation of the Gaussian: small values ask for sharper pictures.',
      default: 1,
      min: 0.01,
      max: 10,
      scale: 'log',
      live: true,
      visibleWhen: { setting: 'likelihood', is: ['gaussian'] },
    },
  },
  display: {
    port: 'prediction',
    show: (settings, value) => (settings.likelihood === 'gaussian' ? value : sigmoid(value)),
  },
  build: (context) => {
    const [prediction, target] = [context.tensor('prediction'), context.tensor('target')];
    const size = (tensor: Tensor) => sizeOf(tensor.shape.slice(1));
    if (size(prediction) !== size(target))
      context.fail(
        `compares ${prediction.shape.slice(1).join(' × ')} from the decoder with ${target.shape.slice(1).join(' × ')} from the data; set the decoder’s output shape to ${target.shape.slice(1).join(', ')}.`,
        makeShape('prediction', target.shape.slice(1)),
      );
    const aligned = reshape(prediction, target.shape);
    const loss =
      context.text('likelihood') === 'bernoulli'
        ? bernoulliNll(aligned, target)
        : gaussianNll(aligned, target, context.live('sigma'));
    context.report(loss, 'nats');
    return { loss: { kind: 'loss', tensor: loss } };
  },
});

const klDivergence = defineNode({
  type: 'objective.kl',
  version: 1,
  title: 'KL divergence',
  level: 'study',
  category: 'objective',
  summary: 'Distance of q(z | x) from the prior N(0, I)',
  help: 'Pulls every code towards the prior, so that the latent plane is filled without gaps and can be sampled. It fights with reconstruction: move β and watch both.',
  formula: '-\\tfrac12 \\sum_j \\left(1 + \\log \\sigma_j^2 - \\mu_j^2 - \\sigma_j^2\\right)',
  source: 'Kingma & Welling 2014, appendix B; β: Higgins et al. 2017',
  keywords: ['beta', 'vae', 'regulariser', 'elbo'],
  inputs: { q: { label: 'μ, log σ²', kinds: ['distribution'] } },
  outputs: { loss: { label: 'β · KL', kinds: ['loss'] }, kl: { label: 'KL', kinds: ['value'] } },
  settings: {
    beta: {
      type: 'number',
      label: 'β',
      help: 'Weight of this term. 0 gives an autoencoder, 1 the evidence lower bound, more disentangles and blurs.',
      default: 1,
      min: 0,
      max: 20,
      step: 0.01,
      live: true,
    },
  },
  build: (context) => {
    const q = context.input('q');
    if (q.kind !== 'distribution') return context.fail('needs a distribution (μ, log σ²) on its input.');
    const kl = gaussianKl(q.mean, q.logVar);
    context.report(kl, 'nats');
    return {
      loss: { kind: 'loss', tensor: mul(context.live('beta'), kl) },
      kl: { kind: 'value', tensor: kl },
    };
  },
});

const elboMetric = defineNode({
  type: 'metric.elbo',
  version: 1,
  title: 'Held-out −ELBO',
  level: 'study',
  category: 'metric',
  summary: 'Negative evidence lower bound on data never trained on',
  help: 'Reconstruction plus KL with β = 1, averaged over the whole held-out set with one draw of z per item. Lower is better; it bounds −log p(x) from above.',
  formula:
    '-\\mathrm{ELBO} = -\\mathbb E_{q}\\left[\\log p(x \\mid z)\\right] + \\mathrm{KL}\\left(q(z \\mid x) \\,\\|\\, p(z)\\right)',
  source: 'Kingma & Welling 2014, eq. 3',
  keywords: ['likelihood', 'test loss', 'bound'],
  inputs: { reconstruction: { label: 'loss', kinds: ['loss'] }, kl: { label: 'KL', kinds: ['value'] } },
  outputs: {},
  settings: {},
  build: (context) => {
    const [rec, kl] = [context.tensor('reconstruction'), context.tensor('kl')];
    context.measure('test_elbo', add(rec, kl));
    context.measure('test_reconstruction', rec);
    context.measure('test_kl', kl);
    return {};
  },
});

export const variational = [encoder, reparameterize, decoder, reconstruction, klDivergence, elboMetric];
