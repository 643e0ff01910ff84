import type { Schedule } from '../generative/schedules';
import {
  add,
  defaultAdam,
  defaultAdamW,
  defaultRmsprop,
  noOptimizer,
  type OptimizerSettings,
  type Tensor,
} from '../tensor';
import { type BuildContext, defineNode, type NodeDefinition, type Setting } from './types';

type Settings = Readonly<Record<string, Setting>>;

/** The port by which a trainer is told which networks it updates. */
export const NETWORKS = 'networks';

/** Most people leave it as it is. */
const advanced = (setting: Setting): Setting => ({ ...setting, advanced: true });

const memory = (label: string, help: string, byDefault: number, max: number): Setting => ({
  type: 'number',
  label,
  help,
  default: byDefault,
  min: 0,
  max,
});

const epsilon: Setting = {
  type: 'number',
  label: 'ε',
  advanced: true,
  help: 'Keeps the division safe.',
  default: defaultAdam.epsilon,
  min: 1e-12,
  max: 1e-2,
  scale: 'log',
};

const momentum = (byDefault: number): Setting =>
  memory('Momentum', 'Share of the last change that is kept. 0 for none.', byDefault, 0.9999);

/** How the learning rate moves, and for how long a run goes on. */
const pace = (learningRate: number): Settings => ({
  learning_rate: {
    type: 'number',
    label: 'Learning rate',
    help: 'Size of a step. Too large explodes, too small crawls.',
    default: learningRate,
    min: 1e-6,
    max: 1,
    scale: 'log',
    live: true,
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
  schedule: {
    type: 'choice',
    label: 'Schedule',
    help: 'How the learning rate moves after warm-up. Cosine lets it fall to 0 over the steps of the run, which settles the last details; inverse square root needs warm-up steps.',
    default: 'constant',
    options: [
      { value: 'constant', label: 'Constant' },
      { value: 'linear', label: 'Linear to 0' },
      { value: 'cosine', label: 'Cosine to 0' },
      { value: 'exponential', label: 'Exponential' },
      { value: 'step', label: 'Drops in steps' },
      { value: 'inverse_sqrt', label: 'Inverse square root' },
    ],
  },
  decay_factor: {
    type: 'number',
    label: 'Factor',
    help: 'Exponential: what is left of the learning rate at the end. Drops: what each drop leaves of it.',
    default: 0.1,
    min: 1e-6,
    max: 1,
    scale: 'log',
    visibleWhen: { setting: 'schedule', is: ['exponential', 'step'] },
  },
  decay_interval: {
    type: 'integer',
    label: 'Steps between drops',
    help: 'The learning rate drops each time that this many steps have passed.',
    default: 1_000,
    min: 1,
    max: 10_000_000,
    scale: 'log',
    visibleWhen: { setting: 'schedule', is: ['step'] },
  },
  warmup_steps: {
    type: 'integer',
    label: 'Warm-up steps',
    help: 'The learning rate first rises in a line from near 0 over this many steps. 0 for none.',
    default: 0,
    min: 0,
    max: 1_000_000,
  },
});

const weightDecay = (help: string, byDefault: number): Setting => ({
  type: 'number',
  label: 'Weight decay',
  help: `${help} 0 for none.`,
  default: byDefault,
  min: 0,
  max: 1,
  live: true,
});

/** What any optimiser can do besides. */
const extras = (decay: Setting): Settings => ({
  weight_decay: decay,
  clip_norm: {
    type: 'number',
    label: 'Clip gradients',
    advanced: true,
    help: 'Scales all gradients down together when their norm is above this, so that one bad batch cannot throw the weights far. 0 for off.',
    default: 0,
    min: 0,
    max: 100,
    live: true,
  },
  ema_decay: {
    type: 'number',
    label: 'EMA decay',
    advanced: true,
    help: 'Keeps an exponential moving average of the weights; samples, views and measures use it. Each step keeps this share of the average, less over the first steps. 0 for off, 0.999 is common.',
    default: 0,
    min: 0,
    max: 0.999999,
    live: true,
  },
  accumulate: {
    type: 'integer',
    label: 'Batches a step',
    advanced: true,
    help: 'Averages the gradients of this many batches before each step: a larger batch without more memory.',
    default: 1,
    min: 1,
    max: 1_024,
  },
  report_gradient_norm: {
    type: 'toggle',
    label: 'Draw gradient norm',
    advanced: true,
    help: 'Draws the norm of all gradients, before clipping, as a curve.',
    default: false,
  },
  ...turns,
});

/** How trainers share a step. */
const turns = {
  turn: {
    type: 'integer',
    label: 'Turn',
    advanced: true,
    help: 'Where a study has several trainers, they take turns in each step: lower numbers first, equal ones in the order in which they were added. The run ends after the steps of the first.',
    default: 1,
    min: 1,
    max: 16,
  },
  updates_per_step: {
    type: 'integer',
    label: 'Updates a step',
    advanced: true,
    help: 'How often this trainer updates its networks in its turn, each time on a fresh batch and fresh noise. Critics are often given several.',
    default: 1,
    min: 1,
    max: 16,
  },
} satisfies Settings;

const l2 = advanced(weightDecay('Pulls weights to 0 through their gradients (L2).', 0));

const schedule = (context: BuildContext): Schedule => {
  const type = context.text('schedule');
  const factor = context.number('decay_factor');
  switch (type) {
    case 'constant':
    case 'linear':
    case 'cosine':
    case 'inverse_sqrt':
      return { type };
    case 'exponential':
      return { type, factor };
    case 'step':
      return { type, factor, interval: context.number('decay_interval') };
    default:
      return context.fail(`has no schedule "${type}"; choose one of the list.`);
  }
};

interface TrainerRecord
  extends Pick<NodeDefinition, 'type' | 'title' | 'summary' | 'help' | 'formula' | 'source' | 'settings'> {
  keywords: readonly string[];
  optimizer(context: BuildContext): OptimizerSettings;
}

const wholeLoss = (context: BuildContext): Tensor => {
  const losses = context.inputs('losses').flatMap((value): Tensor[] => (value.kind === 'loss' ? [value.tensor] : []));
  if (losses.length === 0) return context.fail('has no loss to lower; wire an objective into it.');
  return losses.reduce((total, next) => add(total, next));
};

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

const fit = defineNode({
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

export const training = [adamTrainer, adamwTrainer, sgdTrainer, rmspropTrainer, fit];
