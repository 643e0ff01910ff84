import {
  affineMap,
  type Condition,
  couple,
  type ElementwiseMap,
  inCheckerboard,
  inHalves,
  splineMap,
  uncouple,
} from '../generative/flow-maps';
import type { FlowStep } from '../generative/flows';
import type { Tensor } from '../tensor';
import { actnormStep, extend, type Flow, flowInput, flowOf, flowOutput, mixingStep, together } from './flow-tools';
import { conditionerPresets } from './presets';
import { set, takeOut } from './remedies';
import { type BuildContext, defineNode } from './types';

const mapOf = (context: BuildContext): ElementwiseMap =>
  context.text('transform') === 'spline'
    ? splineMap({ bins: context.number('bins'), bound: context.number('bound') })
    : affineMap(context.number('log_scale_bound'));

/** Sees to it that there is something to keep and something to change. */
const needParts = (context: BuildContext, { tensor }: Flow): void => {
  const [, channels, ...places] = tensor.shape;
  if (channels > 1) return;
  if (places.length === 0)
    context.fail('has one number an item, so none is left to learn from; take it out.', takeOut(context));
  if (context.text('split') === 'halves')
    context.fail(
      'parts pictures by channels, but there is one channel; part them in a checkerboard, or put a Flow squeeze before it.',
      set('split', 'checkerboard', 'Part in a checkerboard'),
    );
};

/** One coupling, with what is set to come before it; `turn` counts couplings, `repeat` those of this node. */
const couplingStep = (context: BuildContext, x: Tensor, turn: number, repeat: number): FlowStep => {
  const map = mapOf(context);
  const parting = context.text('split') === 'checkerboard' ? inCheckerboard : inHalves;
  const condition =
    (labels: Tensor | undefined): Condition =>
    (seen, wanted) =>
      context.network({ x: seen, ...(labels && { y: labels }) }, wanted, repeat);
  const coupling: FlowStep = {
    does: 'changes',
    couples: true,
    forward: (at, labels) => couple(at, map, parting, turn, condition(labels)),
    inverse: (at, labels) => uncouple(at, map, parting, turn, condition(labels)),
  };
  const before = [
    ...(context.toggle('actnorm') ? [actnormStep(context, x, `${repeat}.actnorm.`, true)] : []),
    ...(context.text('mixing') === 'invertible_1x1' ? [mixingStep(context, x, `${repeat}.mixing.`, turn)] : []),
  ];
  return before.length > 0 ? together([...before, coupling]) : coupling;
};

const couplingNode = defineNode({
  type: 'flow.coupling',
  version: 1,
  title: 'Flow couplings',
  level: 'study',
  category: 'network',
  summary: 'Invertible maps: one part of x says how the other is moved',
  help: 'Each coupling keeps a part of its input and moves the other, number by number, by what the network inside says of the kept part; the next coupling moves what this one kept. The network itself is never turned round, so it may be anything, and the change of volume is read off. Every repetition has weights of its own. Open it to wire the layers.',
  formula:
    'y_a = x_a,\\quad y_b = x_b \\odot e^{s(x_a)} + t(x_a),\\quad \\log\\left|\\det\\tfrac{\\partial y}{\\partial x}\\right| = \\sum s(x_a)',
  source: 'Dinh et al. 2017 (RealNVP), eq. 4 to 6; splines: Durkan et al. 2019',
  keywords: [
    'realnvp',
    'glow',
    'nice',
    'neural spline flow',
    'rational quadratic spline',
    'affine coupling',
    'normalizing flow',
    'invertible',
    'conditioner',
  ],
  inputs: flowInput,
  outputs: flowOutput,
  settings: {
    repeat: {
      type: 'integer',
      label: 'Couplings',
      help: 'How many follow each other, each with weights of its own. Two move every number once.',
      default: 8,
      min: 1,
      max: 64,
      scale: 'log',
    },
    transform: {
      type: 'choice',
      label: 'Map',
      help: 'How a number is moved: stretched and shifted, or along a monotone curve of several pieces, which bends more in one coupling and costs more.',
      default: 'affine',
      options: [
        { value: 'affine', label: 'Affine' },
        { value: 'spline', label: 'Rational-quadratic spline' },
      ],
    },
    split: {
      type: 'choice',
      label: 'Parts',
      help: 'What is kept: half of the features or channels, or every second number or pixel. They swap from one coupling to the next.',
      default: 'halves',
      options: [
        { value: 'halves', label: 'Halves of the channels' },
        { value: 'checkerboard', label: 'Checkerboard' },
      ],
    },
    actnorm: {
      type: 'toggle',
      label: 'Act norm before each',
      help: 'Scales and shifts each channel by learned numbers, which begin where the first batch has mean 0 and deviation 1. Deep flows need it.',
      default: false,
    },
    mixing: {
      type: 'choice',
      label: 'Between couplings',
      help: 'Either the parts swap only, or all channels are mixed by a learned matrix before each coupling, as in Glow.',
      default: 'swap',
      options: [
        { value: 'swap', label: 'Parts swap' },
        { value: 'invertible_1x1', label: 'Invertible 1 × 1' },
      ],
    },
    log_scale_bound: {
      type: 'number',
      label: 'Largest log-scale',
      help: 'No coupling stretches or shrinks by more than e to this: training stays calm.',
      default: 2,
      min: 0.1,
      max: 10,
      step: 0.1,
      advanced: true,
      visibleWhen: { setting: 'transform', is: ['affine'] },
    },
    bins: {
      type: 'integer',
      label: 'Bins',
      help: 'Pieces of each curve.',
      default: 8,
      min: 2,
      max: 64,
      visibleWhen: { setting: 'transform', is: ['spline'] },
    },
    bound: {
      type: 'number',
      label: 'Spline box',
      help: 'Curves reach from minus to plus this; what lies outside stays in place.',
      default: 4,
      min: 0.5,
      max: 50,
      step: 0.5,
      visibleWhen: { setting: 'transform', is: ['spline'] },
    },
  },
  holds: 'network',
  presets: conditionerPresets,
  build: (context) => {
    let flow = flowOf(context);
    needParts(context, flow);
    const turn = flow.steps.filter(({ couples }) => couples).length;
    for (let repeat = 0; repeat < context.number('repeat'); repeat++)
      flow = extend(flow, couplingStep(context, flow.tensor, turn + repeat, repeat));
    return { flow };
  },
});

const actnormNode = defineNode({
  type: 'flow.actnorm',
  version: 1,
  title: 'Flow act norm',
  level: 'study',
  category: 'normalisation',
  summary: 'Scales and shifts each channel, from the first batch on',
  help: 'A learned factor and shift for each feature or channel. They begin where the first batch comes out with mean 0 and deviation 1; after that nothing depends on a batch, so densities stay exact.',
  formula: 'y_c = \\frac{x_c - \\mu_c}{\\sigma_c}\\, e^{s_c} + b_c',
  source: 'Kingma & Dhariwal 2018 (Glow), section 3.1',
  keywords: ['actnorm', 'activation normalisation', 'normalizing flow', 'data-dependent initialisation'],
  inputs: flowInput,
  outputs: flowOutput,
  settings: {
    from_data: {
      type: 'toggle',
      label: 'Begin from the first batch',
      help: 'Otherwise it begins by changing nothing.',
      default: true,
    },
  },
  build: (context) => {
    const flow = flowOf(context);
    return { flow: extend(flow, actnormStep(context, flow.tensor, '', context.toggle('from_data'))) };
  },
});

const mixingNode = defineNode({
  type: 'flow.invertible_1x1',
  version: 1,
  title: 'Flow 1 × 1 mixing',
  level: 'study',
  category: 'convolution',
  summary: 'A learned invertible matrix over the channels',
  help: 'Mixes all features, or all channels at every pixel, by one matrix. It is kept as a permutation times two triangular factors, so that its determinant is read off the diagonal and its inverse takes two substitutions.',
  formula: 'y = W x,\\quad W = P L \\left(U + \\operatorname{diag}(e^{s})\\right),\\quad \\log|\\det W| = \\sum s',
  source: 'Kingma & Dhariwal 2018 (Glow), section 3.2',
  keywords: ['glow', 'invertible 1x1 convolution', 'lu', 'permutation', 'normalizing flow'],
  inputs: flowInput,
  outputs: flowOutput,
  settings: {},
  build: (context) => {
    const flow = flowOf(context);
    return { flow: extend(flow, mixingStep(context, flow.tensor, '', flow.steps.length)) };
  },
});

export const flowCouplings = [couplingNode, actnormNode, mixingNode];
