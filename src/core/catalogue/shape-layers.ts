import { add, concat, reshape } from '../tensor';
import { flat, one, product, show, x, y } from './layer-tools';
import { defineNode } from './types';

export const flattenLayer = defineNode({
  type: 'layer.flatten',
  version: 1,
  title: 'Flatten',
  level: 'network',
  category: 'layer',
  summary: 'One row of numbers an item',
  help: 'Keeps the batch axis and joins all others.',
  inputs: x,
  outputs: y,
  settings: {},
  build: (context) => one(flat(context.tensor('x'))),
});

export const reshapeLayer = defineNode({
  type: 'layer.reshape',
  version: 1,
  title: 'Reshape',
  level: 'network',
  category: 'layer',
  summary: 'Rearranges the numbers of an item',
  help: 'The batch axis stays. Channels come first: 64, 7, 7 is 64 maps of 7 × 7 pixels.',
  inputs: x,
  outputs: y,
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
    if (product(shape) !== product(input.shape.slice(1)))
      context.fail(
        `gets ${product(input.shape.slice(1))} numbers an item, but ${show(shape)} holds ${product(shape)}; change the shape or the layer before it.`,
      );
    return one(reshape(input, [input.shape[0], ...shape]));
  },
});

export const concatLayer = defineNode({
  type: 'layer.concat',
  version: 1,
  title: 'Concat',
  level: 'network',
  category: 'layer',
  summary: 'Puts two values side by side',
  help: 'Joins along the first axis after the batch: features of vectors, channels of images.',
  formula: 'y = [a, b]',
  keywords: ['join', 'cat'],
  inputs: { a: { label: 'a', kinds: ['tensor'] }, b: { label: 'b', kinds: ['tensor'] } },
  outputs: y,
  settings: {},
  build: (context) => {
    const [a, b] = [context.tensor('a'), context.tensor('b')];
    const fits = (n: number, axis: number): boolean => axis === 1 || n === b.shape[axis];
    if (a.shape.length < 2 || a.shape.length !== b.shape.length || !a.shape.every(fits))
      context.fail(
        `cannot join ${show(a.shape)} and ${show(b.shape)}: they may differ in the first axis after the batch only; reshape one of them, or put a Time embedding after t.`,
      );
    return one(concat([a, b], 1));
  },
});

export const addLayer = defineNode({
  type: 'layer.add',
  version: 1,
  title: 'Add',
  level: 'network',
  category: 'layer',
  summary: 'Sum of two values of one shape (a residual)',
  help: 'Both values need the same shape.',
  formula: 'y = a + b',
  keywords: ['residual', 'skip', 'sum'],
  inputs: { a: { label: 'a', kinds: ['tensor'] }, b: { label: 'b', kinds: ['tensor'] } },
  outputs: y,
  settings: {},
  build: (context) => {
    const [a, b] = [context.tensor('a'), context.tensor('b')];
    if (a.shape.join() !== b.shape.join())
      context.fail(`cannot add ${show(a.shape)} and ${show(b.shape)}; put a layer before one so that both agree.`);
    return one(add(a, b));
  },
});
