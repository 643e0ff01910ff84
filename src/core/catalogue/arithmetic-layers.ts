import { abs, cos, exp, full, log, mean, neg, sin, sqrt, square, sum } from '../tensor';
import { defineLayer, needNumbers, one } from './layer-tools';

const functions = { exp, log, square, sqrt, abs, negative: neg, sin, cos } as const;
type FunctionName = keyof typeof functions;

const functionLayer = defineLayer({
  type: 'layer.function',
  title: 'Function',
  category: 'layer',
  summary: 'exp, log, square and the like, number by number',
  help: 'Applies one function to every number. Logarithm and square root need numbers above 0.',
  formula: 'y = f(x)',
  keywords: ['exp', 'exponential', 'log', 'logarithm', 'square', 'sqrt', 'root', 'abs', 'negative', 'sine', 'cosine'],
  settings: {
    function: {
      type: 'choice',
      label: 'Function',
      help: 'What each number becomes.',
      default: 'exp',
      options: [
        { value: 'exp', label: 'exp x' },
        { value: 'log', label: 'log x' },
        { value: 'square', label: 'x²' },
        { value: 'sqrt', label: '√x' },
        { value: 'abs', label: '|x|' },
        { value: 'negative', label: '−x' },
        { value: 'sin', label: 'sin x' },
        { value: 'cos', label: 'cos x' },
      ],
    },
  },
  build: (context) =>
    one(functions[context.text('function') as FunctionName](needNumbers(context, context.tensor('x')))),
});

const means = { sum, mean } as const;

const sumLayer = defineLayer({
  type: 'layer.sum',
  title: 'Sum up',
  category: 'layer',
  summary: 'One number an item: the sum of all its numbers',
  help: 'Adds up everything but the batch axis, for instance the log-scales of a coupling into a log-determinant. Or takes the mean.',
  formula: 'y = \\sum_i x_i',
  keywords: ['sum', 'mean', 'reduce', 'total', 'log-determinant', 'score'],
  settings: {
    of: {
      type: 'choice',
      label: 'What',
      help: 'The mean does not grow with the size of an item.',
      default: 'sum',
      options: [
        { value: 'sum', label: 'Sum' },
        { value: 'mean', label: 'Mean' },
      ],
    },
  },
  build: (context) => {
    const input = needNumbers(context, context.tensor('x'));
    if (input.shape.length < 2) return one(input);
    const axes = input.shape.slice(1).map((_, i) => i + 1);
    return one(means[context.text('of') === 'mean' ? 'mean' : 'sum'](input, { axes }));
  },
});

const constantLayer = defineLayer({
  type: 'layer.constant',
  title: 'Constant',
  category: 'layer',
  summary: 'A number that stands for itself',
  help: 'Gives the same number everywhere: one an item, or in the shape of what is wired in. A sum that is carried through repetitions begins at 0.',
  formula: 'y = c',
  keywords: ['number', 'zero', 'one', 'fill'],
  inputs: { x: { label: 'like', kinds: ['tensor'], help: 'As many items as this has.' } },
  settings: {
    value: { type: 'number', label: 'Value', help: 'The number.', default: 0 },
    shape: {
      type: 'choice',
      label: 'Shape',
      help: 'One number an item, or as many as come in.',
      default: 'item',
      options: [
        { value: 'item', label: 'One an item' },
        { value: 'same', label: 'As what comes in' },
      ],
    },
  },
  build: (context) => {
    const { shape } = context.tensor('x');
    return one(full(context.text('shape') === 'same' ? shape : [shape[0]], context.number('value')));
  },
});

export const arithmeticLayers = [functionLayer, sumLayer, constantLayer];
