import {
  askComponents,
  drawFromFactors,
  type FactorMixture,
  type FactorStatistics,
  factorStatistics,
  readOff,
  towards,
} from '../generative/factor-mixtures';
import {
  add,
  broadcastTo,
  clamp,
  constant,
  exp,
  expandDims,
  gather,
  greater,
  log,
  logSumExp,
  maximum,
  mean,
  mul,
  oneHot,
  ones,
  reshape,
  square,
  sub,
  sum,
  type Tensor,
  topK,
  transpose,
  where,
} from '../tensor';
import { flat } from './layer-tools';
import { set } from './remedies';
import { type BuildContext, type DensityHandle, type Draw, defineNode } from './types';

const SMALLEST_SHARE = 1e-8;
/** Uniform numbers are kept off 0 and 1, where the noise would not be finite. */
const OFF_THE_ENDS = 1e-7;

/** Classes of which each has a mixture; 1 where no labels come. */
const classesOf = (context: BuildContext): number | undefined => {
  const label = context.optionalInput('y');
  if (label?.kind !== 'label') return undefined;
  if (label.none !== undefined)
    context.fail(
      'gets labels of which some are dropped, but a mixture belongs to each class; wire the labels of the data.',
    );
  return label.classes ?? context.fail('needs labels of which it is known how many there are; wire those of the data.');
};

interface Sizes {
  classes: number;
  each: number;
  /** Components in all. */
  m: number;
  d: number;
  r: number;
}

const sizesOf = (context: BuildContext): Sizes => {
  const [, d] = flat(context.tensor('x')).shape;
  const [classes, each, r] = [classesOf(context) ?? 1, context.number('components'), context.number('directions')];
  if (r >= d)
    context.fail(
      `lies along ${r} directions, but an item has only ${d} numbers; choose fewer directions.`,
      set('directions', Math.max(1, d - 1), `Set directions to ${Math.max(1, d - 1)}`),
    );
  return { classes, each, m: classes * each, d, r };
};

const mixtureKept = (context: BuildContext, { m, d, r }: Sizes): FactorMixture => ({
  shares: context.state('shares', [m], { type: 'ones' }),
  means: context.state('means', [m, d], { type: 'normal', std: 0.1 }),
  loadings: context.state('loadings', [m, d, r], { type: 'normal', std: 0.1 }),
  noise: context.state('noise', [m], { type: 'ones' }),
});

const statisticsKept = (context: BuildContext, { m, d, r }: Sizes): FactorStatistics => ({
  shares: context.state('shares', [m], { type: 'ones' }),
  cross: context.state('cross', [m, d, r + 1], { type: 'zeros' }),
  latent: context.state('latent', [m, r + 1, r + 1], { type: 'zeros' }),
  squares: context.state('squares', [m], { type: 'zeros' }),
});

/** 1 for the components of an item's class, 0 for the others (n, m). */
const memberOf = (context: BuildContext, { classes, each, m }: Sizes, n: number): Tensor => {
  if (classesOf(context) === undefined) return ones([n, m]);
  const own = expandDims(oneHot(context.tensor('y'), classes), 2);
  return reshape(broadcastTo(own, [n, classes, each]), [n, m]);
};

/** Where fitting sets out: each component around an item of its class, as wide as the batch. */
const begins = (context: BuildContext, sizes: Sizes, rows: Tensor, kept: FactorMixture): FactorMixture => {
  const { classes, each, m } = sizes;
  const [n] = rows.shape;
  if (n < each)
    context.fail(`has ${each} components, but a batch of ${n} to begin at; choose a larger batch or fewer components.`);
  const uniform = clamp(context.random('begin', [classes, n], 'uniform'), OFF_THE_ENDS, 1 - OFF_THE_ENDS);
  const own = classesOf(context) === undefined ? ones([n, 1]) : oneHot(context.tensor('y'), classes);
  const { indices } = topK(add(uniform, transpose(own, [1, 0])), each);
  const centred = sub(rows, mean(rows, { axes: [0], keepDims: true }));
  return {
    shares: mul(1 / m, ones([m])),
    means: gather(rows, reshape(indices, [m]), 0),
    loadings: kept.loadings,
    noise: mul(mean(square(centred)), ones([m])),
  };
};

const choose = (condition: Tensor, a: FactorMixture, b: FactorMixture): FactorMixture => ({
  shares: where(condition, a.shares, b.shares),
  means: where(condition, a.means, b.means),
  loadings: where(condition, a.loadings, b.loadings),
  noise: where(condition, a.noise, b.noise),
});

/** Takes the batch into the statistics and moves the mixture; gives the one that the batch met. */
const fitted = (context: BuildContext, sizes: Sizes): FactorMixture => {
  const rows = flat(context.tensor('x'));
  const seen = context.state('batches', [1], { type: 'zeros' });
  const old = statisticsKept(context, sizes);
  const kept = mixtureKept(context, sizes);
  const later = greater(reshape(seen, []), 0);
  const from = choose(later, kept, begins(context, sizes, rows, kept));
  const rate = where(later, exp(mul(-context.number('forgetting'), log(add(reshape(seen, []), 2)))), 1);
  const next = towards(old, factorStatistics(rows, from, memberOf(context, sizes, rows.shape[0])), rate);
  const moved = readOff(next, from.means, context.number('smallest_std') ** 2);
  for (const [name, value] of Object.entries({ ...next, ...moved })) context.update(name, value);
  context.update('batches', add(seen, constant([1], [1])));
  return from;
};

/** log p(x | class) of each item under each class (n, classes). */
const classLogProb = (x: Tensor, mixture: FactorMixture, { classes, each }: Sizes): Tensor => {
  const { joint } = askComponents(flat(x), mixture);
  const byClass = logSumExp(reshape(joint, [x.shape[0], classes, each]), { axes: [2] });
  return sub(byClass, expandDims(log(maximum(classShares(mixture, classes, each), SMALLEST_SHARE)), 0));
};

/** Share of each class among all items (classes). */
const classShares = ({ shares }: FactorMixture, classes: number, each: number): Tensor =>
  sum(reshape(shares, [classes, each]), { axes: [1] });

/** An item from the mixture of its class, or of the only one. */
const drawn = (draw: Draw, mixture: FactorMixture, { each, d, r }: Sizes): Tensor => {
  const labels = draw.labels ?? constant(new Int32Array(draw.count), [draw.count]);
  return drawFromFactors(mixture, labels, each, {
    component: draw.random('component', [], 'uniform'),
    z: draw.random('z', [r], 'normal'),
    noise: draw.random('noise', [d], 'normal'),
  });
};

const handleOf = (context: BuildContext, mixture: FactorMixture, sizes: Sizes): DensityHandle => {
  const itemShape = context.tensor('x').shape.slice(1);
  const classes = classesOf(context);
  // Asked for one class after the other, of the same items, all are known the first time.
  const known = new WeakMap<Tensor, Tensor>();
  const ofClasses = (x: Tensor): Tensor => {
    const found = known.get(x) ?? classLogProb(x, mixture, sizes);
    known.set(x, found);
    return found;
  };
  return {
    id: context.node,
    role: 'density',
    itemShape,
    kind: 'exact',
    labels: classes === undefined ? undefined : { classes, none: undefined },
    logProb: (x, labels) =>
      labels
        ? sum(mul(ofClasses(x), oneHot(labels, sizes.classes)), { axes: [1] })
        : logSumExp(add(ofClasses(x), expandDims(log(classShares(mixture, sizes.classes, sizes.each)), 0)), {
            axes: [1],
          }),
    draw: (draw) => reshape(drawn(draw, mixture, sizes), [draw.count, ...itemShape]),
  };
};

const mixtureNode = defineNode({
  type: 'density.factor_mixture',
  version: 1,
  title: 'Mixture of flat Gaussians',
  level: 'study',
  category: 'network',
  summary: 'Where pictures of each class lie: a few flat Gaussians each, whose density is known exactly',
  help: 'Things of one kind vary in few ways. Each component lies along a few directions and is equally thin in all others, so that its density over hundreds of numbers can be written down and fitted. Wire labels in and each class has a mixture of its own: that is log p(x | y). It is fitted by expectation maximisation, batch by batch, with the Fit trainer; components begin at items of the first batch.',
  formula:
    'p(x \\mid y) = \\sum_k \\pi_{yk}\\, \\mathcal N\\left(x;\\ \\mu_{yk},\\ W_{yk} W_{yk}^\\top + \\sigma_{yk}^2 I\\right)',
  source: 'Tipping & Bishop 1999 (Mixtures of probabilistic principal component analysers); Ghahramani & Hinton 1997',
  keywords: ['ppca', 'factor analysis', 'mfa', 'mixture', 'em', 'class conditional', 'density', 'gmm', 'low rank'],
  inputs: {
    x: { label: 'x', kinds: ['data', 'latent'] },
    y: { label: 'y', kinds: ['label'], help: 'Gives each class a mixture of its own; may stay free.', optional: true },
  },
  outputs: {
    log_prob: { label: 'log p', kinds: ['value'] },
    network: { label: 'network', kinds: ['network'] },
  },
  settings: {
    components: {
      type: 'integer',
      label: 'Components',
      help: 'Gaussians of each class: ways of writing a digit, for instance.',
      default: 10,
      min: 1,
      max: 64,
      scale: 'log',
    },
    directions: {
      type: 'integer',
      label: 'Directions',
      help: 'Along how many a component lies. More of them fit what varies, and chance.',
      default: 10,
      min: 1,
      max: 32,
      scale: 'log',
    },
    smallest_std: {
      type: 'number',
      label: 'Smallest σ',
      help: 'Added to what a component is thin: pixels that are always black would make it infinitely thin otherwise.',
      default: 0.1,
      min: 0.001,
      max: 1,
      scale: 'log',
    },
    forgetting: {
      type: 'number',
      label: 'Forgetting κ',
      advanced: true,
      help: 'The t-th batch counts (t + 2)^−κ: near 1 all batches count alike, lower values follow the newest ones.',
      default: 0.6,
      min: 0.5,
      max: 1,
      step: 0.05,
    },
  },
  build: (context) => {
    const sizes = sizesOf(context);
    const handle = handleOf(context, context.training ? fitted(context, sizes) : mixtureKept(context, sizes), sizes);
    const labels = classesOf(context) === undefined ? undefined : context.tensor('y');
    return {
      log_prob: { kind: 'value', tensor: handle.logProb(context.tensor('x'), labels) },
      network: { kind: 'network', network: handle },
    };
  },
  probe: (context) => {
    const sizes = sizesOf(context);
    return { ...handleOf(context, mixtureKept(context, sizes), sizes), role: 'density' };
  },
});

/** Densities of items that have many numbers and vary in few ways. */
export const factorMixtures = [mixtureNode];
