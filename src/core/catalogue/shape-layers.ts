import { patchify, unpatchify } from '../nn';
import { pad, reshape, sizeOf, slice, split, type Tensor, transpose } from '../tensor';
import { defineLayer, flat, needDivisible, needImages, needSequence, one, port, show } from './layer-tools';
import { takeOut, towardsReshape } from './remedies';
import type { BuildContext } from './types';

const flattenLayer = defineLayer({
  type: 'layer.flatten',
  title: 'Flatten',
  category: 'shape',
  summary: 'One row of numbers an item',
  help: 'Keeps the batch axis and joins all others.',
  formula: 'y = \\mathrm{vec}(x)',
  keywords: ['view', 'vector', 'row', 'unroll'],
  build: (context) => one(flat(context.tensor('x'))),
});

const reshapeLayer = defineLayer({
  type: 'layer.reshape',
  title: 'Reshape',
  category: 'shape',
  summary: 'Rearranges the numbers of an item',
  help: 'The batch axis stays. Channels come first: 64, 7, 7 is 64 maps of 7 × 7 pixels.',
  formula: '\\mathrm{vec}(y) = \\mathrm{vec}(x)',
  keywords: ['view', 'unflatten', 'rearrange', 'maps'],
  settings: {
    shape: {
      type: 'integers',
      label: 'Shape',
      help: 'Shape of one item, without the batch.',
      default: [64, 7, 7],
      min: 1,
      max: 65_536,
      minLength: 1,
      maxLength: 4,
    },
  },
  build: (context) => {
    const input = context.tensor('x');
    const shape = context.integers('shape');
    if (sizeOf(shape) !== sizeOf(input.shape.slice(1)))
      context.fail(
        `gets ${sizeOf(input.shape.slice(1))} numbers an item, but ${show(shape)} holds ${sizeOf(shape)}; change the shape or the layer before it.`,
        ...towardsReshape(input, shape),
      );
    return one(reshape(input, [input.shape[0], ...shape]));
  },
});

const swapAxesLayer = defineLayer({
  type: 'layer.swap_axes',
  title: 'Swap axes',
  category: 'shape',
  summary: 'Makes channels of steps, and steps of channels',
  help: 'Exchanges the first and the last axis after the batch. Sequences (steps × features) become signals (channels × length), and back.',
  formula: 'y_{j,i} = x_{i,j}',
  keywords: ['transpose', 'permute'],
  build: (context) => {
    const input = context.tensor('x');
    const axes = input.shape.map((_, axis) => axis);
    if (axes.length < 3)
      context.fail(`needs two axes to swap but gets ${show(input.shape)}; leave it out.`, takeOut(context));
    const last = axes.length - 1;
    return one(
      transpose(
        input,
        axes.map((axis) => (axis === 1 ? last : axis === last ? 1 : axis)),
      ),
    );
  },
});

const splitLayer = defineLayer({
  type: 'layer.split',
  title: 'Split',
  category: 'shape',
  summary: 'Cuts a value into two halves',
  help: 'Parts the channels of a picture, or the features of vectors and sequences, into a first and a second half.',
  formula: '[a, b] = x',
  keywords: ['chunk', 'halves', 'glu', 'coupling'],
  outputs: { a: port('a'), b: port('b') },
  build: (context) => {
    const input = context.tensor('x');
    const [axis, what] = input.shape.length > 3 ? [1, 'channels'] : [input.shape.length - 1, 'features'];
    const half = needDivisible(context, input.shape[axis], 2, what, 'halves');
    const [a, b] = split(input, [half, half], axis);
    return { a: { kind: 'tensor', tensor: a }, b: { kind: 'tensor', tensor: b } };
  },
});

const border = (help: string) =>
  ({
    border: {
      type: 'integers',
      label: 'Border',
      help,
      default: [2, 2, 2, 2],
      min: 0,
      max: 256,
      minLength: 4,
      maxLength: 4,
    },
  }) as const;

const padLayer = defineLayer({
  type: 'layer.pad',
  title: 'Pad',
  category: 'shape',
  summary: 'Puts zeros around a picture',
  help: '28 × 28 pixels with a border of 2 become 32 × 32, which halves well.',
  formula: 'y_{c,\\,i+t,\\,j+l} = x_{c,i,j}',
  keywords: ['border', 'zeros'],
  settings: border('Pixels added above, below, left and right.'),
  build: (context) => {
    const input = needImages(context, context.tensor('x'));
    const [top, bottom, left, right] = context.integers('border');
    return one(
      pad(input, [
        [0, 0],
        [0, 0],
        [top, bottom],
        [left, right],
      ]),
    );
  },
});

const cropLayer = defineLayer({
  type: 'layer.crop',
  title: 'Crop',
  category: 'shape',
  summary: 'Cuts the border off a picture',
  help: 'Undoes a Pad: 32 × 32 pixels with a border of 2 become 28 × 28.',
  formula: 'y_{c,i,j} = x_{c,\\,i+t,\\,j+l}',
  keywords: ['border', 'cut'],
  settings: border('Pixels removed above, below, left and right.'),
  build: (context) => {
    const input = needImages(context, context.tensor('x'));
    const [top, bottom, left, right] = context.integers('border');
    const [height, width] = input.shape.slice(2);
    if (top + bottom >= height || left + right >= width)
      context.fail(`would leave nothing of ${height} × ${width} pixels; choose a smaller border.`);
    return one(slice(input, { axes: [2, 3], starts: [top, left], ends: [height - bottom, width - right] }));
  },
});

const patch = {
  patch: {
    type: 'integer',
    label: 'Patch',
    help: 'Height and width of a patch in pixels.',
    default: 4,
    min: 1,
    max: 64,
    unit: 'px',
  },
} as const;

const patchifyLayer = defineLayer({
  type: 'layer.patchify',
  title: 'Patchify',
  category: 'shape',
  summary: 'Cuts pictures into a sequence of patches',
  help: 'Each patch becomes one step that holds all its pixels, row by row. A Linear after it makes tokens of any width.',
  formula: '\\mathbb R^{C \\times H \\times W} \\to \\mathbb R^{\\frac{HW}{p^2} \\times p^2 C}',
  source: 'Dosovitskiy et al. 2021, section 3.1',
  keywords: ['vit', 'tokens', 'patches', 'transformer'],
  settings: patch,
  build: (context) => {
    const input = needImages(context, context.tensor('x'));
    const size = context.number('patch');
    needDivisible(context, input.shape[2], size, 'rows of pixels', `patches of ${size}`, 'patch');
    needDivisible(context, input.shape[3], size, 'columns of pixels', `patches of ${size}`, 'patch');
    return one(patchify(input, size));
  },
});

/** Rows of patches: as many as columns unless given. */
const rowsOf = (context: BuildContext, tokens: Tensor): number => {
  const [count, given] = [tokens.shape[1], context.number('rows')];
  const rows = given === 0 ? Math.sqrt(count) : given;
  if (!Number.isInteger(rows))
    context.fail(`gets ${count} patches, which make no square; set the rows of patches in the inspector.`);
  needDivisible(context, count, rows, 'patches', `${rows} rows`, 'rows');
  return rows;
};

const unpatchifyLayer = defineLayer({
  type: 'layer.unpatchify',
  title: 'Unpatchify',
  category: 'shape',
  summary: 'Puts a sequence of patches together to pictures',
  help: 'The inverse of Patchify. Steps need as many features as a patch has pixels times channels.',
  formula: '\\mathbb R^{\\frac{HW}{p^2} \\times p^2 C} \\to \\mathbb R^{C \\times H \\times W}',
  source: 'Peebles & Xie 2023, section 3.2',
  keywords: ['vit', 'tokens', 'patches', 'transformer'],
  settings: {
    ...patch,
    rows: {
      type: 'integer',
      label: 'Rows',
      help: 'Rows of patches; 0 for a square picture.',
      default: 0,
      min: 0,
      max: 256,
    },
  },
  build: (context) => {
    const tokens = needSequence(context, context.tensor('x'));
    const size = context.number('patch');
    needDivisible(context, tokens.shape[2], size * size, 'features', `${size} × ${size} pixels`);
    return one(unpatchify(tokens, size, rowsOf(context, tokens)));
  },
});

export const shapeLayers = [
  flattenLayer,
  reshapeLayer,
  swapAxesLayer,
  splitLayer,
  padLayer,
  cropLayer,
  patchifyLayer,
  unpatchifyLayer,
];
