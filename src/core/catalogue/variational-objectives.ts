import {
  bernoulliNll,
  type Gaussian,
  gaussianKl,
  gaussianKlBetween,
  gaussianNll,
  squaredDistance,
} from '../generative/objectives';
import { exp, mul, reshape, sigmoid, sizeOf, type Tensor } from '../tensor';
import { makeShape } from './remedies';
import { type BuildContext, defineNode } from './types';

const GAUSSIAN = ['gaussian', 'gaussian_learned'];

/** σ of p(x | z) as a scalar; undefined where the likelihood has none. */
const sigmaOf = (context: BuildContext): Tensor | undefined => {
  const likelihood = context.text('likelihood');
  if (!GAUSSIAN.includes(likelihood)) return undefined;
  const sigma = context.live('sigma');
  return likelihood === 'gaussian' ? sigma : mul(sigma, exp(context.parameter('log_sigma', [], { type: 'zeros' })));
};

const reconstruction = defineNode({
  type: 'objective.reconstruction',
  version: 1,
  title: 'Reconstruction',
  level: 'study',
  category: 'objective',
  summary: 'How badly the decoder explains the data, −log p(x | z)',
  help: 'Summed over an item, averaged over the batch, in nats. Bernoulli reads the decoder’s output as logits; Gaussian reads it as the mean. The squared error stands for no distribution: it is what a plain autoencoder lowers.',
  formula: '-\\mathbb E_{q(z \\mid x)}\\left[\\log p_\\theta(x \\mid z)\\right]',
  source: 'Kingma & Welling 2014, appendix C; learned σ: Rybkin et al. 2021',
  keywords: ['likelihood', 'bce', 'mse', 'squared error', 'elbo', 'autoencoder', 'sigma-vae'],
  inputs: { prediction: { label: 'x̂', kinds: ['data'] }, target: { label: 'x', kinds: ['data'] } },
  outputs: {
    loss: { label: 'loss', kinds: ['loss'] },
    sigma: {
      label: 'σ',
      kinds: ['value'],
      help: 'Standard deviation of a Gaussian p(x | z), for a sampler or a bound that asks for it; nothing otherwise.',
    },
  },
  settings: {
    likelihood: {
      type: 'choice',
      label: 'Likelihood',
      help: 'Bernoulli suits grey levels in [0, 1]; Gaussian suits anything real.',
      default: 'bernoulli',
      options: [
        { value: 'bernoulli', label: 'Bernoulli' },
        { value: 'gaussian', label: 'Gaussian' },
        { value: 'gaussian_learned', label: 'Gaussian, σ learned' },
        { value: 'squared_error', label: 'Squared error' },
      ],
    },
    sigma: {
      type: 'number',
      label: 'σ',
      help: 'Standard deviation of the Gaussian: small values ask for sharper pictures. Where σ is learned it begins here; begin small, or z is given up before it is of use.',
      default: 1,
      min: 0.01,
      max: 10,
      scale: 'log',
      live: true,
      visibleWhen: { setting: 'likelihood', is: GAUSSIAN },
    },
  },
  display: {
    port: 'prediction',
    show: ({ likelihood }, value) => (likelihood === 'bernoulli' ? sigmoid(value) : value),
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
    const sigma = sigmaOf(context);
    const plain = context.text('likelihood') === 'squared_error' ? squaredDistance : bernoulliNll;
    const loss = sigma ? gaussianNll(aligned, target, sigma) : plain(aligned, target);
    context.report(loss, plain === squaredDistance ? '' : 'nats');
    return { loss: { kind: 'loss', tensor: loss }, ...(sigma && { sigma: { kind: 'value', tensor: sigma } }) };
  },
});

const klDivergence = defineNode({
  type: 'objective.kl',
  version: 1,
  title: 'KL divergence',
  level: 'study',
  category: 'objective',
  summary: 'Distance of q(z | x) from the prior: N(0, I), or a learned one',
  help: 'Pulls every code towards the prior, so that the latent plane is filled without gaps and can be sampled. It fights with reconstruction: move β and watch both. Wire the μ, log σ² of a Learned prior into "prior" where z lies below another latent; then q must not have been drawn from the same z.',
  formula:
    '\\mathrm{KL} = \\tfrac12 \\sum_j \\left(\\log\\frac{s_j^2}{\\sigma_j^2} + \\frac{\\sigma_j^2 + (\\mu_j - m_j)^2}{s_j^2} - 1\\right),\\quad p(z) = \\mathcal N(m, s^2)',
  source: 'Kingma & Welling 2014, appendix B; β: Higgins et al. 2017; learned prior: Sønderby et al. 2016',
  keywords: ['beta', 'vae', 'regulariser', 'elbo', 'prior'],
  inputs: {
    q: { label: 'μ, log σ²', kinds: ['distribution'] },
    prior: { label: 'prior', kinds: ['distribution'], help: 'N(0, I) where nothing is wired.', optional: true },
  },
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
    const [q, prior] = [context.input('q'), context.optionalInput('prior')];
    if (q.kind !== 'distribution') return context.fail('needs a distribution (μ, log σ²) on its input.');
    const kl =
      prior?.kind === 'distribution' ? gaussianKlBetween(q, matching(context, q, prior)) : gaussianKl(q.mean, q.logVar);
    context.report(kl, 'nats');
    return {
      loss: { kind: 'loss', tensor: mul(context.live('beta'), kl) },
      kl: { kind: 'value', tensor: kl },
    };
  },
});

/** The prior, where it is as wide as q. */
const matching = (context: BuildContext, q: Gaussian, prior: Gaussian): Gaussian => {
  const [[n, width], [m, given]] = [q.mean.shape, prior.mean.shape];
  if (width !== given)
    context.fail(
      `compares a q of ${width} numbers with a prior of ${given}; give the prior a latent width of ${width}.`,
      { type: 'set', label: `Set the prior’s width to ${width}`, setting: 'latent', value: width, upstream: 'prior' },
    );
  if (n !== m) context.fail(`compares ${n} items with ${m} of the prior; wire both from the same batch.`);
  return prior;
};

/** The two terms of the bound. */
export const variationalObjectives = [reconstruction, klDivergence];
