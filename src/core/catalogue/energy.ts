import { contrastiveLoss, langevinStep, langevinSteps, putChains, takeChains } from '../generative/energy';
import { concat, mean, mul, neg, reshape, slice, stopGradient, sub, type Tensor } from '../tensor';
import { energyPresets } from './presets';
import { set } from './remedies';
import { type BuildContext, type DensityHandle, defineNode, type Setting } from './types';

/** x (n, …item) → E(x) (n). */
const energyOf = (context: BuildContext, x: Tensor): Tensor =>
  reshape(context.network({ x }, [x.shape[0], 1]), [x.shape[0]]);

const handleOf = (context: BuildContext): DensityHandle => ({
  id: context.held(),
  role: 'density',
  itemShape: context.tensor('x').shape.slice(1),
  kind: 'unnormalised',
  labels: undefined,
  logProb: (x) => neg(energyOf(context, x)),
});

const energy = defineNode({
  type: 'network.energy',
  version: 1,
  title: 'Energy',
  level: 'study',
  category: 'network',
  summary: 'One number for each item: low where data is, p(x) ∝ exp(−E(x))',
  help: 'Any network that gives one number is a model of data: items of low energy are probable. What it does not know is the constant that makes probabilities sum to 1, so it says how much more probable one item is than another, and items are drawn by walking downhill with noise. Smooth activations make smooth walks. Open it to wire the layers.',
  formula:
    'p_\\theta(x) = \\frac{e^{-E_\\theta(x)}}{Z_\\theta},\\quad Z_\\theta = \\int e^{-E_\\theta(x)}\\,\\mathrm dx',
  source: 'LeCun et al. 2006, section 1',
  keywords: ['ebm', 'energy-based model', 'unnormalised density', 'boltzmann', 'gibbs'],
  inputs: { x: { label: 'x', kinds: ['data', 'latent'] } },
  outputs: { energy: { label: 'E', kinds: ['value'] }, network: { label: 'network', kinds: ['network'] } },
  settings: {},
  holds: 'network',
  presets: energyPresets,
  build: (context) => ({
    energy: { kind: 'value', tensor: energyOf(context, context.tensor('x')) },
    network: { kind: 'network', network: handleOf(context) },
  }),
  probe: (context) => ({ ...handleOf(context), role: 'density' }),
});

const stepSize: Setting = {
  type: 'number',
  label: 'Step size ε',
  help: 'Each step goes ε²/2 along the gradient of log p and adds noise of size ε. Large steps cross quickly from mode to mode and blur them; small ones are exact and slow.',
  default: 0.1,
  min: 1e-4,
  max: 10,
  scale: 'log',
  live: true,
};

const start = (help: string): Setting => ({
  type: 'choice',
  label: 'Start',
  help,
  default: 'uniform',
  options: [
    { value: 'uniform', label: 'Evenly in a box' },
    { value: 'normal', label: 'Gaussian noise' },
  ],
});

const spread: Setting = {
  type: 'number',
  label: 'Spread',
  help: 'Half the side of the box, or the standard deviation of the noise. It should cover the data.',
  default: 2.5,
  min: 0.01,
  max: 100,
  scale: 'log',
};

const startOf = (context: BuildContext): 'uniform' | 'normal' =>
  context.text('start') === 'normal' ? 'normal' : 'uniform';

/** Places to begin at, from numbers of the distribution that `startOf` names. */
const begin = (context: BuildContext, random: Tensor): Tensor => {
  const half = context.number('spread');
  return startOf(context) === 'normal' ? mul(half, random) : mul(2 * half, sub(random, 0.5));
};

const densityOf = (context: BuildContext): DensityHandle => {
  const value = context.input('network');
  if (value.kind === 'network' && value.network.role === 'density') return value.network;
  return context.fail('needs the network of an Energy, or of another model that knows a density; wire one into it.');
};

/** Chains (n, …item) of a buffer as they wait there, over again where there are fewer. */
const waiting = (buffer: Tensor, n: number): Tensor => {
  const [capacity] = buffer.shape;
  const copies = Array.from({ length: Math.ceil(n / capacity) }, () => buffer);
  return slice(copies.length === 1 ? buffer : concat(copies, 0), { starts: [0], ends: [n] });
};

const chains = defineNode({
  type: 'operation.persistent_chains',
  version: 1,
  title: 'Persistent chains',
  level: 'study',
  category: 'operation',
  summary: 'What the model itself draws: chains that walk on from step to step',
  help: 'A queue of items that the model has drawn so far. At each training step the ones that wait longest take a few Langevin steps on the energy of now and line up again; a few begin anew from noise. So the model is always confronted with what it believes in, without long walks from noise. No gradient flows through the walk. The queue is saved with the run.',
  formula:
    'x \\leftarrow x - \\tfrac{\\varepsilon^2}{2}\\nabla_x E_\\theta(x) + \\varepsilon\\,\\xi,\\quad \\xi \\sim \\mathcal N(0, I)',
  source: 'Tieleman 2008; with restarts: Du & Mordatch 2019, algorithm 1',
  keywords: ['replay buffer', 'pcd', 'langevin', 'negative samples', 'mcmc', 'contrastive divergence', 'ebm'],
  inputs: {
    network: { label: 'network', kinds: ['network'] },
    like: {
      label: 'like',
      kinds: ['data', 'latent'],
      help: 'As many chains move at a step as this batch has items.',
      shapeOnly: true,
    },
  },
  outputs: {
    x: { label: 'chains', kinds: ['data'] },
    energy: { label: 'E', kinds: ['value'] },
  },
  settings: {
    capacity: {
      type: 'integer',
      label: 'Chains',
      help: 'How many wait in the queue, at least as many as the batch has items. Each moves once in (chains / batch size) steps.',
      default: 2_048,
      min: 1,
      max: 65_536,
      scale: 'log',
    },
    num_inference_steps: {
      type: 'integer',
      label: 'Langevin steps',
      help: 'Steps of a chain for each training step. More follow the energy more closely and cost more.',
      default: 10,
      min: 1,
      max: 200,
      scale: 'log',
    },
    step_size: stepSize,
    restart: {
      type: 'number',
      label: 'Restarts',
      help: 'Share of the chains that begin anew from noise at a step. Without any, chains may all stay where they are; with many, none gets far.',
      default: 0.05,
      min: 0,
      max: 1,
      step: 0.01,
      live: true,
    },
    start: start('Where chains begin.'),
    spread,
  },
  build: (context) => {
    const { logProb } = densityOf(context);
    const { shape } = context.tensor('like');
    const [n, ...item] = shape;
    const capacity = context.number('capacity');
    const half = context.number('spread');
    const buffer = context.state(
      'buffer',
      [capacity, ...item],
      startOf(context) === 'normal' ? { type: 'normal', std: half } : { type: 'uniform', bound: half },
    );
    const told = (x: Tensor) =>
      ({ x: { kind: 'data', tensor: x }, energy: { kind: 'value', tensor: neg(logProb(x)) } }) as const;
    if (!context.training) return told(waiting(buffer, n));
    if (capacity < n)
      context.fail(
        `holds ${capacity} chains, but ${n} move at each step, one for each item of the batch; hold at least ${n}.`,
        set('capacity', n, `Hold ${n} chains`),
      );
    const taken = takeChains(buffer, {
      fresh: begin(context, context.random('start', shape, startOf(context))),
      uniform: context.random('lot', [n], 'uniform'),
      share: context.live('restart'),
    });
    const noise = context.random('noise', [context.number('num_inference_steps'), ...shape], 'normal');
    const moved = stopGradient(langevinSteps(logProb, taken, context.live('step_size'), noise));
    context.update('buffer', putChains(buffer, moved));
    return told(moved);
  },
});

/** One energy for each item. */
const energies = (context: BuildContext, port: string): Tensor => {
  const tensor = context.tensor(port);
  if (tensor.shape.length === 1) return tensor;
  return context.fail(
    `needs one energy for each item on "${port}" but gets ${tensor.shape.join(' × ') || 'a single number'}; wire the energy of an Energy or of Persistent chains into it.`,
  );
};

const contrastive = defineNode({
  type: 'objective.contrastive',
  version: 1,
  title: 'Contrastive divergence',
  level: 'study',
  category: 'objective',
  summary: 'Presses the energy down at data and up where the chains are',
  help: 'Where chains draw from the model this is maximum likelihood: it comes to rest when data and chains have the same energies everywhere. The loss itself hovers around 0 and says little; watch whether both energies stay together. The second term only keeps the energies near 0, as adding a constant to all of them changes nothing.',
  formula:
    '\\mathbb E_{x}\\left[E_\\theta(x)\\right] - \\mathbb E_{\\tilde x}\\left[E_\\theta(\\tilde x)\\right] + \\alpha\\,\\mathbb E\\left[E_\\theta(x)^2 + E_\\theta(\\tilde x)^2\\right]',
  source: 'Hinton 2002, eq. 3; Du & Mordatch 2019, section 3.2',
  keywords: ['ebm', 'cd', 'pcd', 'energy', 'negative phase', 'maximum likelihood'],
  inputs: {
    data: { label: 'E of data', kinds: ['value'] },
    chains: { label: 'E of chains', kinds: ['value'], help: 'Of what the model itself has drawn.' },
  },
  outputs: { loss: { label: 'loss', kinds: ['loss'] } },
  settings: {
    alpha: {
      type: 'number',
      label: 'α',
      help: 'How firmly energies are held near 0.',
      default: 0.01,
      min: 0,
      max: 10,
      live: true,
    },
  },
  build: (context) => {
    const [data, drawn] = [energies(context, 'data'), energies(context, 'chains')];
    context.report(mean(data), 'nats', 'data');
    context.report(mean(drawn), 'nats', 'chains');
    return { loss: { kind: 'loss', tensor: contrastiveLoss(data, drawn, context.live('alpha')) } };
  },
});

const langevin = defineNode({
  type: 'sampler.langevin',
  version: 1,
  title: 'Langevin sampler',
  level: 'study',
  category: 'sampler',
  summary: 'Walks uphill on log p with a little noise at every step',
  help: 'Draws from any model that can say how much more probable one place is than another: it follows the gradient of log p in x and adds noise. The normalising constant is not needed, as it has no gradient. Where modes lie far apart a chain stays in the one it found first, so many chains are started. Each step is one frame; one evaluation of the network and of its gradient.',
  formula:
    'x_{k+1} = x_k + \\tfrac{\\varepsilon^2}{2}\\nabla_x \\log p_\\theta(x_k) + \\varepsilon\\,\\xi_k,\\quad \\xi_k \\sim \\mathcal N(0, I)',
  source: 'Roberts & Tweedie 1996, section 1.4; Welling & Teh 2011, eq. 3',
  keywords: ['mcmc', 'langevin dynamics', 'ula', 'energy', 'ebm', 'chain', 'stochastic', 'score'],
  inputs: { network: { label: 'network', kinds: ['network'] } },
  outputs: { trajectory: { label: 'samples', kinds: ['trajectory'] } },
  settings: {
    num_inference_steps: {
      type: 'integer',
      label: 'Steps',
      help: 'Length of a chain.',
      default: 100,
      min: 1,
      max: 1_000,
      scale: 'log',
    },
    step_size: stepSize,
    start: start('Where chains begin.'),
    spread,
  },
  build: (context) => ({
    trajectory: { kind: 'trajectory', itemShape: densityOf(context).itemShape },
  }),
  walk: (context) => {
    const { itemShape, labels, logProb } = densityOf(context);
    const count = context.number('num_inference_steps');
    return {
      itemShape,
      labels,
      unit: 'step',
      evaluations: count,
      begin: (draw) => [begin(context, draw.random('start', itemShape, startOf(context)))],
      steps: {
        count,
        take: (x, _, draw) =>
          langevinStep(
            (at) => logProb(at, draw.labels),
            x,
            context.live('step_size'),
            draw.random('noise', itemShape, 'normal'),
          ),
      },
    };
  },
});

/** Models that say how much more probable one item is than another, and how they are trained and drawn from. */
export const energyBased = [energy, chains, contrastive, langevin];
