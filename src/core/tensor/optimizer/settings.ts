/** What can be chosen of each optimiser. Names and meanings are those of `torch.optim`. */

export interface SgdSettings {
  readonly type: 'sgd';
  /** Share of the last change that is kept; 0 for plain gradient descent. */
  readonly momentum: number;
  /** Looks one momentum step ahead; needs `momentum`. */
  readonly nesterov: boolean;
  /** L2: adds weightDecay·θ to the gradient. */
  readonly weightDecay: number;
}

interface AdamNumbers {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/** Weight decay is L2: it adds weightDecay·θ to the gradient. */
export interface AdamSettings extends AdamNumbers {
  readonly type: 'adam';
}

/** Weight decay is decoupled: it takes learningRate·weightDecay·θ off the parameters, past the moments. */
export interface AdamWSettings extends AdamNumbers {
  readonly type: 'adamw';
}

export interface RmspropSettings {
  readonly type: 'rmsprop';
  /** Memory of the squared gradient, below 1. */
  readonly alpha: number;
  readonly epsilon: number;
  readonly momentum: number;
  /** L2: adds weightDecay·θ to the gradient. */
  readonly weightDecay: number;
}

/** For groups in which nothing follows a gradient: their numbers move by the updates of phases alone. */
export interface NoOptimizerSettings {
  readonly type: 'none';
  readonly weightDecay: 0;
}

export type OptimizerSettings = SgdSettings | AdamSettings | AdamWSettings | RmspropSettings | NoOptimizerSettings;

export const defaultSgd: SgdSettings = { type: 'sgd', momentum: 0, nesterov: false, weightDecay: 0 };
export const defaultAdam: AdamSettings = { type: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
export const defaultAdamW: AdamWSettings = { ...defaultAdam, type: 'adamw', weightDecay: 0.01 };
export const noOptimizer: NoOptimizerSettings = { type: 'none', weightDecay: 0 };
export const defaultRmsprop: RmspropSettings = {
  type: 'rmsprop',
  alpha: 0.99,
  epsilon: 1e-8,
  momentum: 0,
  weightDecay: 0,
};
