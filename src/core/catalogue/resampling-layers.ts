import { depthToSpace, spaceToDepth } from '../nn';
import { avgPool, maxPool, mean, type PoolOptions, resize, type Tensor } from '../tensor';
import { defineLayer, needDivisible, needImages, needNumbers, one, show } from './layer-tools';
import { set, takeOut, towardsSpatial } from './remedies';
import type { BuildContext, NodeDefinition } from './types';

const factor = (help: string, start = 2) =>
  ({ type: 'integer', label: 'Factor', help, default: start, min: 1, max: 16 }) as const;

/** Pictures whose height and width part into whole blocks. */
const needBlocks = (context: BuildContext, size: number): Tensor => {
  const input = needImages(context, context.tensor('x'));
  needDivisible(context, input.shape[2], size, 'rows of pixels', `blocks of ${size}`, 'factor');
  needDivisible(context, input.shape[3], size, 'columns of pixels', `blocks of ${size}`, 'factor');
  return input;
};

/** Signals, pictures and volumes: what has channels and one to three axes in space. */
const needPositions = (context: BuildContext): Tensor => {
  const input = needNumbers(context, context.tensor('x'));
  const { length } = input.shape;
  return length >= 3 && length <= 5
    ? input
    : context.fail(
        `needs channels with positions but gets ${show(input.shape)}; insert Reshape before it.`,
        ...towardsSpatial('x', input, 2),
      );
};

const pool = (
  words: Pick<NodeDefinition, 'type' | 'title' | 'summary' | 'help' | 'formula' | 'source' | 'keywords'>,
  apply: (x: Tensor, kernel: number, options: PoolOptions) => Tensor,
): NodeDefinition =>
  defineLayer({
    ...words,
    category: 'resampling',
    settings: {
      kernel: { type: 'integer', label: 'Window', help: 'Side of the window.', default: 2, min: 1, max: 16 },
      stride: {
        type: 'integer',
        label: 'Stride',
        help: 'Distance between two windows; equal to the window for blocks side by side.',
        default: 2,
        min: 1,
        max: 16,
      },
      padding: {
        type: 'integer',
        label: 'Padding',
        help: 'Put around the borders, at most half the window.',
        default: 0,
        min: 0,
        max: 8,
      },
    },
    build: (context) => {
      const [kernel, stride, padding] = ['kernel', 'stride', 'padding'].map((name) => context.number(name));
      if (2 * padding > kernel)
        context.fail(
          `pads ${padding} around windows of ${kernel}; pad at most half the window.`,
          set('padding', Math.floor(kernel / 2), `Set padding to ${Math.floor(kernel / 2)}`),
        );
      return one(apply(needPositions(context), kernel, { stride, padding }));
    },
  });

const globalPoolLayer = defineLayer({
  type: 'layer.global_average_pool',
  title: 'Global average pool',
  category: 'resampling',
  summary: 'The mean over all positions',
  help: 'Pictures keep one number a channel. Sequences keep one vector, the mean of their steps.',
  formula: 'y_c = \\frac{1}{HW} \\sum_{i,j} x_{c,i,j}',
  source: 'Lin et al. 2014 (network in network)',
  keywords: ['gap', 'mean', 'pooling'],
  build: (context) => {
    const input = needNumbers(context, context.tensor('x'));
    const rank = input.shape.length;
    if (rank < 3)
      context.fail(`needs pictures or sequences but gets ${show(input.shape)}; leave it out.`, takeOut(context));
    const axes = rank === 3 ? [1] : input.shape.slice(2).map((_, i) => i + 2);
    return one(mean(input, { axes }));
  },
});

const upsampleLayer = defineLayer({
  type: 'layer.upsample',
  title: 'Upsample',
  category: 'resampling',
  summary: 'Grows a picture without trainable filters',
  help: 'Repeats every pixel, or blends neighbours. A convolution after it avoids the checkerboards that transposed convolutions can leave. Signals and volumes grow likewise.',
  formula: 'y_{c,i,j} = x_{c,\\,\\lfloor i/f \\rfloor,\\,\\lfloor j/f \\rfloor}',
  source: 'Odena et al. 2016',
  keywords: ['resize', 'nearest', 'bilinear', 'interpolate', 'unet'],
  settings: {
    factor: factor('Every side is multiplied by it.'),
    mode: {
      type: 'choice',
      label: 'Between pixels',
      help: 'Nearest repeats a pixel. Linear blends neighbours (bilinear on pictures).',
      default: 'nearest',
      options: [
        { value: 'nearest', label: 'Nearest' },
        { value: 'linear', label: 'Linear' },
      ],
    },
  },
  build: (context) => {
    const input = needPositions(context);
    const times = context.number('factor');
    const mode = context.text('mode') === 'linear' ? 'linear' : 'nearest';
    const size = input.shape.slice(2).map((n) => n * times);
    return one(resize(input, size, { mode }));
  },
});

const pixelShuffleLayer = defineLayer({
  type: 'layer.pixel_shuffle',
  title: 'Pixel shuffle',
  category: 'resampling',
  summary: 'Turns channels into pixels',
  help: 'With a factor of 2, four channels become one of twice the height and width. Nothing is trained.',
  formula: 'y_{c,\\,fi+a,\\,fj+b} = x_{cf^2+fa+b,\\,i,\\,j}',
  source: 'Shi et al. 2016',
  keywords: ['depth to space', 'sub-pixel', 'upsample'],
  settings: { factor: factor('Height and width are multiplied by it.') },
  build: (context) => {
    const input = needImages(context, context.tensor('x'));
    const size = context.number('factor');
    needDivisible(context, input.shape[1], size * size, 'channels', `blocks of ${size} × ${size} pixels`);
    return one(depthToSpace(input, size));
  },
});

const pixelUnshuffleLayer = defineLayer({
  type: 'layer.pixel_unshuffle',
  title: 'Pixel unshuffle',
  category: 'resampling',
  summary: 'Turns pixels into channels',
  help: 'With a factor of 2, height and width halve and there are four times the channels. Nothing is lost or trained.',
  formula: 'y_{cf^2+fa+b,\\,i,\\,j} = x_{c,\\,fi+a,\\,fj+b}',
  source: 'Shi et al. 2016; Dinh et al. 2017 (squeeze)',
  keywords: ['space to depth', 'squeeze', 'downsample'],
  settings: { factor: factor('Height and width are divided by it.') },
  build: (context) => {
    const size = context.number('factor');
    return one(spaceToDepth(needBlocks(context, size), size));
  },
});

export const resamplingLayers = [
  pool(
    {
      type: 'layer.average_pool',
      title: 'Average pool',
      summary: 'Shrinks a picture by the means of windows',
      help: 'Each window becomes its mean. Signals and volumes shrink likewise.',
      source: 'LeCun et al. 1998',
      formula: 'y_{i,j} = \\frac{1}{k^2} \\sum_{a,b < k} x_{si+a,\\,sj+b}',
      keywords: ['avgpool', 'downsample', 'pooling'],
    },
    avgPool,
  ),
  pool(
    {
      type: 'layer.max_pool',
      title: 'Max pool',
      summary: 'Shrinks a picture by the largest of windows',
      help: 'Each window becomes its largest value. Signals and volumes shrink likewise.',
      source: 'Ranzato et al. 2007',
      formula: 'y_{i,j} = \\max_{a,b < k} x_{si+a,\\,sj+b}',
      keywords: ['maxpool', 'downsample', 'pooling'],
    },
    maxPool,
  ),
  globalPoolLayer,
  upsampleLayer,
  pixelShuffleLayer,
  pixelUnshuffleLayer,
];
