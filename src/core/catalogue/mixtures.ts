import { spreadOut } from '../generative/clustering';
import {
  type Covariance,
  drawFromMixture,
  likeliestComponent,
  type Mixture,
  mixtureAround,
  mixtureLogProb,
  stepwiseEm,
  widened,
} from '../generative/mixtures';
import {
  add,
  constant,
  diagonalMatrix,
  div,
  exp,
  greater,
  log,
  lowerTriangle,
  matmul,
  mul,
  ones,
  reshape,
  softmax,
  sum,
  type Tensor,
  where,
} from '../tensor';
import { flat } from './layer-tools';
import { set } from './remedies';
import { type BuildContext, type Clusters, type DensityHandle, defineNode } from './types';

/** A factor of a covariance matrix is written out column by column. */
const MOST_FULL = 32;

const covarianceOf = (context: BuildContext, d: number): Covariance => {
  if (context.text('covariance') === 'diagonal') return 'diagonal';
  if (d > MOST_FULL)
    context.fail(
      `has a full covariance of ${d} × ${d}, which is more than ${MOST_FULL} numbers an item allow; choose diagonal, or wire a projection or an encoder before it.`,
      set('covariance', 'diagonal', 'Choose diagonal'),
    );
  return 'full';
};

const identities = (k: number, d: number): Tensor => diagonalMatrix(ones([k, d]));

/** Kept as statistics, which EM moves. A full covariance is kept less the identity, so that it begins there. */
const kept = (context: BuildContext, k: number, d: number): Mixture => {
  const covariance = covarianceOf(context, d);
  const weights = context.state('weights', [k], { type: 'ones' });
  const means = context.state('means', [k, d], { type: 'normal', std: 1 });
  const spread =
    covariance === 'diagonal'
      ? context.state('variances', [k, d], { type: 'ones' })
      : add(context.state('covariances_less_identity', [k, d, d], { type: 'zeros' }), identities(k, d));
  return { covariance, weights: div(weights, sum(weights)), means, spread };
};

const keep = (context: BuildContext, { covariance, weights, means, spread }: Mixture): void => {
  const [k, d] = means.shape;
  context.update('weights', weights);
  context.update('means', means);
  if (covariance === 'diagonal') context.update('variances', spread);
  else context.update('covariances_less_identity', add(spread, mul(-1, identities(k, d))));
};

/** Weights that a gradient moves: logits, means, and a triangular factor or the logarithm of a deviation. */
const trained = (context: BuildContext, k: number, d: number): Mixture => {
  const covariance = covarianceOf(context, d);
  const weights = softmax(context.parameter('logits', [k], { type: 'zeros' }));
  const means = context.parameter('means', [k, d], { type: 'normal', std: 1 });
  const logScale = context.parameter('log_scale', [k, d], { type: 'zeros' });
  if (covariance === 'diagonal') return { covariance, weights, means, spread: exp(mul(2, logScale)) };
  const below = lowerTriangle(context.parameter('lower', [k, d, d], { type: 'zeros' }), { strict: true });
  const factor = add(below, diagonalMatrix(exp(logScale)));
  return { covariance, weights, means, spread: matmul(factor, factor, { transposeB: true }) };
};

/** The mixture as it stands, before the batch of this step. */
const standing = (context: BuildContext): Mixture => {
  const [k, d] = [context.number('components'), flat(context.tensor('x')).shape[1]];
  return context.text('fit') === 'em' ? kept(context, k, d) : trained(context, k, d);
};

const judged = (context: BuildContext, mixture: Mixture): Mixture =>
  widened(mixture, context.number('smallest_std') ** 2);

/** One of two mixtures, by a scalar condition. */
const choose = (condition: Tensor, a: Mixture, b: Mixture): Mixture => ({
  covariance: a.covariance,
  weights: where(condition, a.weights, b.weights),
  means: where(condition, a.means, b.means),
  spread: where(condition, a.spread, b.spread),
});

/** Takes the batch into the statistics; the first batch also says where the components begin. */
const fitted = (context: BuildContext, before: Mixture, rows: Tensor): Mixture => {
  const k = context.number('components');
  const [n] = rows.shape;
  if (n < k)
    context.fail(`has ${k} components, but a batch of ${n} to begin at; choose a larger batch or fewer components.`);
  const seen = context.state('batches', [1], { type: 'zeros' });
  const begins = mixtureAround(spreadOut(rows, context.random('begin', [k, n], 'uniform')), rows, before.covariance);
  const from = choose(greater(reshape(seen, []), 0), before, begins);
  const rate = exp(mul(-context.number('forgetting'), log(add(reshape(seen, []), 2))));
  const next = stepwiseEm(from, judged(context, from), rows, context.number('forgetting') === 0 ? 1 : rate);
  keep(context, next);
  context.update('batches', add(seen, constant([1], [1])));
  return from;
};

const handleOf = (context: BuildContext, mixture: Mixture): DensityHandle & { clusters: Clusters } => {
  const itemShape = context.tensor('x').shape.slice(1);
  const [k, d] = mixture.means.shape;
  return {
    id: context.node,
    role: 'density',
    itemShape,
    kind: 'exact',
    labels: undefined,
    logProb: (x) => mixtureLogProb(flat(x), mixture),
    draw: (draw) => {
      const [chosen, noise] = [draw.random('component', [], 'uniform'), draw.random('noise', [d], 'normal')];
      return reshape(drawFromMixture(mixture, chosen, noise), [draw.count, ...itemShape]);
    },
    clusters: { count: k, assign: (x) => likeliestComponent(flat(x), mixture) },
  };
};

export const mixture = defineNode({
  type: 'density.mixture',
  version: 1,
  title: 'Gaussian mixture',
  level: 'study',
  category: 'network',
  summary: 'A few Gaussians, each with its share, place and shape',
  help: 'Every item is thought to come from one of its components, and nobody says which. Expectation maximisation asks how much each component answers for each item, then moves every component to what it answers for; here batch by batch, by running averages. The components begin at items of the first batch that lie far apart. With a component for every item it would remember them, as a kernel density does; with few it has to say what is typical. It also sorts items into clusters, by the component that most likely made them.',
  formula: 'p(x) = \\sum_{k=1}^K \\pi_k\\, \\mathcal N(x;\\ \\mu_k,\\ \\Sigma_k)',
  source: 'Dempster, Laird & Rubin 1977; stepwise: Cappé & Moulines 2009, eq. 12–13',
  keywords: ['gmm', 'em', 'expectation maximisation', 'cluster', 'soft clustering', 'density'],
  inputs: { x: { label: 'x', kinds: ['data', 'latent'] } },
  outputs: {
    log_prob: { label: 'log p', kinds: ['value'] },
    component: { label: 'component', kinds: ['label'] },
    network: { label: 'network', kinds: ['network'] },
  },
  settings: {
    components: {
      type: 'integer',
      label: 'Components',
      help: 'How many Gaussians. More of them follow finer shapes, and chance.',
      default: 8,
      min: 1,
      max: 256,
      scale: 'log',
    },
    covariance: {
      type: 'choice',
      label: 'Covariance',
      help: 'Full components may lie askew; diagonal ones stretch along the axes alone, and cost far less where items have many numbers.',
      default: 'full',
      options: [
        { value: 'full', label: 'Full' },
        { value: 'diagonal', label: 'Diagonal' },
      ],
    },
    fit: {
      type: 'choice',
      label: 'Fit',
      help: 'Expectation maximisation needs no learning rate and goes with the Fit trainer. By gradient the same density is trained as a network is: slower, and it begins wherever the seed says.',
      default: 'em',
      options: [
        { value: 'em', label: 'Expectation maximisation' },
        { value: 'gradient', label: 'By gradient' },
      ],
    },
    forgetting: {
      type: 'number',
      label: 'Forgetting κ',
      advanced: true,
      help: 'The t-th batch counts (t + 2)^−κ: near 1 all batches count alike, lower values follow the newest ones. At 0 each batch stands alone.',
      default: 0.7,
      min: 0,
      max: 1,
      step: 0.05,
      visibleWhen: { setting: 'fit', is: ['em'] },
    },
    smallest_std: {
      type: 'number',
      label: 'Smallest σ',
      advanced: true,
      help: 'What every component is wide at least: otherwise one could shrink onto a single item, where its density has no end.',
      default: 0.01,
      min: 0.0001,
      max: 1,
      scale: 'log',
    },
  },
  build: (context) => {
    const rows = flat(context.tensor('x'));
    const before = standing(context);
    const learns = context.training && context.text('fit') === 'em';
    const now = judged(context, learns ? fitted(context, before, rows) : before);
    const { logProb, clusters, ...handle } = handleOf(context, now);
    return {
      log_prob: { kind: 'value', tensor: logProb(rows) },
      component: { kind: 'label', tensor: clusters.assign(rows), classes: clusters.count },
      network: { kind: 'network', network: { ...handle, logProb } },
    };
  },
  probe: (context) => {
    const { itemShape, labels, logProb, clusters } = handleOf(context, judged(context, standing(context)));
    return { role: 'density', itemShape, kind: 'exact', labels, logProb, clusters };
  },
});
