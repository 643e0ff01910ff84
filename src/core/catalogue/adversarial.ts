import {
  discriminatorLoss,
  FORMULATIONS,
  type Formulation,
  generatorLoss,
  gradientPenalty,
} from '../generative/adversarial';
import { timeLike } from '../generative/paths';
import { add, mul, reshape, sizeOf, sub, type Tensor } from '../tensor';
import { discriminatorPresets, generatorPresets } from './presets';
import { type BuildContext, defineNode, type Setting } from './types';

const latentPrior = defineNode({
  type: 'prior.latent',
  version: 1,
  title: 'Latent noise',
  level: 'study',
  category: 'latent',
  summary: 'A row of standard normal numbers for each item, as wide as you choose',
  help: 'What a generator makes items from. Drawn anew at every update from the seed of the run: a run can be repeated bit for bit.',
  formula: 'z \\sim \\mathcal N(0, I)',
  source: 'Goodfellow et al. 2014',
  keywords: ['noise', 'prior', 'z', 'gan', 'latent vector'],
  inputs: { like: { label: 'like', kinds: ['data', 'latent'], help: 'One z for each item of this batch.' } },
  outputs: { z: { label: 'z', kinds: ['latent'] } },
  settings: {
    width: {
      type: 'integer',
      label: 'Width',
      help: 'Numbers in z. At least as many as the data has directions to move in.',
      default: 8,
      min: 1,
      max: 1_024,
      scale: 'log',
    },
  },
  build: (context) => {
    const [count] = context.tensor('like').shape;
    return { z: { kind: 'latent', tensor: context.random('z', [count, context.number('width')], 'normal') } };
  },
});

const shapeOf = (context: BuildContext): readonly number[] => {
  const like = context.optionalInput('like');
  return like && 'tensor' in like ? like.tensor.shape.slice(1) : context.integers('output_shape');
};

const generate = (context: BuildContext, z: Tensor): Tensor =>
  context.network({ z }, [z.shape[0], ...shapeOf(context)]);

const generator = defineNode({
  type: 'network.generator',
  version: 1,
  title: 'Generator',
  level: 'study',
  category: 'network',
  summary: 'Makes items from noise in one go',
  help: 'Maps noise z to an item x. It never sees data: all it learns comes through the discriminator. Wire data into "like" to give its items the shape of the data. Open it to wire the layers.',
  formula: 'x = G_\\theta(z)',
  source: 'Goodfellow et al. 2014',
  keywords: ['gan', 'adversarial', 'implicit model', 'sampler'],
  inputs: {
    z: { label: 'z', kinds: ['latent', 'noise'] },
    like: {
      label: 'like',
      kinds: ['data'],
      help: 'Its items take the shape of these.',
      optional: true,
      shapeOnly: true,
    },
  },
  outputs: { x: { label: 'x', kinds: ['data'] }, network: { label: 'network', kinds: ['network'] } },
  settings: {
    output_shape: {
      type: 'integers',
      label: 'Output shape',
      help: 'Shape of one item where nothing is wired into "like": 2 for points, 1, 28, 28 for images.',
      default: [2],
      min: 1,
      max: 65_536,
      minLength: 1,
      maxLength: 4,
    },
  },
  holds: 'network',
  presets: generatorPresets,
  build: (context) => ({
    x: { kind: 'data', tensor: generate(context, context.tensor('z')) },
    network: {
      kind: 'network',
      network: { id: context.held(), role: 'generator', itemShape: shapeOf(context) },
    },
  }),
  probe: (context) => ({
    role: 'generate',
    width: sizeOf(context.tensor('z').shape.slice(1)),
    itemShape: shapeOf(context),
    generate: (z) => generate(context, reshape(z, [z.shape[0], ...context.tensor('z').shape.slice(1)])),
  }),
});

/** x (n, …item) → one number for each item (n). */
const discriminate = (context: BuildContext, x: Tensor): Tensor =>
  reshape(context.network({ x }, [x.shape[0], 1]), [x.shape[0]]);

const discriminator = defineNode({
  type: 'network.discriminator',
  version: 1,
  title: 'Discriminator',
  level: 'study',
  category: 'network',
  summary: 'One number for each item: how real it looks',
  help: 'Gives a logit or, as a critic, a score without bounds: high for real, low for generated. Place it twice, tied, so that real and generated items pass through the same weights. Open it to wire the layers.',
  formula: 'D_\\phi(x)',
  source: 'Goodfellow et al. 2014; as a critic: Arjovsky et al. 2017',
  keywords: ['gan', 'adversarial', 'critic', 'classifier', 'logit'],
  inputs: { x: { label: 'x', kinds: ['data'] } },
  outputs: { score: { label: 'score', kinds: ['value'] }, network: { label: 'network', kinds: ['network'] } },
  settings: {},
  holds: 'network',
  presets: discriminatorPresets,
  build: (context) => ({
    score: { kind: 'value', tensor: discriminate(context, context.tensor('x')) },
    network: { kind: 'network', network: { id: context.held(), role: 'discriminator', itemShape: [] } },
  }),
  probe: (context) => ({
    role: 'discriminate',
    itemShape: context.tensor('x').shape.slice(1),
    discriminate: (x) => discriminate(context, x),
  }),
});

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

const generatorSampler = defineNode({
  type: 'sampler.generator',
  version: 1,
  title: 'Draw from generator',
  level: 'study',
  category: 'sampler',
  summary: 'Fresh items from a generator, without a path',
  help: 'Draws z from a standard normal and lets the generator make items of it, one evaluation each. There is no path from noise to data to follow.',
  formula: 'x = G_\\theta(z),\\quad z \\sim \\mathcal N(0, I)',
  source: 'Goodfellow et al. 2014',
  keywords: ['gan', 'samples', 'one step'],
  inputs: { network: { label: 'network', kinds: ['network'] } },
  outputs: { trajectory: { label: 'samples', kinds: ['trajectory'] } },
  settings: {},
  drawsFrom: 'network',
  build: (context) => {
    const value = context.input('network');
    if (value.kind !== 'network' || value.network.role !== 'generator')
      return context.fail('needs the network of a Generator on its input; wire one into it.');
    return { trajectory: { kind: 'trajectory', itemShape: value.network.itemShape, direct: true } };
  },
});

export const adversarial = [
  latentPrior,
  generator,
  discriminator,
  discriminatorObjective,
  generatorObjective,
  mix,
  penalty,
  generatorSampler,
];
