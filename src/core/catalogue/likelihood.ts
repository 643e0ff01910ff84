import { bitsOf } from '../generative/autoregressive';
import { div, mean, neg, sizeOf, type Tensor } from '../tensor';
import { type BuildContext, type DensityHandle, defineNode } from './types';

/** log p of each item (n), in nats. */
const logProb = (context: BuildContext): Tensor => {
  const value = context.tensor('log_prob');
  if (value.shape.length !== 1)
    return context.fail(
      `needs one log p for each item, but gets ${value.shape.join(' × ')}; wire the log p of a model that knows a density into it.`,
    );
  return value;
};

const negativeLogLikelihood = defineNode({
  type: 'objective.nll',
  version: 1,
  title: 'Negative log-likelihood',
  level: 'study',
  category: 'objective',
  summary: 'Minus the mean log p of the batch, in nats',
  help: 'Maximum likelihood: the lower it is, the more probable the model finds the data. It may go below 0, as a density can be larger than 1. Against the data’s own entropy, what is left is the KL divergence from the data to the model.',
  formula: '-\\mathbb E_{x}\\left[\\log p_\\theta(x)\\right]',
  source: 'Bishop 2006, section 1.2.5',
  keywords: ['maximum likelihood', 'nll', 'density', 'cross entropy', 'flow', 'mixture'],
  inputs: { log_prob: { label: 'log p', kinds: ['value'], help: 'log p(x) of each item.' } },
  outputs: { loss: { label: 'loss', kinds: ['loss'] } },
  settings: {},
  build: (context) => {
    const loss = neg(mean(logProb(context)));
    context.report(loss, 'nats');
    return { loss: { kind: 'loss', tensor: loss } };
  },
});

const likelihoodMetric = defineNode({
  type: 'metric.likelihood',
  version: 1,
  title: 'Likelihood',
  level: 'study',
  category: 'metric',
  summary: 'Negative log-likelihood of held-out data',
  help: 'Averaged over all held-out items, which the model never saw: a model that remembers its training data is found out here. Wire the data in to have it for each number of an item too, in nats and in bits, so that models of other sizes can be compared. Bits per dimension are of the numbers as they are: a density over [0, 1] is 8 bits below one over 256 grey levels.',
  formula: '-\\tfrac1N \\sum_i \\log p_\\theta(x_i),\\quad \\text{bits/dim} = \\frac{-\\log p_\\theta(x)}{D \\ln 2}',
  source: 'Theis, van den Oord & Bethge 2016, section 3.1',
  keywords: ['nll', 'test likelihood', 'bits per dimension', 'bpd', 'nats', 'held-out', 'evaluation'],
  inputs: {
    log_prob: { label: 'log p', kinds: ['value'] },
    data: {
      label: 'data',
      kinds: ['data', 'latent', 'tokens'],
      help: 'What the density is of: tells how many numbers an item has.',
      optional: true,
    },
  },
  outputs: {},
  settings: {},
  build: (context) => {
    const nll = neg(mean(logProb(context)));
    context.measure('test_nll', nll);
    const data = context.optionalInput('data');
    if (data && 'tensor' in data) {
      const perDimension = div(nll, sizeOf(data.tensor.shape.slice(1)));
      context.measure('nats_per_dim', perDimension);
      context.measure('bits_per_dim', bitsOf(perDimension));
    }
    return {};
  },
});

const densityOf = (context: BuildContext): DensityHandle => {
  const value = context.input('network');
  if (value.kind !== 'network' || value.network.role !== 'density')
    return context.fail('needs the network of a model that knows a density on its input; wire one into it.');
  if (value.network.fromNoise || value.network.draw) return value.network;
  return context.fail('cannot draw from this model: it tells how probable items are, but not how to make them.');
};

const densitySampler = defineNode({
  type: 'sampler.density',
  version: 1,
  title: 'Draw from density',
  level: 'study',
  category: 'sampler',
  summary: 'Fresh items from a model that knows their density, exactly distributed',
  help: 'Draws noise and lets the model make items of it. A mixture picks one of its parts and draws from that; a flow carries noise through its layers, which can be followed one after the other. No step is approximate: what comes is distributed as the model says.',
  formula: 'x \\sim p_\\theta(x)',
  source: 'Bishop 2006, section 11.1',
  keywords: ['samples', 'ancestral', 'flow', 'mixture', 'kernel density'],
  inputs: { network: { label: 'network', kinds: ['network'] } },
  outputs: { trajectory: { label: 'samples', kinds: ['trajectory'] } },
  settings: {},
  build: (context) => ({
    trajectory: { kind: 'trajectory', itemShape: densityOf(context).itemShape, direct: true },
  }),
  walk: (context) => {
    const { itemShape, noiseShape = itemShape, labels, fromNoise, draw: drawn } = densityOf(context);
    return {
      itemShape,
      labels,
      unit: fromNoise ? 'layer' : 'step',
      evaluations: 1,
      begin: (draw) => {
        if (fromNoise) return fromNoise(draw.random('z', noiseShape, 'normal'), draw.labels);
        return drawn ? [drawn(draw)] : [];
      },
    };
  },
});

/** What any model with a density is trained, measured and drawn from by. */
export const likelihood = [negativeLogLikelihood, likelihoodMetric, densitySampler];
