import {
  drawFromKernels,
  kernelLogProb,
  leaveOneOutLogProb,
  meanOfFilled,
  type Remembered,
} from '../generative/kernels';
import { add, concat, exp, maximum, mean, minimum, mul, neg, reshape, slice, type Tensor } from '../tensor';
import { flat } from './layer-tools';
import { mixture } from './mixtures';
import { type BuildContext, type DensityHandle, type DensityScan, defineNode } from './types';

const BANDWIDTHS = [0.001, 10] as const;

const filledOf = (context: BuildContext): Tensor => context.state('filled', [1], { type: 'zeros' });

/** What the density is made from; before the first batch it is one kernel around 0. */
const rememberedBy = (context: BuildContext): Remembered => {
  const [, d] = flat(context.tensor('x')).shape;
  const items = context.state('items', [context.number('reference_points'), d], { type: 'zeros' });
  return { items, count: maximum(reshape(filledOf(context), []), 1) };
};

const bandwidthOf = (context: BuildContext): Tensor => {
  const set = context.live('bandwidth');
  if (context.text('bandwidth_rule') === 'fixed') return set;
  return mul(set, exp(reshape(context.parameter('log_bandwidth', [1], { type: 'zeros' }), [])));
};

/** Takes the newest batch in front and lets the oldest items go. */
const remember = (context: BuildContext, { items }: Remembered, rows: Tensor): Remembered => {
  const [m] = items.shape;
  const n = Math.min(m, rows.shape[0]);
  const newest = slice(rows, { starts: [0], ends: [n] });
  const kept = n === m ? newest : concat([newest, slice(items, { starts: [0], ends: [m - n] })], 0);
  const filled = minimum(add(filledOf(context), n), m);
  context.update('items', kept);
  context.update('filled', filled);
  return { items: kept, count: reshape(filled, []) };
};

const kernelHandle = (context: BuildContext, remembered: Remembered, bandwidth: Tensor): DensityHandle => {
  const itemShape = context.tensor('x').shape.slice(1);
  const [, d] = remembered.items.shape;
  return {
    id: context.node,
    role: 'density',
    itemShape,
    kind: 'exact',
    labels: undefined,
    logProb: (x) => kernelLogProb(flat(x), remembered, bandwidth),
    draw: (draw) => {
      const [chosen, noise] = [draw.random('kernel', [], 'uniform'), draw.random('noise', [d], 'normal')];
      return reshape(drawFromKernels(remembered, bandwidth, chosen, noise), [draw.count, ...itemShape]);
    },
  };
};

const kernelScan = (context: BuildContext): DensityScan => {
  const remembered = rememberedBy(context);
  const { items } = remembered;
  return {
    setting: 'bandwidth',
    range: BANDWIDTHS,
    present: () => bandwidthOf(context),
    logProb: (x, value) => kernelLogProb(flat(x), remembered, value),
    training: (value) => meanOfFilled(kernelLogProb(items, remembered, value), remembered),
    leaveOneOut: (value) => meanOfFilled(leaveOneOutLogProb(items, remembered, value), remembered),
  };
};

const kernelDensity = defineNode({
  type: 'density.kde',
  version: 1,
  title: 'Kernel density',
  level: 'study',
  category: 'network',
  summary: 'A small Gaussian around every item that it remembers',
  help: 'The oldest density estimate: it keeps the newest items that it was shown and puts a Gaussian of width h around each. With a wide one everything blurs together; as h goes to 0 the density becomes a spike on every item, infinitely probable there and impossible elsewhere: perfect memory, and no knowledge of anything new. While training, log p of an item is told by all others, so that the loss cannot be fooled by that; the node’s own curve is of the items with themselves. It needs no training, a Fit is enough; a learned bandwidth needs an optimiser.',
  formula: 'p(x) = \\frac1N \\sum_{i=1}^N \\mathcal N(x;\\ x_i,\\ h^2 I)',
  source: 'Parzen 1962; leave-one-out likelihood: Silverman 1986, section 3.4.4',
  keywords: ['kde', 'parzen', 'nonparametric', 'bandwidth', 'overfitting', 'memorisation', 'density'],
  inputs: { x: { label: 'x', kinds: ['data', 'latent'] } },
  outputs: {
    log_prob: { label: 'log p', kinds: ['value'] },
    network: { label: 'network', kinds: ['network'] },
  },
  settings: {
    bandwidth: {
      type: 'number',
      label: 'Bandwidth h',
      help: 'Standard deviation of each Gaussian, in the units of the data.',
      default: 0.2,
      min: BANDWIDTHS[0],
      max: BANDWIDTHS[1],
      scale: 'log',
      live: true,
    },
    bandwidth_rule: {
      type: 'choice',
      label: 'Rule',
      help: 'A learned bandwidth begins at h and follows the gradient of the leave-one-out likelihood.',
      default: 'fixed',
      options: [
        { value: 'fixed', label: 'As it is set' },
        { value: 'learned', label: 'Learned' },
      ],
    },
    reference_points: {
      type: 'integer',
      label: 'Items kept',
      help: 'How many of the newest items make the density. Each costs a comparison with every item that is asked about.',
      default: 1_000,
      min: 1,
      max: 20_000,
      scale: 'log',
    },
  },
  build: (context) => {
    const before = rememberedBy(context);
    const bandwidth = bandwidthOf(context);
    const rows = flat(context.tensor('x'));
    const remembered = context.training ? remember(context, before, rows) : before;
    const itself = kernelLogProb(rows, remembered, bandwidth);
    const logProb = context.training ? leaveOneOutLogProb(rows, remembered, bandwidth) : itself;
    context.report(neg(mean(itself)), 'nats', 'with itself');
    return {
      log_prob: { kind: 'value', tensor: logProb },
      network: { kind: 'network', network: kernelHandle(context, remembered, bandwidth) },
    };
  },
  probe: (context) => {
    const { itemShape, labels, logProb } = kernelHandle(context, rememberedBy(context), bandwidthOf(context));
    return { role: 'density', itemShape, kind: 'exact', labels, logProb, scan: kernelScan(context) };
  },
});

/** Densities that need no network. */
export const densities = [kernelDensity, mixture];
