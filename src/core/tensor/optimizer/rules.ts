/**
 * One rule an optimiser: the moments it keeps, the numbers it takes from the host, and one step.
 *
 * Sums stand for averages wherever that saves an operation: with M = Σ β₁ⁱ·g and V = Σ β₂ⁱ·g² (m/(1 − β₁) and
 * v/(1 − β₂) in the papers) the constants and bias corrections meet in numbers that the host computes once a step.
 */

import { add, div, mul, sub } from '../rules/binary';
import { sqrt, square } from '../rules/unary';
import type { Tensor } from '../types';
import type { AdamSettings, AdamWSettings, OptimizerSettings, RmspropSettings, SgdSettings } from './settings';

export interface RuleNumbers {
  readonly learningRate: number;
  /** Count of this update, from 1. */
  readonly t: number;
  readonly weightDecay: number;
}

export interface UpdateRule {
  /** Names of the moments; each has the shape of the parameters. Checkpoints store them under these names. */
  readonly moments: readonly string[];
  readonly scalarCount: number;
  /** The `scalarCount` numbers of an update. */
  scalars(numbers: RuleNumbers): number[];
  /** New parameters and moments; `moments` and `scalars` in the orders above. */
  update(
    parameters: Tensor,
    gradient: Tensor,
    moments: readonly Tensor[],
    scalars: readonly Tensor[],
  ): { parameters: Tensor; moments: readonly Tensor[] };
}

const plusDecay = (gradient: Tensor, parameters: Tensor, decay: Tensor | undefined): Tensor =>
  decay ? add(gradient, mul(parameters, decay)) : gradient;

/** Momentum without dampening (Sutskever et al. 2013), as `torch.optim.SGD`. */
const sgd = ({ momentum, nesterov, weightDecay }: SgdSettings): UpdateRule => ({
  moments: momentum > 0 ? ['sgd.momentum'] : [],
  scalarCount: weightDecay > 0 ? 2 : 1,
  scalars: (numbers) => [numbers.learningRate, ...(weightDecay > 0 ? [numbers.weightDecay] : [])],
  update: (parameters, gradient, [velocity], [learningRate, decay]) => {
    const g = plusDecay(gradient, parameters, decay);
    if (momentum === 0) return { parameters: sub(parameters, mul(g, learningRate)), moments: [] };
    const next = add(mul(velocity, momentum), g);
    const change = nesterov ? add(g, mul(next, momentum)) : next;
    return { parameters: sub(parameters, mul(change, learningRate)), moments: [next] };
  },
});

/**
 * Adam (Kingma & Ba 2015, algorithm 1; ε outside the root, as in PyTorch):
 *
 *     M ← β₁·M + g     V ← β₂·V + g²     θ ← θ − stepSize · M / (√V + epsilon)
 *
 * where `stepSize` and `epsilon` absorb the bias corrections and the learning rate. AdamW (Loshchilov & Hutter 2019,
 * algorithm 2) also takes learningRate·weightDecay·θ off.
 */
const adam = ({ type, beta1, beta2, epsilon, weightDecay }: AdamSettings | AdamWSettings): UpdateRule => {
  const decoupled = type === 'adamw';
  return {
    moments: ['adam.mean_sum', 'adam.variance_sum'],
    scalarCount: weightDecay > 0 ? 3 : 2,
    scalars: ({ learningRate, t, weightDecay: decay }) => {
      const root = Math.sqrt((1 - beta2) / (1 - beta2 ** t)); // √v̂ = root·√V
      const stepSize = (learningRate * (1 - beta1)) / (1 - beta1 ** t) / root;
      const decays = weightDecay > 0 ? [decoupled ? learningRate * decay : decay] : [];
      return [stepSize, epsilon / root, ...decays];
    },
    update: (parameters, gradient, [mean, variance], [stepSize, floor, decay]) => {
      const g = decoupled ? gradient : plusDecay(gradient, parameters, decay);
      const nextMean = add(mul(mean, beta1), g);
      const nextVariance = add(mul(variance, beta2), square(g));
      const change = mul(div(nextMean, add(sqrt(nextVariance), floor)), stepSize);
      const kept = decoupled && decay ? sub(parameters, mul(parameters, decay)) : parameters;
      return { parameters: sub(kept, change), moments: [nextMean, nextVariance] };
    },
  };
};

/**
 * RMSprop (Tieleman & Hinton 2012), as `torch.optim.RMSprop`: momentum comes after the division. With S = Σ αⁱ·g² the
 * factor √(1 − α) goes into learning rate and ε.
 */
const rmsprop = ({ alpha, epsilon, momentum, weightDecay }: RmspropSettings): UpdateRule => {
  const root = Math.sqrt(1 - alpha);
  return {
    moments: ['rmsprop.square_sum', ...(momentum > 0 ? ['rmsprop.momentum'] : [])],
    scalarCount: weightDecay > 0 ? 2 : 1,
    scalars: (numbers) => [numbers.learningRate / root, ...(weightDecay > 0 ? [numbers.weightDecay] : [])],
    update: (parameters, gradient, [squares, velocity], [learningRate, decay]) => {
      const g = plusDecay(gradient, parameters, decay);
      const nextSquares = add(mul(squares, alpha), square(g));
      const scaled = div(g, add(sqrt(nextSquares), epsilon / root));
      const change = momentum > 0 ? add(mul(velocity, momentum), scaled) : scaled;
      return {
        parameters: sub(parameters, mul(change, learningRate)),
        moments: momentum > 0 ? [nextSquares, change] : [nextSquares],
      };
    },
  };
};

/** Leaves everything as it is. */
const none: UpdateRule = {
  moments: [],
  scalarCount: 0,
  scalars: () => [],
  update: (parameters) => ({ parameters, moments: [] }),
};

export function updateRule(settings: OptimizerSettings): UpdateRule {
  switch (settings.type) {
    case 'sgd':
      return sgd(settings);
    case 'adam':
    case 'adamw':
      return adam(settings);
    case 'rmsprop':
      return rmsprop(settings);
    case 'none':
      return none;
  }
}
