/** How a sampler comes from random numbers to items where there is no path of noise to follow. */
import type { Shape, Tensor } from '../tensor';
import type { NetworkLabels } from './handles';

/** An item of the data whose beginning is kept; the rest is drawn to go with it. */
export interface Given {
  /** (1, …item of the data). */
  readonly item: Tensor;
  /** How many of its places are kept, from the first on: int32 scalar. */
  readonly known: Tensor;
}

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
  /** With which items begin; undefined where nothing is given. Only while a walk that takes it begins. */
  readonly given: Given | undefined;
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
  /**
   * Rows and columns of the places that it fills, one at each step in reading order, where an item of the data may be given up
   * to a place: the steps before are then left out.
   */
  given?: readonly [rows: number, columns: number];
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
