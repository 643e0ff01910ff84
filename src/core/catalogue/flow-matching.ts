import { meanSquaredError } from '../generative/objectives';
import { linear, linearPath, linearVelocity } from '../generative/paths';
import { broadcastTo, less, reshape, scalar, where } from '../tensor';
import { labelsOf } from './labels';
import { denoiserPresets } from './presets';
import { takeOut } from './remedies';
import { type BuildContext, defineNode } from './types';

const sameShape = (context: BuildContext, a: string, b: string): void => {
  const [left, right] = [context.tensor(a).shape, context.tensor(b).shape];
  if (left.length !== right.length || left.some((n, axis) => n !== right[axis]))
    context.fail(
      `needs "${a}" and "${b}" in one shape but gets ${left.join(' × ')} and ${right.join(' × ')}; wire both from the same data.`,
    );
};

const addNoise = defineNode({
  type: 'path.linear',
  version: 1,
  title: 'Add noise',
  level: 'study',
  category: 'operation',
  summary: 'Mixes data and noise along a straight line',
  help: 'At t = 0 it gives the data, at t = 1 pure noise, in between a straight mixture of the two.',
  formula: 'x_t = (1 - t)\\,x + t\\,\\epsilon',
  source: 'Liu et al. 2022 (rectified flow), eq. 1; Lipman et al. 2023',
  keywords: ['forward process', 'noise path', 'interpolant', 'linear path'],
  inputs: {
    x: { label: 'x', kinds: ['data', 'latent'] },
    noise: { label: 'ε', kinds: ['noise'] },
    t: { label: 't', kinds: ['time'] },
  },
  outputs: { x_t: { label: 'x_t', kinds: ['data'] } },
  settings: {},
  build: (context) => {
    sameShape(context, 'x', 'noise');
    const [x, noise, t] = [context.tensor('x'), context.tensor('noise'), context.tensor('t')];
    return { x_t: { kind: 'data', tensor: linearPath(x, noise, t) } };
  },
});

const dropLabels = defineNode({
  type: 'operation.drop_labels',
  version: 1,
  title: 'Drop labels',
  level: 'study',
  category: 'operation',
  summary: 'Hides some labels while training, so that a network learns to do without',
  help: 'Each label of a batch becomes "no label", one class more, with this probability. The network then knows both the data of each class and the data as a whole, and a sampler can be guided: it moves away from what holds for everything and towards what the class alone explains. Give the Embedding in the network one entry more.',
  formula: 'y \\leftarrow \\varnothing \\ \\text{with probability}\\ p',
  source: 'Ho & Salimans 2022 (classifier-free guidance), algorithm 1',
  keywords: ['classifier-free guidance', 'null label', 'unconditional', 'label dropout', 'cfg'],
  inputs: { y: { label: 'labels', kinds: ['label'] } },
  outputs: { y: { label: 'labels', kinds: ['label'] } },
  settings: {
    probability: {
      type: 'number',
      label: 'Probability',
      help: 'Share of the labels that are hidden; 0.1 to 0.2 is usual.',
      default: 0.1,
      min: 0,
      max: 1,
      step: 0.01,
      live: true,
    },
  },
  build: (context) => {
    const given = context.input('y');
    if (given.kind !== 'label' || given.classes === undefined)
      return context.fail(
        'needs labels of which it is known how many there are; wire the labels of a data node into it.',
      );
    if (given.none !== undefined)
      return context.fail('gets labels of which some are dropped already; take one of the two out.', takeOut(context));
    const { tensor, classes: none } = given;
    const dropped = context.training
      ? where(
          less(context.random('drop', tensor.shape, 'uniform'), context.live('probability')),
          scalar(none, 'int32'),
          tensor,
        )
      : tensor;
    return { y: { kind: 'label', tensor: dropped, classes: none + 1, none } };
  },
});

export const denoiser = defineNode({
  type: 'network.denoiser',
  version: 1,
  title: 'Denoiser',
  level: 'study',
  category: 'network',
  summary: 'Predicts the velocity at a noisy point and time',
  help: 'Learns the direction from data to noise at every place and time. Samplers follow it backwards. Wire labels into y to let it draw what it is told to; samples then show each class in turn, or the one that is asked for. Open it to wire the layers.',
  formula: 'v_\\theta(x_t, t, y)',
  source: 'Liu et al. 2022',
  keywords: ['velocity', 'flow', 'diffusion', 'vector field', 'score', 'unet', 'dit', 'class conditional'],
  inputs: {
    x_t: { label: 'x_t', kinds: ['data', 'latent'] },
    t: { label: 't', kinds: ['time'] },
    y: { label: 'y', kinds: ['label'], help: 'What to draw; may stay free.', optional: true },
  },
  outputs: {
    prediction: { label: 'v', kinds: ['data'] },
    network: { label: 'network', kinds: ['network'] },
  },
  settings: {},
  holds: 'network',
  presets: denoiserPresets,
  build: (context) => {
    const x = context.tensor('x_t');
    const label = context.optionalInput('y');
    const y = label?.kind === 'label' ? label : undefined;
    return {
      prediction: {
        kind: 'data',
        tensor: context.network({ x, t: context.tensor('t'), ...(y && { y: y.tensor }) }, x.shape),
      },
      network: {
        kind: 'network',
        network: {
          id: context.held(),
          role: 'denoiser',
          itemShape: x.shape.slice(1),
          path: linear,
          labels: labelsOf(y),
          velocity: (at, t, labels) => {
            const times = t.shape.length ? t : broadcastTo(reshape(t, [1]), [at.shape[0]]);
            return context.network({ x: at, t: times, ...(labels && { y: labels }) }, at.shape);
          },
        },
      },
    };
  },
});

const velocityLoss = defineNode({
  type: 'objective.velocity',
  version: 1,
  title: 'Velocity loss',
  level: 'study',
  category: 'objective',
  summary: 'Squared error of the predicted velocity',
  help: 'The straight path moves with constant velocity ε − x. Many lines cross each point, so the network learns their average: the loss never reaches 0.',
  formula: '\\left\\| v_\\theta(x_t, t) - (\\epsilon - x) \\right\\|^2',
  source: 'Liu et al. 2022, eq. 1',
  keywords: ['flow matching', 'rectified flow', 'mse'],
  inputs: {
    prediction: { label: 'v', kinds: ['data'] },
    x: { label: 'x', kinds: ['data', 'latent'] },
    noise: { label: 'ε', kinds: ['noise'] },
  },
  outputs: { loss: { label: 'loss', kinds: ['loss'] } },
  settings: {},
  build: (context) => {
    sameShape(context, 'x', 'noise');
    sameShape(context, 'prediction', 'x');
    const target = linearVelocity(context.tensor('x'), context.tensor('noise'));
    const loss = meanSquaredError(context.tensor('prediction'), target);
    context.report(loss, '');
    return { loss: { kind: 'loss', tensor: loss } };
  },
});

export const flowMatching = [addNoise, dropLabels, denoiser, velocityLoss];
