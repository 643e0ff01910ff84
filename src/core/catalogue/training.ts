import { add, type Tensor } from '../tensor';
import { defineNode } from './types';

export const adamTrainer = defineNode({
  type: 'trainer.adam',
  version: 1,
  title: 'Trainer',
  level: 'study',
  category: 'trainer',
  summary: 'Lowers the sum of its losses with Adam',
  help: 'Updates every network that its losses depend on. Forward pass, gradients and update are one compiled program.',
  formula: '\\theta \\leftarrow \\theta - \\eta\\,\\hat m / (\\sqrt{\\hat v} + \\varepsilon)',
  source: 'Kingma & Ba 2015, algorithm 1',
  keywords: ['optimizer', 'adam', 'learning rate', 'training'],
  inputs: { losses: { label: 'losses', kinds: ['loss'], many: true } },
  outputs: {},
  settings: {
    learning_rate: {
      type: 'number',
      label: 'Learning rate',
      help: 'Size of a step. Too large explodes, too small crawls.',
      default: 1e-3,
      min: 1e-6,
      max: 1,
      scale: 'log',
      live: true,
    },
    schedule: {
      type: 'choice',
      label: 'Schedule',
      help: 'Cosine lets the learning rate fall to 0 over the steps below, which settles the last details.',
      default: 'constant',
      options: [
        { value: 'constant', label: 'Constant' },
        { value: 'cosine', label: 'Cosine to 0' },
      ],
    },
    steps: {
      type: 'integer',
      label: 'Steps',
      help: 'Step budget of a run. Raise it to go on with one that has finished.',
      default: 5_000,
      min: 1,
      max: 10_000_000,
      scale: 'log',
      live: true,
    },
    beta1: { type: 'number', label: 'β₁', help: 'Memory of the mean gradient.', default: 0.9, min: 0, max: 0.9999 },
    beta2: {
      type: 'number',
      label: 'β₂',
      help: 'Memory of the squared gradient.',
      default: 0.999,
      min: 0,
      max: 0.999999,
    },
    epsilon: {
      type: 'number',
      label: 'ε',
      help: 'Keeps the division safe.',
      default: 1e-8,
      min: 1e-12,
      max: 1e-2,
      scale: 'log',
    },
  },
  build: (context) => {
    const losses = context.inputs('losses').flatMap((value): Tensor[] => (value.kind === 'loss' ? [value.tensor] : []));
    if (losses.length === 0) return context.fail('has no loss to lower; wire an objective into it.');
    const loss = losses.reduce((total, next) => add(total, next));
    context.report(loss, '');
    context.train({
      loss,
      optimizer: {
        type: 'adam',
        beta1: context.number('beta1'),
        beta2: context.number('beta2'),
        epsilon: context.number('epsilon'),
      },
      learningRate: 'learning_rate',
      stepBudget: 'steps',
      schedule: context.text('schedule') === 'cosine' ? 'cosine' : 'constant',
      steps: context.number('steps'),
    });
    return {};
  },
});

export const training = [adamTrainer];
