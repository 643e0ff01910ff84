import { batchNorm, batchNormWith, groupNorm, instanceNorm, layerNorm, movingAverage, rmsNorm } from '../nn';
import { sizeOf, stopGradient, type Tensor } from '../tensor';
import { ones, zeros } from './initializers';
import { defineLayer, needDivisible, needNumbers, normParameters, one, show } from './layer-tools';
import type { BuildContext } from './types';

const epsilon = (start: number) =>
  ({
    type: 'number',
    label: 'Epsilon',
    advanced: true,
    help: 'Added to the variance, so that nothing is divided by zero.',
    default: start,
    min: 1e-12,
    max: 0.1,
    scale: 'log',
  }) as const;

/** Vectors and sequences: what has its features on the last axis. */
const needFeaturesLast = (context: BuildContext): Tensor => {
  const input = needNumbers(context, context.tensor('x'));
  return input.shape.length === 2 || input.shape.length === 3
    ? input
    : context.fail(
        `works on vectors or sequences (features last) but gets ${show(input.shape)}; use Group norm for pictures.`,
      );
};

/** What has channels and positions. */
const needChannels = (context: BuildContext): Tensor => {
  const input = needNumbers(context, context.tensor('x'));
  return input.shape.length > 2
    ? input
    : context.fail(`needs channels with positions but gets ${show(input.shape)}; use Layer norm for vectors.`);
};

const scaleAndShift = (help: string) => ({ type: 'toggle', label: 'Scale and shift', help, default: true }) as const;

const layerNormLayer = defineLayer({
  type: 'layer.layer_norm',
  title: 'Layer norm',
  category: 'normalisation',
  summary: 'Brings each vector to mean 0 and variance 1',
  help: 'Every item, or every step of a sequence, is normalised over its own features, then scaled and shifted by trained numbers. It does not look at the rest of the batch.',
  formula: 'y = \\gamma\\, \\frac{x - \\mu}{\\sqrt{\\sigma^2 + \\varepsilon}} + \\beta',
  source: 'Ba et al. 2016',
  keywords: ['layernorm', 'ln', 'normalization'],
  settings: {
    affine: scaleAndShift('Trains a factor and a shift for each feature. Off where a condition scales and shifts.'),
    epsilon: epsilon(1e-5),
  },
  build: (context) => {
    const input = needFeaturesLast(context);
    const features = input.shape[input.shape.length - 1];
    const parameters = context.toggle('affine') ? normParameters(context, '', features) : {};
    return one(layerNorm(input, { ...parameters, epsilon: context.number('epsilon') }));
  },
});

const rmsNormLayer = defineLayer({
  type: 'layer.rms_norm',
  title: 'RMS norm',
  category: 'normalisation',
  summary: 'Brings each vector to length √n',
  help: 'Layer norm without the mean and the shift: cheaper, and just as good in Transformers.',
  formula: 'y = \\gamma\\, \\frac{x}{\\sqrt{\\tfrac{1}{n}\\sum_i x_i^2 + \\varepsilon}}',
  source: 'Zhang & Sennrich 2019',
  keywords: ['rmsnorm', 'root mean square', 'normalization'],
  settings: { epsilon: epsilon(1e-6) },
  build: (context) => {
    const input = needFeaturesLast(context);
    const scale = context.parameter('weight', [input.shape[input.shape.length - 1]], ones);
    return one(rmsNorm(input, { scale, epsilon: context.number('epsilon') }));
  },
});

const groupNormLayer = defineLayer({
  type: 'layer.group_norm',
  title: 'Group norm',
  category: 'normalisation',
  summary: 'Normalises groups of channels of each item',
  help: 'Each group of channels of a picture is brought to mean 0 and variance 1 over all its pixels. It works with small batches, which is why diffusion U-Nets use it. One group normalises the whole picture.',
  formula: 'y = \\gamma_c\\, \\frac{x - \\mu_g}{\\sqrt{\\sigma_g^2 + \\varepsilon}} + \\beta_c',
  source: 'Wu & He 2018',
  keywords: ['groupnorm', 'gn', 'normalization'],
  settings: {
    groups: {
      type: 'integer',
      label: 'Groups',
      help: 'Parts of the channels; it divides their number.',
      default: 8,
      min: 1,
      max: 1_024,
      scale: 'log',
    },
    epsilon: epsilon(1e-5),
  },
  build: (context) => {
    const input = needChannels(context);
    const [channels, groups] = [input.shape[1], context.number('groups')];
    needDivisible(context, channels, groups, 'channels', `${groups} groups`, 'groups');
    const parameters = normParameters(context, '', channels);
    return one(groupNorm(input, groups, { ...parameters, epsilon: context.number('epsilon') }));
  },
});

const instanceNormLayer = defineLayer({
  type: 'layer.instance_norm',
  title: 'Instance norm',
  category: 'normalisation',
  summary: 'Normalises each channel of each item',
  help: 'Takes contrast and brightness of every channel out of a picture, which helps to change its style.',
  formula: 'y = \\gamma_c\\, \\frac{x - \\mu_c}{\\sqrt{\\sigma_c^2 + \\varepsilon}} + \\beta_c',
  source: 'Ulyanov et al. 2016',
  keywords: ['instancenorm', 'style', 'cyclegan', 'normalization'],
  settings: {
    affine: scaleAndShift('Trains a factor and a shift for each channel.'),
    epsilon: epsilon(1e-5),
  },
  build: (context) => {
    const input = needChannels(context);
    const parameters = context.toggle('affine') ? normParameters(context, '', input.shape[1]) : {};
    return one(instanceNorm(input, { ...parameters, epsilon: context.number('epsilon') }));
  },
});

const batchNormLayer = defineLayer({
  type: 'layer.batch_norm',
  title: 'Batch norm',
  category: 'normalisation',
  summary: 'Normalises each channel over the batch',
  help: 'While training it uses mean and variance of the batch, and keeps a running average of both. When the model is looked at, measured or sampled from, the running average stands in. It wants batches of 16 or more.',
  formula: 'y = \\gamma\\, \\frac{x - \\mu_B}{\\sqrt{\\sigma_B^2 + \\varepsilon}} + \\beta',
  source: 'Ioffe & Szegedy 2015',
  keywords: ['batchnorm', 'bn', 'running statistics', 'normalization'],
  settings: {
    momentum: {
      type: 'number',
      label: 'Momentum',
      help: 'Weight of the newest batch in the running average.',
      default: 0.1,
      min: 0.001,
      max: 1,
      scale: 'log',
    },
    epsilon: epsilon(1e-5),
  },
  build: (context) => {
    const input = needNumbers(context, context.tensor('x'));
    if (input.shape.length < 2 || (context.training && sizeOf(input.shape) === input.shape[1]))
      context.fail(`needs at least two values a channel but gets ${show(input.shape)}; use larger batches.`);
    const channels = input.shape[1];
    const options = { ...normParameters(context, '', channels), epsilon: context.number('epsilon') };
    const running = {
      mean: context.state('running_mean', [channels], zeros),
      variance: context.state('running_variance', [channels], ones),
    };
    if (!context.training) return one(batchNormWith(input, running, options));
    const momentum = context.number('momentum');
    const { y, mean, variance } = batchNorm(input, options);
    context.update('running_mean', movingAverage(running.mean, stopGradient(mean), momentum));
    context.update('running_variance', movingAverage(running.variance, stopGradient(variance), momentum));
    return one(y);
  },
});

export const normalisationLayers = [batchNormLayer, layerNormLayer, rmsNormLayer, groupNormLayer, instanceNormLayer];
