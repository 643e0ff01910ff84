import { causalConv1d, maskedConv2d } from '../nn';
import { conv1d, conv2d, conv3d, convTranspose1d, convTranspose2d, convTranspose3d } from '../tensor';
import { fanIn } from './initializers';
import {
  bounded,
  channels,
  defineLayer,
  needDivisible,
  needImages,
  needSpatial,
  one,
  spectralSetting,
} from './layer-tools';
import { set } from './remedies';
import type { BuildContext, NodeDefinition, Setting } from './types';

const dilation = {
  type: 'integer',
  label: 'Dilation',
  advanced: true,
  help: 'Distance between two taps of the filter; 1 is a dense filter.',
  default: 1,
  min: 1,
  max: 1_024,
  scale: 'log',
} as const;

/** What a convolution over 1 to 3 axes is called, and its usual geometry. */
interface Space {
  readonly axes: 1 | 2 | 3;
  readonly suffix: string;
  readonly what: string;
  readonly kernelHelp: string;
  readonly unit?: string;
  readonly source: string;
  readonly usual: readonly [kernel: number, stride: number, padding: number];
}

const line: Space = {
  axes: 1,
  suffix: ' 1-D',
  what: 'a signal',
  kernelHelp: 'Length of the filter in steps.',
  source: 'Waibel et al. 1989 (time-delay networks)',
  usual: [3, 1, 1],
};
const plane: Space = {
  axes: 2,
  suffix: '',
  what: 'a picture',
  kernelHelp: 'Height and width of the filter in pixels.',
  unit: 'px',
  source: 'LeCun et al. 1998',
  usual: [4, 2, 1],
};
const volume: Space = {
  axes: 3,
  suffix: ' 3-D',
  what: 'a volume or a clip',
  kernelHelp: 'Depth, height and width of the filter.',
  source: 'Tran et al. 2015',
  usual: [3, 1, 1],
};

const geometrySettings = ({ what, kernelHelp, unit, usual: [kernel, stride, padding] }: Space) => {
  const units = unit === undefined ? {} : { unit };
  return {
    channels,
    kernel: { type: 'integer', label: 'Kernel', help: kernelHelp, default: kernel, min: 1, max: 15, ...units },
    stride: {
      type: 'integer',
      label: 'Stride',
      help: unit ? 'Pixels between two positions of the filter.' : 'Steps between two positions of the filter.',
      default: stride,
      min: 1,
      max: 8,
      ...units,
    },
    padding: {
      type: 'integer',
      label: 'Padding',
      help: `Zeros put around ${what.replace(/^a /, 'the ').replace(' or a ', ' or the ')}.`,
      default: padding,
      min: 0,
      max: 64,
      ...units,
    },
  } satisfies Record<string, Setting>;
};

const groups = {
  type: 'integer',
  label: 'Groups',
  advanced: true,
  help: 'Parts of the channels that do not see each other; as many as channels for a depthwise convolution.',
  default: 1,
  min: 1,
  max: 1_024,
  scale: 'log',
} as const;

const geometry = (context: BuildContext) => ({ stride: context.number('stride'), padding: context.number('padding') });
const power = (kernel: number, axes: number): number[] => Array.from({ length: axes }, () => kernel);

const convolution = { 1: conv1d, 2: conv2d, 3: conv3d } as const;
const transposedConvolution = { 1: convTranspose1d, 2: convTranspose2d, 3: convTranspose3d } as const;

const convLayer = (space: Space, help: string): NodeDefinition =>
  defineLayer({
    type: `layer.conv${space.axes}d`,
    title: `Convolution${space.suffix}`,
    category: 'convolution',
    summary: `Slides trainable filters over ${space.what}`,
    help,
    formula: 'y_{o} = b_o + \\sum_c W_{o,c} \\star x_c',
    source: space.source,
    keywords: [`conv${space.axes}d`, 'convnet', 'cnn', 'filter', 'kernel'],
    settings: { ...geometrySettings(space), dilation, groups, ...spectralSetting },
    build: (context) => {
      const input = needSpatial(context, context.tensor('x'), space.axes);
      const [filters, kernel, parts] = [context.number('channels'), context.number('kernel'), context.number('groups')];
      needDivisible(context, filters, parts, 'channels put out', `${parts} groups`, 'groups');
      const inputs = needDivisible(
        context,
        input.shape[1],
        parts,
        'channels that come in',
        `${parts} groups`,
        'groups',
      );
      const start = fanIn(inputs * kernel ** space.axes);
      const weight = context.parameter('weight', [filters, inputs, ...power(kernel, space.axes)], start);
      const bias = context.parameter('bias', [filters], start);
      const options = { ...geometry(context), dilation: context.number('dilation'), groups: parts, bias };
      return one(convolution[space.axes](input, bounded(context, weight, 0), options));
    },
  });

const convTransposeLayer = (space: Space, help: string): NodeDefinition =>
  defineLayer({
    type: `layer.conv_transpose${space.axes}d`,
    title: `Transposed convolution${space.suffix}`,
    category: 'convolution',
    summary: `Grows ${space.what} with trainable filters`,
    help,
    formula: 'y_{o} = b_o + \\sum_c W_{c,o} \\star^{\\top} x_c',
    source: 'Zeiler et al. 2010; Dumoulin & Visin 2016',
    keywords: ['deconvolution', 'upsample', `convtranspose${space.axes}d`],
    settings: geometrySettings(space),
    build: (context) => {
      const input = needSpatial(context, context.tensor('x'), space.axes);
      const [filters, kernel] = [context.number('channels'), context.number('kernel')];
      // PyTorch counts the fan of a transposed convolution over the output channels; we start from the same bound.
      const start = fanIn(filters * kernel ** space.axes);
      const weight = context.parameter('weight', [input.shape[1], filters, ...power(kernel, space.axes)], start);
      const bias = context.parameter('bias', [filters], start);
      return one(transposedConvolution[space.axes](input, weight, { ...geometry(context), bias }));
    },
  });

const causalConvLayer = defineLayer({
  type: 'layer.causal_conv1d',
  title: 'Causal convolution',
  category: 'convolution',
  summary: 'Filters over the past of a signal only',
  help: 'A step sees itself and earlier steps, never later ones, so that a signal can be made one step at a time. Doubling the dilation from layer to layer lets few layers see far back.',
  formula: 'y_{o,t} = b_o + \\sum_{c,j} W_{o,c,j}\\, x_{c,\\,t - d j}',
  source: 'van den Oord et al. 2016 (WaveNet), section 2.1',
  keywords: ['wavenet', 'dilated', 'audio', 'autoregressive', 'conv1d'],
  settings: {
    channels,
    kernel: { type: 'integer', label: 'Kernel', help: 'Steps that one filter sees.', default: 2, min: 1, max: 15 },
    dilation,
  },
  build: (context) => {
    const input = needSpatial(context, context.tensor('x'), 1);
    const [filters, kernel] = [context.number('channels'), context.number('kernel')];
    const start = fanIn(input.shape[1] * kernel);
    const weight = context.parameter('weight', [filters, input.shape[1], kernel], start);
    const bias = context.parameter('bias', [filters], start);
    return one(causalConv1d(input, weight, { dilation: context.number('dilation'), bias }));
  },
});

const maskedConvLayer = defineLayer({
  type: 'layer.masked_conv2d',
  title: 'Masked convolution',
  category: 'convolution',
  summary: 'Filters over the pixels above and to the left only',
  help: 'Keeps the reading order of pixels, so that a picture can be made one pixel at a time. The first layer of a network needs type A, which hides the pixel itself; all later ones type B.',
  formula: 'y_{o} = b_o + \\sum_c (M \\odot W_{o,c}) \\star x_c',
  source: 'van den Oord et al. 2016 (PixelCNN), section 3.4',
  keywords: ['pixelcnn', 'autoregressive', 'conv2d'],
  settings: {
    channels,
    kernel: {
      type: 'integer',
      label: 'Kernel',
      help: 'Height and width of the filter in pixels, an odd number.',
      default: 7,
      min: 1,
      max: 15,
      unit: 'px',
    },
    mask: {
      type: 'choice',
      label: 'Mask',
      help: 'A hides the pixel itself, B shows it.',
      default: 'B',
      options: [
        { value: 'A', label: 'A (first layer)' },
        { value: 'B', label: 'B (later layers)' },
      ],
    },
  },
  build: (context) => {
    const input = needImages(context, context.tensor('x'));
    const [filters, kernel] = [context.number('channels'), context.number('kernel')];
    if (kernel % 2 === 0)
      context.fail(
        `needs an odd kernel but has ${kernel}; choose ${kernel - 1} or ${kernel + 1}.`,
        set('kernel', kernel - 1, `Set kernel to ${kernel - 1}`),
        set('kernel', kernel + 1, `Set kernel to ${kernel + 1}`),
      );
    const start = fanIn(input.shape[1] * kernel * kernel);
    const weight = context.parameter('weight', [filters, input.shape[1], kernel, kernel], start);
    const bias = context.parameter('bias', [filters], start);
    return one(maskedConv2d(input, weight, context.text('mask') === 'A' ? 'A' : 'B', bias));
  },
});

export const convolutionLayers = [
  convLayer(plane, 'A kernel of 4 with stride 2 and padding 1 halves height and width.'),
  convTransposeLayer(
    plane,
    'The transpose of a convolution: a kernel of 4 with stride 2 and padding 1 doubles height and width.',
  ),
  convLayer(
    line,
    'A kernel of 3 with padding 1 keeps the length. Sequences need Swap axes first: channels come first.',
  ),
  convTransposeLayer(
    line,
    'The transpose of a convolution: a kernel of 4 with stride 2 and padding 1 doubles the length.',
  ),
  convLayer(volume, 'A kernel of 3 with padding 1 keeps the size. Clips are volumes whose depth is time.'),
  convTransposeLayer(
    volume,
    'The transpose of a convolution: a kernel of 4 with stride 2 and padding 1 doubles every side.',
  ),
  causalConvLayer,
  maskedConvLayer,
];
