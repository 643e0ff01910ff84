import { distortion, spreadOut } from '../generative/clustering';
import { follow, type MovingCodebook, nearestCodes, restart } from '../generative/quantisation';
import { clusterAgreement } from '../metrics/clusters';
import { add, concat, full, greater, matmul, mul, oneHot, reshape, type Tensor, where } from '../tensor';
import { flat } from './layer-tools';
import { type BuildContext, type Clusters, defineNode } from './types';

const standing = (context: BuildContext): MovingCodebook => {
  const [, d] = flat(context.tensor('x')).shape;
  const k = context.number('clusters');
  return {
    codebook: context.state('centres', [k, d], { type: 'normal', std: 1 }),
    counts: context.state('counts', [k], { type: 'ones' }),
  };
};

/** Lets the centres follow their items; the first batch says where they begin. */
const fitted = (context: BuildContext, before: MovingCodebook, rows: Tensor): MovingCodebook => {
  const [k] = before.codebook.shape;
  const [n] = rows.shape;
  if (n < k)
    context.fail(`has ${k} clusters, but a batch of ${n} to begin at; choose a larger batch or fewer clusters.`);
  const seen = context.state('batches', [1], { type: 'zeros' });
  const going = greater(reshape(seen, []), 0);
  const begins = spreadOut(rows, context.random('begin', [k, n], 'uniform'));
  const from: MovingCodebook = {
    codebook: where(going, before.codebook, begins),
    counts: where(going, before.counts, full([k], n / k)),
  };
  const next = follow(from, rows, nearestCodes(rows, from.codebook), context.live('decay'));
  const threshold = context.number('restart_below');
  const kept = threshold > 0 ? restart(next, rows, context.random('restart', [k], 'uniform'), threshold) : next;
  context.update('centres', kept.codebook);
  context.update('counts', kept.counts);
  context.update('batches', add(seen, 1));
  return from;
};

const clustersOf = (context: BuildContext, { codebook }: MovingCodebook): Clusters => ({
  count: context.number('clusters'),
  assign: (x) => nearestCodes(flat(x), codebook),
});

const kMeans = defineNode({
  type: 'cluster.kmeans',
  version: 1,
  title: 'K-means',
  level: 'study',
  category: 'network',
  summary: 'Sorts items by the nearest of a few centres',
  help: 'Every item belongs to the nearest centre, and every centre moves to the mean of what belongs to it: batch by batch, by running averages. The centres begin at items of the first batch that lie far apart, and one that nobody is near to begins anew. It looks at distance alone: classes that overlap, or that are long and thin, it cannot tell. Nothing follows a gradient, a Fit is enough.',
  formula: '\\min_{\\mu}\\ \\mathbb E_x \\min_k \\lVert x - \\mu_k \\rVert^2',
  source: 'MacQueen 1967; begins as k-means++: Arthur & Vassilvitskii 2007',
  keywords: ['cluster', 'kmeans', 'centroid', 'unsupervised', 'vector quantisation', 'codebook'],
  inputs: { x: { label: 'x', kinds: ['data', 'latent'] } },
  outputs: {
    cluster: { label: 'cluster', kinds: ['label'], help: 'The number of the nearest centre; may stand for a label.' },
    loss: { label: 'loss', kinds: ['loss'], help: 'Mean squared distance from the nearest centre.' },
  },
  settings: {
    clusters: {
      type: 'integer',
      label: 'Clusters',
      help: 'How many centres. Nobody knows the right number; more are purer and say less.',
      default: 10,
      min: 1,
      max: 256,
      scale: 'log',
    },
    decay: {
      type: 'number',
      label: 'Memory',
      advanced: true,
      help: 'Share of the running averages that each batch leaves. Near 1 centres move slowly and steadily.',
      default: 0.99,
      min: 0,
      max: 0.9999,
      live: true,
    },
    restart_below: {
      type: 'number',
      label: 'Restart below',
      advanced: true,
      help: 'A centre that fewer items of a batch belong to, on average, begins anew at one of them. 0 for never.',
      default: 1,
      min: 0,
      max: 100,
    },
  },
  build: (context) => {
    const rows = flat(context.tensor('x'));
    const before = standing(context);
    context.state('batches', [1], { type: 'zeros' });
    const now = context.training ? fitted(context, before, rows) : before;
    const { count, assign } = clustersOf(context, now);
    const chosen = assign(rows);
    const loss = distortion(rows, now.codebook, chosen);
    context.report(loss, '');
    return {
      cluster: { kind: 'label', tensor: chosen, classes: count },
      loss: { kind: 'loss', tensor: loss },
    };
  },
  probe: (context) => ({
    role: 'cluster',
    itemShape: context.tensor('x').shape.slice(1),
    clusters: clustersOf(context, standing(context)),
  }),
});

const TABLE = 'cluster_table';

const labelled = (context: BuildContext, port: 'cluster' | 'label'): { tensor: Tensor; classes: number } => {
  const value = context.input(port);
  if (value.kind === 'label' && value.classes !== undefined) return { tensor: value.tensor, classes: value.classes };
  return context.fail(`needs labels of which it is known how many there are; wire others into "${port}".`);
};

/** The first number says how many rows follow. */
const agreement = (average: Float64Array): Record<string, number> => {
  const { purity, nmi, used } = clusterAgreement(average.subarray(1), Math.round(average[0]));
  return { cluster_purity: purity, cluster_nmi: nmi, clusters_used: used };
};

const clusterMetric = defineNode({
  type: 'metric.clusters',
  version: 1,
  title: 'Cluster agreement',
  level: 'study',
  category: 'metric',
  summary: 'Whether clusters found without labels are the classes',
  help: 'Counts over all held-out items how often each cluster meets each class. Purity is the share of items that belong to the most frequent class of their cluster; it rises by itself with the number of clusters. Normalised mutual information does not: 0 where clusters say nothing of the class, 1 where they are the same.',
  formula: '\\mathrm{NMI} = \\frac{2\\, I(C; Y)}{H(C) + H(Y)}',
  source: 'Manning, Raghavan & Schütze 2008, section 16.3',
  keywords: ['purity', 'nmi', 'mutual information', 'clustering', 'unsupervised', 'evaluation'],
  inputs: {
    cluster: { label: 'cluster', kinds: ['label'] },
    label: { label: 'class', kinds: ['label'] },
  },
  outputs: {},
  settings: {},
  conclude: { from: TABLE, names: ['cluster_purity', 'cluster_nmi', 'clusters_used'], numbers: agreement },
  build: (context) => {
    const [cluster, label] = [labelled(context, 'cluster'), labelled(context, 'label')];
    const [n] = label.tensor.shape;
    const table = matmul(oneHot(cluster.tensor, cluster.classes), oneHot(label.tensor, label.classes), {
      transposeA: true,
    });
    context.measure(TABLE, concat([full([1], cluster.classes), reshape(mul(1 / n, table), [-1])], 0));
    return {};
  },
});

export const clusters = [kMeans, clusterMetric];
