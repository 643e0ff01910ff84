/** The numbers that the host feeds at each step. */

import { TensorError } from '../types';
import { updateRule } from './rules';
import type { StepGroup, TrainStep } from './types';

export interface StepNumbers {
  readonly learningRate: number;
  /** Count of this step, from 1. */
  readonly t: number;
  /** That of the settings unless given. A group whose settings have none cannot be given one. */
  readonly weightDecay?: number;
  /** Largest norm of the gradients, for groups that clip; Infinity lets all pass. */
  readonly clipNorm?: number;
  /** Share of the old average, for groups that keep one; 0 makes the average the weights. */
  readonly emaDecay?: number;
}

/** How many numbers a group takes: for each update those of its optimiser and the clip norm, then one for the average. */
export const scalarCount = ({ optimizer, clip, ema, updatesPerStep }: Omit<StepGroup, 'scalarsInput'>): number =>
  updatesPerStep * (updateRule(optimizer).scalarCount + (clip ? 1 : 0)) + (ema ? 1 : 0);

/**
 * What the input `scalarsInput` of a group takes at a step, a vector.
 * @throws TensorError where a number is missing that the group was built for, or one is given that it was not.
 */
export function stepScalars<G extends string>(step: TrainStep<G>, group: G, numbers: StepNumbers): Float32Array {
  const { optimizer, clip, ema, updatesPerStep } = step.groups[group];
  const { learningRate, t, weightDecay = optimizer.weightDecay, clipNorm, emaDecay } = numbers;
  agree(group, 'clipNorm', clipNorm, clip);
  agree(group, 'emaDecay', emaDecay, ema);
  agree(group, 'weightDecay', weightDecay || undefined, optimizer.weightDecay > 0 && weightDecay > 0);
  const rule = updateRule(optimizer);
  const values: number[] = [];
  for (let i = 1; i <= updatesPerStep; i++) {
    values.push(...rule.scalars({ learningRate, t: (t - 1) * updatesPerStep + i, weightDecay }));
    if (clipNorm !== undefined) values.push(clipNorm);
  }
  if (emaDecay !== undefined) values.push(1 - emaDecay);
  return Float32Array.from(values);
}

function agree(group: string, name: string, given: number | undefined, wanted: boolean): void {
  if ((given !== undefined) === wanted) return;
  throw new TensorError(
    `stepScalars "${group}": got ${given === undefined ? `no ${name}` : `${name} ${given}`}, expected ${wanted ? 'one' : 'none'}; the step was built ${wanted ? 'for it' : 'without it'}.`,
  );
}

/**
 * Decay of an average of weights while it warms up: min(decay, (1 + t)/(10 + t)), so that it soon forgets where the
 * weights began.
 * @param t count of steps taken, from 1.
 */
export const emaDecayAt = (decay: number, t: number): number => Math.min(decay, (1 + t) / (10 + t));
