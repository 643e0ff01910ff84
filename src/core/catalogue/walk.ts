/** How a sampler comes from random numbers to items where there is no path of noise to follow. */
import type { Shape, Tensor } from '../tensor';
import type { NetworkLabels } from './handles';

/** What a walk is fed while its programs are traced. */
export interface Draw {
  /** Items. */
  readonly count: number;
  /**
   * Random numbers (count, …shape): of one name always the same for a seed at the beginning, fresh ones at each step. The first
   * items of many are those of few.
   */
  random(name: string, shape: Shape, distribution: 'normal' | 'uniform'): Tensor;
  /** The class that each item is asked for (count) int32; undefined where the walk takes no labels. */
  readonly labels: Tensor | undefined;
}

/** Steps that follow one after the other, each a run of one program. */
export interface WalkSteps {
  count: number;
  /** One of every so many steps is recorded as a frame; `count` is a multiple of it. 1 where absent. */
  perFrame?: number;
  /** x (count, …) and the number of the step from 0 (int32 scalar) → x in the same shape. */
  take(x: Tensor, k: Tensor, draw: Draw): Tensor;
}

export interface Walk {
  /** Shape of one item as it is shown. */
  itemShape: Shape;
  /** What it can be asked for; undefined where it takes no labels. */
  labels: NetworkLabels | undefined;
  /** What one frame after the other is: a layer of a flow, a step of a chain, pixels of a picture. */
  unit: 'step' | 'layer' | 'pixel' | 'token';
  /** Evaluations of its network for each item, in all. */
  evaluations: number;
  /**
   * Frames, from noise to items, that one program gives; all of them (count, …). One where there is no way to follow; the last
   * one goes on to the steps.
   */
  begin(draw: Draw): readonly Tensor[];
  steps?: WalkSteps;
  /** Frames (count, …) as items (count, …itemShape); what they are where absent. */
  show?(x: Tensor): Tensor;
  /** Study node whose output the items are: where an objective reads it, they are shown as that shows them. */
  shownAs?: string;
}
