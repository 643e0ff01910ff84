import {
  ddimStep,
  eulerMaruyamaStep,
  eulerStep,
  heunStep,
  linearTimes,
  midpointStep,
  rk4Step,
} from '../generative/samplers';
import { set } from './remedies';
import { type BuildContext, defineNode, type NodeDefinition, type PortValue, type SamplerDefinition } from './types';

const steps = {
  type: 'integer',
  label: 'Steps',
  help: 'More steps follow curved paths better and cost more.',
  default: 50,
  min: 1,
  max: 1_000,
  scale: 'log',
  live: true,
} as const;

const guidance = {
  type: 'number',
  label: 'Guidance',
  help: 'Classifier-free guidance: 1 draws what the label says, more goes further away from what holds without it, 0 leaves the label out. Other values than 0 and 1 evaluate the network twice. It needs labels of which some were dropped while training.',
  default: 1,
  min: 0,
  max: 20,
  step: 0.1,
  live: true,
} as const;

const eta = (value: number, help: string) =>
  ({ type: 'number', label: 'Eta', help, default: value, min: 0, max: 1, step: 0.05, live: true }) as const;

/** Checks that a sampler can be what it is set to, and says what it gives. */
const build = (context: BuildContext): Record<string, PortValue> => {
  const value = context.input('network');
  if (value.kind !== 'network' || value.network.role !== 'denoiser')
    return context.fail('needs the network of a denoiser on its input; wire one in.');
  const { itemShape, labels } = value.network;
  if (context.number('guidance_scale') !== 1 && labels?.none === undefined)
    context.fail(
      labels
        ? 'cannot guide, as its network never learned to do without a label; put Drop labels between the labels and the denoiser, or set Guidance to 1.'
        : 'cannot guide, as its network takes no labels; wire labels through Drop labels into the denoiser, or set Guidance to 1.',
      set('guidance_scale', 1, 'Set Guidance to 1'),
    );
  return { trajectory: { kind: 'trajectory', itemShape } };
};

type Given = 'title' | 'summary' | 'help' | 'formula' | 'source' | 'keywords';

/** A node that takes a network and gives a trajectory in even steps from t = 1 to t = 0. */
const defineSampler = (
  id: string,
  words: Required<Pick<NodeDefinition, Given>>,
  sampler: Omit<SamplerDefinition, 'times' | 'stochastic'>,
  fresh?: ReturnType<typeof eta>,
): NodeDefinition =>
  defineNode({
    type: `sampler.${id}`,
    version: 1,
    ...words,
    level: 'study',
    category: 'sampler',
    inputs: { network: { label: 'network', kinds: ['network'] } },
    outputs: { trajectory: { label: 'trajectory', kinds: ['trajectory'] } },
    settings: { num_inference_steps: steps, guidance_scale: guidance, ...(fresh && { eta: fresh }) },
    sampler: { ...sampler, times: linearTimes, stochastic: fresh !== undefined },
    build,
  });

const euler = defineSampler(
  'euler',
  {
    title: 'Euler sampler',
    summary: 'Follows the velocity from noise to data in equal steps',
    help: 'Starts at t = 1 from Gaussian noise. Each step moves along the predicted velocity; one evaluation of the network a step. The prediction of x₀ at every step can be seen in the trajectory.',
    formula: 'x_{t - \\Delta} = x_t - \\Delta\\,v_\\theta(x_t, t)',
    source: 'Liu et al. 2022, section 2',
    keywords: ['ode', 'generate', 'trajectory'],
  },
  { name: 'Euler', step: eulerStep },
);

const heun = defineSampler(
  'heun',
  {
    title: 'Heun sampler',
    summary: 'Looks where a step would end and corrects it: second order',
    help: 'Makes an Euler step, asks for the velocity where it ends, and goes back to move along the mean of both. Two evaluations of the network a step; the error falls with the square of the steps, so fewer of them do on curved paths.',
    formula:
      'x_{t - \\Delta} = x_t - \\tfrac{\\Delta}{2}\\left(v_\\theta(x_t, t) + v_\\theta(\\tilde x, t - \\Delta)\\right),\\quad \\tilde x = x_t - \\Delta\\,v_\\theta(x_t, t)',
    source: 'Karras et al. 2022 (EDM), algorithm 1',
    keywords: ['ode', 'second order', 'edm', 'predictor corrector', 'generate'],
  },
  { name: 'Heun', step: heunStep },
);

const midpoint = defineSampler(
  'midpoint',
  {
    title: 'Midpoint sampler',
    summary: 'Moves along the velocity half a step ahead: second order',
    help: 'Goes half a step, asks for the velocity there, and makes the whole step along it. Two evaluations of the network a step; the error falls with the square of the steps.',
    formula:
      'x_{t - \\Delta} = x_t - \\Delta\\,v_\\theta\\left(x_t - \\tfrac{\\Delta}{2} v_\\theta(x_t, t),\\ t - \\tfrac{\\Delta}{2}\\right)',
    source: 'Hairer, Nørsett & Wanner 1993, section II.1; Lipman et al. 2023',
    keywords: ['ode', 'second order', 'runge-kutta', 'generate'],
  },
  { name: 'Midpoint', step: midpointStep },
);

const rk4 = defineSampler(
  'rk4',
  {
    title: 'Runge–Kutta sampler',
    summary: 'Four looks ahead for every step: fourth order',
    help: 'The classical Runge–Kutta step: velocities at the beginning, twice in the middle and at the end, averaged. Four evaluations of the network a step. It shows where the other samplers would arrive with very many steps.',
    formula: 'x_{t - \\Delta} = x_t - \\tfrac{\\Delta}{6}\\left(k_1 + 2 k_2 + 2 k_3 + k_4\\right)',
    source: 'Hairer, Nørsett & Wanner 1993, section II.1',
    keywords: ['ode', 'fourth order', 'rk4', 'exact', 'generate'],
  },
  { name: 'RK4', step: rk4Step },
);

const ddim = defineSampler(
  'ddim',
  {
    title: 'DDIM sampler',
    summary: 'Predicts data and noise, mixes them again for the next time, with fresh noise if wanted',
    help: 'The network tells which data and which noise made x_t; the step mixes the two again with less noise. Eta is how much of the noise is drawn afresh: 0 keeps all of it and follows the flow, on straight paths exactly as Euler does; 1 is ancestral sampling, as DDPM does it.',
    formula:
      'x_s = \\alpha_s \\hat x_0 + \\sqrt{\\sigma_s^2 - \\eta^2 \\tilde\\sigma^2}\\,\\hat\\epsilon + \\eta\\,\\tilde\\sigma z,\\quad \\tilde\\sigma^2 = \\sigma_s^2 \\left(1 - \\tfrac{\\alpha_t^2 \\sigma_s^2}{\\alpha_s^2 \\sigma_t^2}\\right)',
    source: 'Song, Meng & Ermon 2021 (DDIM), eq. 12 and 16',
    keywords: ['ddpm', 'ancestral', 'stochastic', 'diffusion', 'generate'],
  },
  { name: 'DDIM', step: ddimStep },
  eta(0, 'Share of fresh noise: 0 draws none and repeats, 1 is ancestral sampling.'),
);

const sde = defineSampler(
  'sde',
  {
    title: 'SDE sampler',
    summary: 'Walks back with a little noise at every step, which wears errors away',
    help: 'Adds fresh noise at every step and steers against it with the score, so that the particles stay distributed as the flow would have them. Unlike DDIM with eta 1 it keeps most of the first noise. Eta scales the noise; 0 is Euler. It needs more steps than a sampler without noise.',
    formula:
      '\\mathrm{d}x = \\left(v_\\theta - \\tfrac{w_t}{2}\\,\\nabla \\log p_t\\right)\\mathrm{d}t + \\sqrt{w_t}\\,\\mathrm{d}\\bar W,\\quad w_t = \\eta\\,\\sigma_t',
    source: 'Ma et al. 2024 (SiT), section 2.3; Song et al. 2021 (score SDE), eq. 6',
    keywords: ['stochastic', 'euler–maruyama', 'langevin', 'score', 'diffusion', 'generate'],
  },
  { name: 'SDE', step: eulerMaruyamaStep },
  eta(1, 'How much noise is added on the way: 0 is none, 1 is as much as SiT adds.'),
);

export const samplers = [euler, heun, midpoint, rk4, ddim, sde];
