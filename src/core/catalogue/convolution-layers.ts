import { conv2d, convTranspose2d } from '../tensor';
import { fanIn } from './initializers';
import { needImages, one, x, y } from './layer-tools';
import { type BuildContext, defineNode } from './types';

const convSettings = {
  channels: {
    type: 'integer',
    label: 'Channels',
    help: 'Feature maps put out.',
    default: 32,
    min: 1,
    max: 1_024,
    scale: 'log',
  },
  kernel: {
    type: 'integer',
    label: 'Kernel',
    help: 'Height and width of the filter in pixels.',
    default: 4,
    min: 1,
    max: 15,
    unit: 'px',
  },
  stride: {
    type: 'integer',
    label: 'Stride',
    help: 'Pixels between two positions of the filter.',
    default: 2,
    min: 1,
    max: 8,
    unit: 'px',
  },
  padding: {
    type: 'integer',
    label: 'Padding',
    help: 'Zeros put around the picture.',
    default: 1,
    min: 0,
    max: 8,
    unit: 'px',
  },
} as const;

const geometry = (context: BuildContext) => ({ stride: context.number('stride'), padding: context.number('padding') });

export const convLayer = defineNode({
  type: 'layer.conv2d',
  version: 1,
  title: 'Convolution',
  level: 'network',
  category: 'layer',
  summary: 'Slides trainable filters over a picture',
  help: 'A kernel of 4 with stride 2 and padding 1 halves height and width.',
  formula: 'y_{o} = b_o + \\sum_c W_{o,c} \\star x_c',
  keywords: ['conv2d', 'convnet'],
  inputs: x,
  outputs: y,
  settings: convSettings,
  build: (context) => {
    const input = needImages(context, context.tensor('x'));
    const [channels, kernel] = [context.number('channels'), context.number('kernel')];
    const fan = input.shape[1] * kernel * kernel;
    const weight = context.parameter('weight', [channels, input.shape[1], kernel, kernel], fanIn(fan));
    const bias = context.parameter('bias', [channels], fanIn(fan));
    return one(conv2d(input, weight, { ...geometry(context), bias }));
  },
});

export const convTransposeLayer = defineNode({
  type: 'layer.conv_transpose2d',
  version: 1,
  title: 'Transposed convolution',
  level: 'network',
  category: 'layer',
  summary: 'Grows a picture with trainable filters',
  help: 'The transpose of a convolution: a kernel of 4 with stride 2 and padding 1 doubles height and width.',
  keywords: ['deconvolution', 'upsample', 'convtranspose2d'],
  inputs: x,
  outputs: y,
  settings: convSettings,
  build: (context) => {
    const input = needImages(context, context.tensor('x'));
    const [channels, kernel] = [context.number('channels'), context.number('kernel')];
    // PyTorch counts the fan of a transposed convolution over the output channels; we start from the same bound.
    const fan = channels * kernel * kernel;
    const weight = context.parameter('weight', [input.shape[1], channels, kernel, kernel], fanIn(fan));
    const bias = context.parameter('bias', [channels], fanIn(fan));
    return one(convTranspose2d(input, weight, { ...geometry(context), bias }));
  },
});
