import { full, reshape, sizeOf, type Tensor } from '../tensor';
import { labelsOf } from './labels';
import { discriminatorPresets, generatorPresets } from './presets';
import { type BuildContext, defineNode, type GeneratorHandle, type NetworkLabels } from './types';

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

/** The label of each item of the batch, where labels are wired in. */
const labelTensor = (context: BuildContext): Tensor | undefined => {
  const label = context.optionalInput('y');
  return label?.kind === 'label' ? label.tensor : undefined;
};

/** What a network may be asked for: what its labels say. */
const known = (context: BuildContext): NetworkLabels | undefined => labelsOf(context.optionalInput('y'));

/** Labels for n items where nobody says any: those of no class where the network knows that, else of the first. */
const unsaid = (context: BuildContext, n: number): Tensor | undefined => {
  const labels = known(context);
  return labels && full([n], labels.none ?? 0, 'int32');
};

const generate = (context: BuildContext, z: Tensor, y?: Tensor): Tensor =>
  context.network({ z, ...(y && { y }) }, [z.shape[0], ...shapeOf(context)]);

const generator = defineNode({
  type: 'network.generator',
  version: 1,
  title: 'Generator',
  level: 'study',
  category: 'network',
  summary: 'Makes items from noise in one go',
  help: 'Maps noise z to an item x. It never sees data: all it learns comes through the discriminator. Wire data into "like" to give its items the shape of the data, and labels into y to let it make what it is told to: then the discriminator needs the same labels. Open it to wire the layers.',
  formula: 'x = G_\\theta(z, y)',
  source: 'Goodfellow et al. 2014; with labels: Mirza & Osindero 2014',
  keywords: ['gan', 'adversarial', 'implicit model', 'sampler', 'class conditional', 'cgan'],
  inputs: {
    z: { label: 'z', kinds: ['latent', 'noise'] },
    y: { label: 'y', kinds: ['label'], help: 'What to make; may stay free.', optional: true },
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
    x: { kind: 'data', tensor: generate(context, context.tensor('z'), labelTensor(context)) },
    network: {
      kind: 'network',
      network: {
        id: context.held(),
        role: 'generator',
        itemShape: shapeOf(context),
        latentShape: context.tensor('z').shape.slice(1),
        labels: known(context),
        generate: (z, labels) => generate(context, z, labels),
      },
    },
  }),
  probe: (context) => ({
    role: 'generate',
    width: sizeOf(context.tensor('z').shape.slice(1)),
    itemShape: shapeOf(context),
    labels: known(context),
    generate: (z, labels) => {
      const [n] = z.shape;
      return generate(context, reshape(z, [n, ...context.tensor('z').shape.slice(1)]), labels ?? unsaid(context, n));
    },
  }),
});

/** x (n, …item) → one number for each item (n). */
const discriminate = (context: BuildContext, x: Tensor, y?: Tensor): Tensor =>
  reshape(context.network({ x, ...(y && { y }) }, [x.shape[0], 1]), [x.shape[0]]);

const discriminator = defineNode({
  type: 'network.discriminator',
  version: 1,
  title: 'Discriminator',
  level: 'study',
  category: 'network',
  summary: 'One number for each item: how real it looks',
  help: 'Gives a logit or, as a critic, a score without bounds: high for real, low for generated. Place it twice, tied, so that real and generated items pass through the same weights. Wire into y the label that each item has, or was asked for, and it also judges whether the two go together. Open it to wire the layers.',
  formula: 'D_\\phi(x, y)',
  source: 'Goodfellow et al. 2014; as a critic: Arjovsky et al. 2017; with labels: Mirza & Osindero 2014',
  keywords: ['gan', 'adversarial', 'critic', 'classifier', 'logit', 'class conditional', 'cgan'],
  inputs: {
    x: { label: 'x', kinds: ['data'] },
    y: { label: 'y', kinds: ['label'], help: 'The label of each item; may stay free.', optional: true },
  },
  outputs: { score: { label: 'score', kinds: ['value'] }, network: { label: 'network', kinds: ['network'] } },
  settings: {},
  holds: 'network',
  presets: discriminatorPresets,
  build: (context) => ({
    score: { kind: 'value', tensor: discriminate(context, context.tensor('x'), labelTensor(context)) },
    network: { kind: 'network', network: { id: context.held(), role: 'discriminator', itemShape: [] } },
  }),
  probe: (context) => ({
    role: 'discriminate',
    itemShape: context.tensor('x').shape.slice(1),
    labels: known(context),
    discriminate: (x, labels) => discriminate(context, x, labels),
  }),
});

const generatorOf = (context: BuildContext): GeneratorHandle => {
  const value = context.input('network');
  if (value.kind === 'network' && value.network.role === 'generator') return value.network;
  return context.fail('needs the network of a Generator on its input; wire one into it.');
};

const generatorSampler = defineNode({
  type: 'sampler.generator',
  version: 1,
  title: 'Draw from generator',
  level: 'study',
  category: 'sampler',
  summary: 'Fresh items from a generator, without a path',
  help: 'Draws z from a standard normal and lets the generator make items of it, one evaluation each; where the generator takes labels, of each class in turn or of the one that is asked for. There is no path from noise to data to follow.',
  formula: 'x = G_\\theta(z, y),\\quad z \\sim \\mathcal N(0, I)',
  source: 'Goodfellow et al. 2014',
  keywords: ['gan', 'samples', 'one step'],
  inputs: { network: { label: 'network', kinds: ['network'] } },
  outputs: { trajectory: { label: 'samples', kinds: ['trajectory'] } },
  settings: {},
  build: (context) => ({
    trajectory: { kind: 'trajectory', itemShape: generatorOf(context).itemShape, direct: true },
  }),
  walk: (context) => {
    const { itemShape, latentShape, labels, generate } = generatorOf(context);
    return {
      itemShape,
      labels,
      unit: 'step',
      evaluations: 1,
      begin: (draw) => [generate(draw.random('z', latentShape, 'normal'), draw.labels)],
    };
  },
});

/** Who plays: noise, the network that makes items of it, the one that judges them, and fresh items for views. */
export const adversarialNetworks = [latentPrior, generator, discriminator, generatorSampler];
