import { meanSquaredError } from '../generative/objectives';
import { linearPath, linearVelocity } from '../generative/paths';
import { eulerStep, linearTimes } from '../generative/samplers';
import { broadcastTo, constant, reshape, type Tensor } from '../tensor';
import { denoiserPresets } from './presets';
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

/** Labels to sample under: each class in turn, so that samples in rows show them all. */
const labelsInTurn = (count: number, classes = 1): Tensor =>
  constant(
    Int32Array.from({ length: count }, (_, i) => i % classes),
    [count],
  );

export const denoiser = defineNode({
  type: 'network.denoiser',
  version: 1,
  title: 'Denoiser',
  level: 'study',
  category: 'network',
  summary: 'Predicts the velocity at a noisy point and time',
  help: 'Learns the direction from data to noise at every place and time. Samplers follow it backwards. Wire labels into y to let it draw what it is told to; samples then show each class in turn. Open it to wire the layers.',
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
          itemShape: x.shape.slice(1),
          velocity: (at, t) => {
            const [count] = at.shape;
            const times = t.shape.length ? t : broadcastTo(reshape(t, [1]), [count]);
            return context.network({ x: at, t: times, ...(y && { y: labelsInTurn(count, y.classes) }) }, at.shape);
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

const eulerSampler = defineNode({
  type: 'sampler.euler',
  version: 1,
  title: 'Euler sampler',
  level: 'study',
  category: 'sampler',
  summary: 'Follows the velocity from noise to data in equal steps',
  help: 'Starts at t = 1 from Gaussian noise. Each step moves along the predicted velocity; one evaluation of the network a step. The prediction of x₀ at every step can be seen in the trajectory.',
  formula: 'x_{t - \\Delta} = x_t - \\Delta\\,v_\\theta(x_t, t)',
  source: 'Liu et al. 2022, section 2',
  keywords: ['ode', 'generate', 'trajectory'],
  inputs: { network: { label: 'network', kinds: ['network'] } },
  outputs: { trajectory: { label: 'trajectory', kinds: ['trajectory'] } },
  settings: {
    num_inference_steps: {
      type: 'integer',
      label: 'Steps',
      help: 'More steps follow curved paths better and cost more.',
      default: 50,
      min: 1,
      max: 1_000,
      scale: 'log',
      live: true,
    },
  },
  sampler: {
    times: linearTimes,
    step: (network, x, t, next) => eulerStep(network.velocity(x, t), x, t, next),
  },
  build: (context) => {
    const value = context.input('network');
    if (value.kind !== 'network') return context.fail('needs a network on its input.');
    return { trajectory: { kind: 'trajectory', itemShape: value.network.itemShape } };
  },
});

export const flowMatching = [addNoise, denoiser, velocityLoss, eulerSampler];
