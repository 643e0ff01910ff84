import { defaultAdam, defaultAdamW, defaultRmsprop, type OptimizerSettings } from '../tensor';
import { fit } from './fit-trainer';
import {
  advanced,
  epsilon,
  extras,
  l2,
  memory,
  momentum,
  NETWORKS,
  pace,
  schedule,
  weightDecay,
  wholeLoss,
} from './trainer-settings';
import { type BuildContext, defineNode, type NodeDefinition } from './types';

interface TrainerRecord
  extends Pick<NodeDefinition, 'type' | 'title' | 'summary' | 'help' | 'formula' | 'source' | 'settings'> {
  keywords: readonly string[];
  optimizer(context: BuildContext): OptimizerSettings;
}

/** A trainer is its optimiser; everything else is common to all. */
const defineTrainer = ({ optimizer, keywords, ...record }: TrainerRecord): NodeDefinition =>
  defineNode({
    ...record,
    version: 1,
    level: 'study',
    category: 'trainer',
    keywords: ['optimizer', 'learning rate', 'training', ...keywords],
    inputs: {
      losses: { label: 'losses', kinds: ['loss'], many: true },
      [NETWORKS]: {
        label: 'networks',
        kinds: ['network'],
        help: 'Which networks it updates. Free: all that its losses depend on and that are wired into no other trainer.',
        optional: true,
        many: true,
      },
    },
    outputs: {},
    build: (context) => {
      const loss = wholeLoss(context);
      context.report(loss, '');
      const networks = context
        .inputs(NETWORKS)
        .flatMap((value) => (value.kind === 'network' ? [value.network.id] : []));
      context.train({
        loss,
        optimizer: optimizer(context),
        learningRate: 'learning_rate',
        stepBudget: 'steps',
        weightDecay: 'weight_decay',
        clipNorm: 'clip_norm',
        emaDecay: 'ema_decay',
        clip: context.number('clip_norm') > 0,
        ema: context.number('ema_decay') > 0,
        schedule: schedule(context),
        warmupSteps: context.number('warmup_steps'),
        steps: context.number('steps'),
        accumulate: context.number('accumulate'),
        drawGradNorm: context.toggle('report_gradient_norm'),
        networks: networks.length > 0 ? networks : null,
        updatesPerStep: context.number('updates_per_step'),
        turn: context.number('turn'),
      });
      return {};
    },
  });

const adamSettings = {
  beta1: advanced(memory('β₁', 'Memory of the mean gradient.', defaultAdam.beta1, 0.9999)),
  beta2: advanced(memory('β₂', 'Memory of the squared gradient.', defaultAdam.beta2, 0.999999)),
  epsilon,
};

const adamOptimizer =
  <T extends 'adam' | 'adamw'>(type: T) =>
  (context: BuildContext) => ({
    type,
    beta1: context.number('beta1'),
    beta2: context.number('beta2'),
    epsilon: context.number('epsilon'),
    weightDecay: context.number('weight_decay'),
  });

const adamTrainer = defineTrainer({
  type: 'trainer.adam',
  title: 'Trainer',
  summary: 'Adam: the usual first choice for any model',
  help: 'Lowers the sum of its losses: updates every network that they depend on. Forward pass, gradients and update are one compiled program.',
  formula: '\\theta \\leftarrow \\theta - \\eta\\,\\hat m / (\\sqrt{\\hat v} + \\varepsilon)',
  source: 'Kingma & Ba 2015, algorithm 1',
  keywords: ['adam'],
  settings: { ...pace(1e-3), ...adamSettings, ...extras(l2) },
  optimizer: adamOptimizer('adam'),
});

const adamwTrainer = defineTrainer({
  type: 'trainer.adamw',
  title: 'AdamW trainer',
  summary: 'Adam with decoupled weight decay, for transformers',
  help: 'As Adam, but weight decay shrinks the weights by themselves and does not pass through the averages of gradients. The usual choice for transformers and diffusion models.',
  formula: '\\theta \\leftarrow (1 - \\eta\\lambda)\\,\\theta - \\eta\\,\\hat m / (\\sqrt{\\hat v} + \\varepsilon)',
  source: 'Loshchilov & Hutter 2019, algorithm 2',
  keywords: ['adamw', 'adam', 'weight decay'],
  settings: {
    ...pace(1e-3),
    ...adamSettings,
    ...extras(
      weightDecay('Each step takes this share, times the learning rate, off every weight.', defaultAdamW.weightDecay),
    ),
  },
  optimizer: adamOptimizer('adamw'),
});

const sgdTrainer = defineTrainer({
  type: 'trainer.sgd',
  title: 'SGD trainer',
  summary: 'Plain gradient descent with momentum',
  help: 'Follows the gradient of each batch, with a memory of the last changes. Simple and light on memory; the learning rate needs more care than with Adam.',
  formula: 'v \\leftarrow \\mu v + g,\\quad \\theta \\leftarrow \\theta - \\eta\\,v',
  source: 'Sutskever, Martens, Dahl & Hinton 2013',
  keywords: ['sgd', 'stochastic gradient descent', 'momentum', 'nesterov'],
  settings: {
    ...pace(1e-2),
    momentum: momentum(0.9),
    nesterov: {
      type: 'toggle',
      label: 'Nesterov',
      advanced: true,
      help: 'Looks one momentum step ahead. Has no effect without momentum.',
      default: false,
    },
    ...extras(l2),
  },
  optimizer: (context) => ({
    type: 'sgd',
    momentum: context.number('momentum'),
    nesterov: context.toggle('nesterov'),
    weightDecay: context.number('weight_decay'),
  }),
});

const rmspropTrainer = defineTrainer({
  type: 'trainer.rmsprop',
  title: 'RMSprop trainer',
  summary: 'Divides gradients by their mean square, for critics',
  help: 'Divides each gradient by the root of its mean square. Without the mean of Adam, which suits losses that move while they are followed, as those of critics.',
  formula:
    's \\leftarrow \\alpha s + (1 - \\alpha)\\,g^2,\\quad \\theta \\leftarrow \\theta - \\eta\\,g / (\\sqrt{s} + \\varepsilon)',
  source: 'Tieleman & Hinton 2012, lecture 6.5',
  keywords: ['rmsprop', 'momentum'],
  settings: {
    ...pace(1e-3),
    alpha: advanced(memory('α', 'Memory of the squared gradient.', defaultRmsprop.alpha, 0.999999)),
    momentum: advanced(momentum(defaultRmsprop.momentum)),
    epsilon,
    ...extras(l2),
  },
  optimizer: (context) => ({
    type: 'rmsprop',
    alpha: context.number('alpha'),
    epsilon: context.number('epsilon'),
    momentum: context.number('momentum'),
    weightDecay: context.number('weight_decay'),
  }),
});

export const training = [adamTrainer, adamwTrainer, sgdTrainer, rmspropTrainer, fit];
