import {
  discriminatorLoss,
  FORMULATIONS,
  type Formulation,
  generatorLoss,
  gradientPenalty,
} from '../generative/adversarial';
import { timeLike } from '../generative/paths';
import { add, mul, sub, type Tensor } from '../tensor';
import { type BuildContext, defineNode, type Setting } from './types';

const LABELS: Readonly<Record<Formulation, string>> = {
  non_saturating: 'Non-saturating',
  minimax: 'Minimax',
  least_squares: 'Least squares',
  hinge: 'Hinge',
  wasserstein: 'Wasserstein (critic)',
};

const formulation = (help: string): Setting => ({
  type: 'choice',
  label: 'Formulation',
  help,
  default: 'non_saturating',
  options: FORMULATIONS.map((value) => ({ value, label: LABELS[value] })),
});

const formulationOf = (context: BuildContext): Formulation =>
  FORMULATIONS.find((each) => each === context.text('formulation')) ??
  context.fail('has no such formulation; choose one of the list.');

/** The scores of a batch, one for each item. */
const scores = (context: BuildContext, port: string): Tensor => {
  const tensor = context.tensor(port);
  if (tensor.shape.length === 1) return tensor;
  return context.fail(
    `needs one score for each item on "${port}" but gets ${tensor.shape.join(' × ') || 'a single number'}; wire a Discriminator into it.`,
  );
};

const discriminatorObjective = defineNode({
  type: 'objective.discriminator',
  version: 1,
  title: 'Discriminator loss',
  level: 'study',
  category: 'objective',
  summary: 'How badly real and generated items are told apart',
  help: 'Wire it into a trainer that updates the discriminator alone. At its best, D is p(x) / (p(x) + p_G(x)), and 1/2 everywhere once the generator is perfect: the loss then stands at 2 log 2 ≈ 1.386. Give the generator loss the same formulation.',
  formula: '-\\mathbb E_x\\left[\\log D(x)\\right] - \\mathbb E_z\\left[\\log\\left(1 - D(G(z))\\right)\\right]',
  source:
    'Goodfellow et al. 2014; least squares: Mao et al. 2017; hinge: Miyato et al. 2018; Wasserstein: Arjovsky et al. 2017',
  keywords: ['gan', 'adversarial', 'bce', 'lsgan', 'critic', 'wgan'],
  inputs: {
    real: { label: 'real', kinds: ['value'], help: 'The discriminator’s score of data.' },
    fake: { label: 'fake', kinds: ['value'], help: 'The discriminator’s score of what the generator made.' },
  },
  outputs: { loss: { label: 'loss', kinds: ['loss'] } },
  settings: {
    formulation: formulation(
      'Non-saturating and minimax read scores as logits and are the same here. Least squares pulls scores to 1 and 0, hinge past 1 and −1; Wasserstein only widens the gap and needs a gradient penalty.',
    ),
    label_smoothing: {
      type: 'number',
      label: 'Label smoothing',
      advanced: true,
      help: 'Real items count as this much less than real, which keeps the discriminator from being too sure. 0 for off, 0.1 is common.',
      default: 0,
      min: 0,
      max: 0.5,
      live: true,
      visibleWhen: { setting: 'formulation', is: ['non_saturating', 'minimax'] },
    },
  },
  build: (context) => {
    const loss = discriminatorLoss(
      formulationOf(context),
      scores(context, 'real'),
      scores(context, 'fake'),
      context.live('label_smoothing'),
    );
    context.report(loss, '');
    return { loss: { kind: 'loss', tensor: loss } };
  },
});

const generatorObjective = defineNode({
  type: 'objective.generator',
  version: 1,
  title: 'Generator loss',
  level: 'study',
  category: 'objective',
  summary: 'How well the discriminator sees through the generator',
  help: 'Wire it into a trainer that updates the generator alone: its gradient flows through the discriminator, which stays as it is. Minimax is the textbook game, whose gradient fades while the discriminator wins; the non-saturating form keeps it. Give the discriminator loss the same formulation.',
  formula: '-\\mathbb E_z\\left[\\log D(G(z))\\right]',
  source:
    'Goodfellow et al. 2014, section 3; least squares: Mao et al. 2017; hinge: Miyato et al. 2018; Wasserstein: Arjovsky et al. 2017',
  keywords: ['gan', 'adversarial', 'lsgan', 'critic', 'wgan'],
  inputs: { fake: { label: 'fake', kinds: ['value'], help: 'The discriminator’s score of what the generator made.' } },
  outputs: { loss: { label: 'loss', kinds: ['loss'] } },
  settings: { formulation: formulation('The same as that of the discriminator loss.') },
  build: (context) => {
    const loss = generatorLoss(formulationOf(context), scores(context, 'fake'));
    context.report(loss, '');
    return { loss: { kind: 'loss', tensor: loss } };
  },
});

const mix = defineNode({
  type: 'operation.mix',
  version: 1,
  title: 'Mix',
  level: 'study',
  category: 'operation',
  summary: 'A random place between two items, one for each pair',
  help: 'Draws u evenly from 0 to 1 for each pair and gives the point on the line between them. Wire it into a tied discriminator to see its slope where real and generated items meet.',
  formula: '\\hat x = u\\,a + (1 - u)\\,b,\\quad u \\sim \\mathcal U[0, 1]',
  source: 'Gulrajani et al. 2017, algorithm 1',
  keywords: ['interpolate', 'wgan-gp', 'between', 'mixup'],
  inputs: { a: { label: 'a', kinds: ['data'] }, b: { label: 'b', kinds: ['data'] } },
  outputs: { x: { label: 'x̂', kinds: ['data'] } },
  settings: {},
  build: (context) => {
    const [a, b] = [context.tensor('a'), context.tensor('b')];
    if (a.shape.join() !== b.shape.join())
      context.fail(
        `needs two batches in one shape but gets ${a.shape.join(' × ')} and ${b.shape.join(' × ')}; wire both from the same data.`,
      );
    const u = timeLike(context.random('u', [a.shape[0]], 'uniform'), a);
    return { x: { kind: 'data', tensor: add(mul(u, a), mul(sub(1, u), b)) } };
  },
});

const penalty = defineNode({
  type: 'objective.gradient_penalty',
  version: 1,
  title: 'Gradient penalty',
  level: 'study',
  category: 'objective',
  summary: 'Holds the slope of a critic near 1',
  help: 'Wire in what a tied discriminator was given and what it said of it: a mixture of real and generated items for a Wasserstein critic. Belongs into the trainer of the discriminator.',
  formula: '\\lambda\\,\\mathbb E\\left[\\left(\\left\\|\\nabla_{\\hat x} D(\\hat x)\\right\\| - 1\\right)^2\\right]',
  source: 'Gulrajani et al. 2017, eq. 3',
  keywords: ['wgan-gp', 'lipschitz', 'critic', 'regulariser'],
  inputs: {
    x: { label: 'x̂', kinds: ['data'] },
    score: { label: 'score', kinds: ['value'], help: 'What the discriminator says of these very items.' },
  },
  outputs: { loss: { label: 'loss', kinds: ['loss'] } },
  settings: {
    weight: {
      type: 'number',
      label: 'λ',
      help: 'Weight of this term.',
      default: 10,
      min: 0,
      max: 1_000,
      live: true,
    },
  },
  build: (context) => {
    const value = gradientPenalty(scores(context, 'score'), context.tensor('x'));
    context.report(value, '');
    return { loss: { kind: 'loss', tensor: mul(context.live('weight'), value) } };
  },
});

/** What they play for. */
export const adversarialObjectives = [discriminatorObjective, generatorObjective, mix, penalty];
