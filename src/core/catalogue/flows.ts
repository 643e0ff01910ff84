import {
  dequantise,
  halvesOf,
  logit,
  quantise,
  squeezePixels,
  unlogit,
  unsqueezePixels,
} from '../generative/flow-maps';
import { carry, type FlowStep, flowLogProb, fromNoise } from '../generative/flows';
import { add, avgPool, concat, sizeOf, type Tensor, upsampleNearest, zeros } from '../tensor';
import { extend, type Flow, flowInput, flowOf, flowOutput } from './flow-tools';
import { labelsOf } from './labels';
import { set, takeOut } from './remedies';
import { type BuildContext, type DensityHandle, defineNode } from './types';

const labelOf = (context: BuildContext): Flow['label'] => {
  const label = context.optionalInput('y');
  const labels = labelsOf(label);
  return label?.kind === 'label' && labels ? { tensor: label.tensor, labels } : undefined;
};

/** Grey levels on the real line; u is where in its level each number lies. */
const greyLevels = (context: BuildContext, u: Tensor | number): FlowStep => {
  const [levels, margin, side] = [context.number('levels'), context.number('margin'), context.number('downsample')];
  return {
    does: 'writes',
    forward: (x) => {
      const { y, logDet } = logit(dequantise(side > 1 ? avgPool(x, side) : x, u, levels), margin);
      // Volumes are counted in grey levels, so that p(x) is the probability of one of them.
      return { y, logDet: add(logDet, -sizeOf(y.shape.slice(1)) * Math.log(levels)) };
    },
    inverse: (y) => {
      const x = quantise(unlogit(y, margin), levels);
      return side > 1 ? upsampleNearest(x, side) : x;
    },
  };
};

/** Sees to it that squares of pixels can be put together. */
const needSquares = (context: BuildContext, { shape }: Tensor): void => {
  const side = context.number('downsample');
  if (side === 1) return;
  if (shape.length !== 4)
    context.fail(
      "puts squares of pixels together, but gets rows of numbers; set the data's layout to image, or Downsample to 1.",
      set('downsample', 1, 'Set Downsample to 1'),
    );
  if (shape[2] % side || shape[3] % side)
    context.fail(
      `cannot cut ${shape[2]} × ${shape[3]} pixels into squares of ${side}; choose a Downsample that divides both.`,
      set('downsample', 1, 'Set Downsample to 1'),
    );
};

const start = defineNode({
  type: 'flow.start',
  version: 1,
  title: 'Flow start',
  level: 'study',
  category: 'operation',
  summary: 'Data as it enters a normalizing flow',
  help: 'From here on every map is invertible, and the change of volume is counted. Pictures have grey levels, on which no density can stand: a random number is added to each, within its level, and the result is stretched to the whole line. Wire labels into y to have a density of each class.',
  formula:
    'y = \\operatorname{logit}\\left(\\alpha + (1 - 2\\alpha)\\,\\frac{255\\,x + u}{256}\\right),\\quad u \\sim \\mathcal U[0, 1)',
  source: 'Dinh et al. 2017 (RealNVP), section 4.1; Theis et al. 2016, section 3.1',
  keywords: ['normalizing flow', 'normalising flow', 'dequantise', 'dequantization', 'logit', 'change of variables'],
  inputs: {
    x: { label: 'x', kinds: ['data', 'latent'] },
    y: { label: 'y', kinds: ['label'], help: 'What the item is; may stay free.', optional: true },
  },
  outputs: {
    ...flowOutput,
    x: { label: 'x', kinds: ['data'], help: 'What the density is of: the data, downsampled where that is set.' },
  },
  settings: {
    values: {
      type: 'choice',
      label: 'Numbers are',
      help: 'Real numbers enter as they are. Grey levels from 0 to 1 are spread within each level and stretched to the whole line.',
      default: 'real',
      options: [
        { value: 'real', label: 'Real numbers' },
        { value: 'grey', label: 'Grey levels' },
      ],
    },
    levels: {
      type: 'integer',
      label: 'Levels',
      help: 'Grey levels from black to white.',
      default: 256,
      min: 2,
      max: 65_536,
      scale: 'log',
      advanced: true,
      visibleWhen: { setting: 'values', is: ['grey'] },
    },
    downsample: {
      type: 'integer',
      label: 'Downsample',
      help: 'Height and width of the square whose mean becomes one pixel: 1 keeps all, 2 makes 14 × 14 pixels of 28 × 28. The density is of the small picture.',
      default: 1,
      min: 1,
      max: 8,
      visibleWhen: { setting: 'values', is: ['grey'] },
    },
    margin: {
      type: 'number',
      label: 'Margin α',
      help: 'Room at both ends, so that black and white do not lie at infinity.',
      default: 0.05,
      min: 1e-6,
      max: 0.25,
      step: 0.01,
      advanced: true,
      visibleWhen: { setting: 'values', is: ['grey'] },
    },
  },
  build: (context) => {
    const x = context.tensor('x');
    const flow: Flow = {
      kind: 'flow',
      tensor: x,
      left: [],
      logDet: zeros([x.shape[0]]),
      steps: [],
      itemShape: x.shape.slice(1),
      noiseShape: x.shape.slice(1),
      label: labelOf(context),
    };
    if (context.text('values') === 'real') return { flow, x: { kind: 'data', tensor: x } };
    needSquares(context, x);
    const side = context.number('downsample');
    const small = side > 1 ? avgPool(x, side) : x;
    const entered = extend(flow, greyLevels(context, context.random('u', small.shape, 'uniform')));
    return {
      // Asked again, it has no random numbers: each item is then taken at the middle of its levels.
      flow: { ...entered, steps: [greyLevels(context, 0.5)], noiseShape: small.shape.slice(1) },
      x: { kind: 'data', tensor: small },
    };
  },
});

/** Checks that a flow has got to pictures. */
const needPictures = (context: BuildContext, { tensor }: Flow): readonly number[] =>
  tensor.shape.length === 4
    ? tensor.shape
    : context.fail(
        `works on pictures (channels × height × width) but gets ${tensor.shape.slice(1).join(' × ')}; set the data's layout to image, or take it out.`,
        takeOut(context),
      );

const squeeze = defineNode({
  type: 'flow.squeeze',
  version: 1,
  title: 'Flow squeeze',
  level: 'study',
  category: 'resampling',
  summary: 'Squares of four pixels become channels',
  help: 'Halves height and width and has four times the channels: nothing is lost, and couplings that part channels have something to part. Numbers only move, so no volume changes.',
  formula: '(c,\\ h,\\ w) \\to (4c,\\ h/2,\\ w/2)',
  source: 'Dinh et al. 2017 (RealNVP), section 3.6',
  keywords: ['space to depth', 'pixel unshuffle', 'multi-scale', 'glow', 'normalizing flow'],
  inputs: flowInput,
  outputs: flowOutput,
  settings: {},
  build: (context) => {
    const flow = flowOf(context);
    const [, , height, width] = needPictures(context, flow);
    if (height % 2 || width % 2)
      context.fail(
        `halves height and width, but ${height} × ${width} cannot be halved; take it out.`,
        takeOut(context),
      );
    return {
      flow: extend(flow, {
        does: 'moves',
        forward: (x) => ({ y: squeezePixels(x), logDet: zeros([x.shape[0]]) }),
        inverse: unsqueezePixels,
      }),
    };
  },
});

const splitNode = defineNode({
  type: 'flow.split',
  version: 1,
  title: 'Flow split',
  level: 'study',
  category: 'shape',
  summary: 'Half of the channels are noise from here on',
  help: 'The second half of the channels goes no further and counts as z as it is; the maps that follow work on the rest. So most of a picture’s detail becomes noise early, and the deep maps cost little and deal with the whole.',
  formula:
    '(z_1,\\ h) = f(x),\\quad \\log p(x) = \\log p(z_1) + \\log p(h) + \\log\\left|\\det\\tfrac{\\partial f}{\\partial x}\\right|',
  source: 'Dinh et al. 2017 (RealNVP), section 3.6',
  keywords: ['multi-scale', 'factor out', 'glow', 'normalizing flow'],
  inputs: flowInput,
  outputs: flowOutput,
  settings: {},
  build: (context) => {
    const flow = flowOf(context);
    if (flow.tensor.shape[1] < 2)
      context.fail('parts channels, but there is one; put a Flow squeeze before it, or take it out.', takeOut(context));
    return {
      flow: extend(flow, {
        does: 'moves',
        leaves: true,
        forward: (x) => {
          const [y, left] = halvesOf(x);
          return { y, left, logDet: zeros([x.shape[0]]) };
        },
        inverse: (y, _, left) => (left ? concat([y, left], 1) : y),
      }),
    };
  },
});

const handle = (context: BuildContext): DensityHandle => {
  const { steps, itemShape, noiseShape, label } = flowOf(context);
  return {
    id: context.node,
    role: 'density',
    itemShape,
    noiseShape,
    kind: 'exact',
    labels: label?.labels,
    logProb: (x, labels) => flowLogProb(carry(steps, x, labels)),
    fromNoise: (z, labels) => fromNoise(steps, z, labels),
  };
};

const density = defineNode({
  type: 'density.flow',
  version: 1,
  title: 'Flow density',
  level: 'study',
  category: 'network',
  summary: 'Exact log p(x): how probable the noise is, and how volumes changed on the way',
  help: 'Ends a flow: what arrives is to be standard normal noise. The log-density of the data is that of the noise plus the log of how much the maps stretched space around x. Read backwards, the same maps turn noise into data, layer by layer.',
  formula:
    '\\log p_\\theta(x) = \\log \\mathcal N\\!\\left(f_\\theta(x);\\ 0, I\\right) + \\log\\left|\\det\\tfrac{\\partial f_\\theta}{\\partial x}\\right|',
  source: 'Rezende & Mohamed 2015; Dinh et al. 2017 (RealNVP), eq. 2 and 3',
  keywords: ['normalizing flow', 'normalising flow', 'likelihood', 'change of variables', 'exact density', 'nll'],
  inputs: flowInput,
  outputs: {
    log_prob: { label: 'log p', kinds: ['value'] },
    network: { label: 'network', kinds: ['network'] },
  },
  settings: {},
  build: (context) => {
    const { tensor, left, logDet, steps } = flowOf(context);
    if (!steps.some(({ does }) => does === 'changes'))
      context.fail('has nothing to learn before it; put Flow couplings between the start and here.');
    return {
      log_prob: { kind: 'value', tensor: flowLogProb({ y: tensor, left, logDet }) },
      network: { kind: 'network', network: handle(context) },
    };
  },
  probe: (context) => {
    const { itemShape, noiseShape = itemShape, kind, labels, logProb } = handle(context);
    return { role: 'density', itemShape, kind, labels, numbers: sizeOf(noiseShape), logProb };
  },
});

export const flows = [start, squeeze, splitNode, density];
