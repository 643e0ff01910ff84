import { bernoulliNllOfItems, gaussianNllOfItems, importanceBound, priorOverPosterior } from '../generative/objectives';
import { add, broadcastTo, concat, expandDims, reshape, sizeOf, slice, sub, type Tensor } from '../tensor';
import { type BuildContext, type DecoderHandle, defineNode } from './types';
import { moved } from './variational';

const elboMetric = defineNode({
  type: 'metric.elbo',
  version: 1,
  title: 'Held-out −ELBO',
  level: 'study',
  category: 'metric',
  summary: 'Negative evidence lower bound on data never trained on',
  help: 'Reconstruction plus KL with β = 1, averaged over the whole held-out set with one draw of z per item. Lower is better; it bounds −log p(x) from above. With several levels of latents, wire the KL of each.',
  formula:
    '-\\mathrm{ELBO} = -\\mathbb E_{q}\\left[\\log p(x \\mid z)\\right] + \\mathrm{KL}\\left(q(z \\mid x) \\,\\|\\, p(z)\\right)',
  source: 'Kingma & Welling 2014, eq. 3',
  keywords: ['likelihood', 'test loss', 'bound'],
  inputs: {
    reconstruction: { label: 'loss', kinds: ['loss'] },
    kl: { label: 'KL', kinds: ['value'], many: true },
  },
  outputs: {},
  settings: {},
  build: (context) => {
    const rec = context.tensor('reconstruction');
    const terms = context.inputs('kl').flatMap((value) => ('tensor' in value ? [value.tensor] : []));
    if (terms.length === 0) return context.fail('needs the KL of at least one latent; wire a KL divergence into it.');
    const kl = terms.reduce((total, term) => add(total, term));
    context.measure('test_elbo', add(rec, kl));
    context.measure('test_reconstruction', rec);
    context.measure('test_kl', kl);
    return {};
  },
});

/** Latents of an item that are decoded at once: more at once only takes more memory. */
const AT_ONCE = 10;

/** What the bound is made of, as far as its shapes fit. */
interface Model {
  x: Tensor;
  mean: Tensor;
  logVar: Tensor;
  decoder: DecoderHandle;
  /** σ of a Gaussian p(x | z); without it p(x | z) is Bernoulli. */
  sigma: Tensor | undefined;
}

const modelOf = (context: BuildContext): Model => {
  const [q, network, sigma] = [context.input('q'), context.input('network'), context.optionalInput('sigma')];
  if (q.kind !== 'distribution') return context.fail('needs a distribution (μ, log σ²) on its input.');
  if (network.kind !== 'network' || network.network.role !== 'decoder')
    return context.fail('needs the network of a Decoder on its input; wire one into it.');
  const decoder = network.network;
  const x = context.tensor('x');
  const [data, decoded, z] = [x.shape.slice(1), decoder.itemShape, decoder.latentShape];
  if (sizeOf(data) !== sizeOf(decoded))
    context.fail(
      `compares ${decoded.join(' × ')} from the decoder with ${data.join(' × ')} from the data; wire in the data that the decoder explains.`,
    );
  if (z.length !== 1 || z[0] !== q.mean.shape[1])
    context.fail(
      `has a q of ${q.mean.shape[1]} numbers for a decoder that takes ${z.join(' × ')}; wire in the q that the decoder’s z is drawn from.`,
    );
  return { x, mean: q.mean, logVar: q.logVar, decoder, sigma: sigma && 'tensor' in sigma ? sigma.tensor : undefined };
};

/** Each row `times` times: (n, …) → (n · times, …). */
const repeated = (rows: Tensor, times: number): Tensor => {
  const [n, ...item] = rows.shape;
  return reshape(broadcastTo(expandDims(rows, 1), [n, times, ...item]), [n * times, ...item]);
};

/** log p(x | z) p(z) / q(z | x) at z = μ + σ ε, for each of the rows of eps (n, k, width): (n, k). */
const logWeights = ({ x, mean, logVar, decoder, sigma }: Model, eps: Tensor): Tensor => {
  const [n, k, width] = eps.shape;
  const rows = reshape(eps, [n * k, width]);
  const spread = repeated(logVar, k);
  const z = moved({ mean: repeated(mean, k), logVar: spread }, rows);
  const target = repeated(x, k);
  const prediction = reshape(decoder.decode(z), target.shape);
  const nll = sigma ? gaussianNllOfItems(prediction, target, sigma) : bernoulliNllOfItems(prediction, target);
  return reshape(sub(priorOverPosterior(z, rows, spread), nll), [n, k]);
};

const importanceBoundMetric = defineNode({
  type: 'metric.importance_bound',
  version: 1,
  title: 'Importance-weighted bound',
  level: 'study',
  category: 'metric',
  summary: 'A tighter bound of −log p(x) than −ELBO, from K draws of z for each item',
  help: 'Draws K latents for each held-out item and averages their importance weights inside the logarithm. It lies between −log p(x) and −ELBO and comes down to −log p(x) as K grows; the distance to −ELBO says how much q misses. Wire σ from the Reconstruction where its likelihood is Gaussian; without it p(x | z) is Bernoulli. It costs nothing while training, and K decodings of every held-out item when the model is measured.',
  formula:
    '-\\log \\frac1K \\sum_{k=1}^{K} \\frac{p_\\theta(x \\mid z_k)\\,p(z_k)}{q_\\phi(z_k \\mid x)},\\quad z_k \\sim q_\\phi(z \\mid x)',
  source: 'Burda, Grosse & Salakhutdinov 2016 (IWAE), eq. 8',
  keywords: ['iwae', 'importance sampling', 'likelihood', 'marginal', 'nll', 'bound', 'elbo'],
  inputs: {
    x: { label: 'x', kinds: ['data'] },
    q: { label: 'μ, log σ²', kinds: ['distribution'] },
    network: { label: 'decoder', kinds: ['network'] },
    sigma: { label: 'σ', kinds: ['value'], help: 'Of a Gaussian p(x | z).', optional: true },
  },
  outputs: {},
  settings: {
    samples: {
      type: 'integer',
      label: 'K',
      help: 'Draws of z for each item. 1 gives −ELBO; papers report 50 and more.',
      default: 50,
      min: 1,
      max: 1_000,
      scale: 'log',
    },
  },
  build: (context) => {
    modelOf(context);
    return {};
  },
  evaluation: {
    names: ['test_iw_bound'],
    measure: (context) => {
      const model = modelOf(context);
      const [[n, width], count] = [model.mean.shape, context.number('samples')];
      const eps = context.random('eps', [n, count, width], 'normal');
      const pieces = Array.from({ length: Math.ceil(count / AT_ONCE) }, (_, i) =>
        slice(eps, { starts: [i * AT_ONCE], ends: [Math.min((i + 1) * AT_ONCE, count)], axes: [1] }),
      );
      const weights = pieces.map((piece) => logWeights(model, piece));
      return { test_iw_bound: importanceBound(weights.length === 1 ? weights[0] : concat(weights, 1)) };
    },
  },
});

/** How well a latent-variable model explains data that it was not trained on. */
export const variationalMeasures = [elboMetric, importanceBoundMetric];
