/** What all trainers have in common: their settings, and the loss that enters them. */
import type { Schedule } from '../generative/schedules';
import { add, defaultAdam, type Tensor } from '../tensor';
import type { BuildContext, Setting } from './types';

type Settings = Readonly<Record<string, Setting>>;

/** The port by which a trainer is told which networks it updates. */
export const NETWORKS = 'networks';

/** Most people leave it as it is. */
export const advanced = (setting: Setting): Setting => ({ ...setting, advanced: true });

export const memory = (label: string, help: string, byDefault: number, max: number): Setting => ({
  type: 'number',
  label,
  help,
  default: byDefault,
  min: 0,
  max,
});

export const epsilon: Setting = {
  type: 'number',
  label: 'ε',
  advanced: true,
  help: 'Keeps the division safe.',
  default: defaultAdam.epsilon,
  min: 1e-12,
  max: 1e-2,
  scale: 'log',
};

export const momentum = (byDefault: number): Setting =>
  memory('Momentum', 'Share of the last change that is kept. 0 for none.', byDefault, 0.9999);

/** How the learning rate moves, and for how long a run goes on. */
export const pace = (learningRate: number): Settings => ({
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

export const weightDecay = (help: string, byDefault: number): Setting => ({
  type: 'number',
  label: 'Weight decay',
  help: `${help} 0 for none.`,
  default: byDefault,
  min: 0,
  max: 1,
  live: true,
});

/** What any optimiser can do besides. */
export const extras = (decay: Setting): Settings => ({
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
export const turns = {
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

export const l2 = advanced(weightDecay('Pulls weights to 0 through their gradients (L2).', 0));

export const schedule = (context: BuildContext): Schedule => {
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

/** The sum of the losses that are wired in. */
export const wholeLoss = (context: BuildContext): Tensor => {
  const losses = context.inputs('losses').flatMap((value): Tensor[] => (value.kind === 'loss' ? [value.tensor] : []));
  if (losses.length === 0) return context.fail('has no loss to lower; wire an objective into it.');
  return losses.reduce((total, next) => add(total, next));
};
