import { noOptimizer } from '../tensor';
import { turns, wholeLoss } from './trainer-settings';
import { defineNode } from './types';

export const fit = defineNode({
  type: 'trainer.fit',
  version: 1,
  title: 'Fit',
  level: 'study',
  category: 'trainer',
  summary: 'Shows batches to models that are fitted without gradients',
  help: 'For densities, clusters and projections that keep statistics of what they see: each step shows them a batch, and they move by their own rule. Its losses are drawn, not lowered. Weights of networks stay as they are: those need an optimiser.',
  formula: '\\hat s \\leftarrow \\hat s + \\gamma_t\\,(\\bar s(x_t) - \\hat s)',
  source: 'Cappé & Moulines 2009, eq. 12',
  keywords: ['em', 'closed form', 'statistics', 'trainer', 'k-means', 'mixture', 'pca', 'training'],
  inputs: { losses: { label: 'losses', kinds: ['loss'], many: true } },
  outputs: {},
  settings: {
    steps: {
      type: 'integer',
      label: 'Steps',
      help: 'Batches that a run shows. Raise it to go on with one that has finished.',
      default: 500,
      min: 1,
      max: 10_000_000,
      scale: 'log',
      live: true,
    },
    turn: turns.turn,
  },
  build: (context) => {
    const loss = wholeLoss(context);
    context.report(loss, '');
    context.train({
      loss,
      optimizer: noOptimizer,
      learningRate: 'learning_rate',
      stepBudget: 'steps',
      weightDecay: 'weight_decay',
      clipNorm: 'clip_norm',
      emaDecay: 'ema_decay',
      clip: false,
      ema: false,
      schedule: { type: 'constant' },
      warmupSteps: 0,
      steps: context.number('steps'),
      accumulate: 1,
      drawGradNorm: false,
      networks: null,
      updatesPerStep: 1,
      turn: context.number('turn'),
    });
    return {};
  },
});
