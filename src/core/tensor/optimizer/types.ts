import type { ParameterLayout } from '../parameters';
import type { Program } from '../program';
import type { Shape, Tensor } from '../types';
import type { OptimizerSettings } from './settings';

/** A tensor that goes out of one run and into the next. */
export interface StateTensor {
  readonly input: string;
  readonly output: string;
  readonly shape: Shape;
}

/** Parameters that are updated together. */
export interface TrainGroup {
  readonly layout: ParameterLayout;
  readonly optimizer: OptimizerSettings;
  /** Limits the norm of the gradients to `clipNorm` of `stepScalars`. */
  readonly clip?: boolean;
  /** Keeps an exponential moving average of the weights. */
  readonly ema?: boolean;
}

/** Parameters by group, then by name. */
export type GroupTensors<G extends string> = Readonly<Record<G, Readonly<Record<string, Tensor>>>>;

export interface PhaseResult {
  /** A scalar; its gradient is followed. */
  readonly loss: Tensor;
  /** Come out of the program besides. */
  readonly outputs?: Readonly<Record<string, Tensor>>;
  /** New values of members that are not trainable, by parameter name. */
  readonly updates?: Readonly<Record<string, Tensor>>;
}

/** Lowers one loss by changing some groups. It sees what earlier phases made of the parameters, as given numbers. */
export interface TrainPhase<G extends string> {
  readonly updates: readonly G[];
  /** Gives out the norm of the gradients even where nothing is clipped. */
  readonly reportGradNorm?: boolean;
  build(parameters: GroupTensors<G>): PhaseResult;
}

export interface TrainStepOptions<G extends string> {
  readonly name: string;
  readonly groups: Readonly<Record<G, TrainGroup>>;
  /** Run in order. A group may be updated by several. */
  readonly phases: readonly TrainPhase<G>[];
  /** Micro-batches of a step, whose gradients are averaged; 1 unless given. More need a single phase. */
  readonly accumulate?: number;
  /** Gives out a number, named `check`, that is finite exactly as long as the gradients and their moments are. */
  readonly check?: boolean;
}

export interface StepGroup extends Required<TrainGroup> {
  /** Name of the input that takes `stepScalars`. */
  readonly scalarsInput: string;
  /** How many phases update the group. */
  readonly updatesPerStep: number;
}

/** Names of a phase's own outputs. */
export interface PhaseOutputs {
  readonly loss: string;
  /** Norm of the gradients before clipping: over the groups that clip, or over all of the phase where none does. */
  readonly gradNorm?: string;
}

/** What adds up the gradients of all micro-batches but the last. Its outputs are those of the step except `gradNorm`. */
export interface Accumulation {
  readonly program: Program;
  /** Micro-batches of a step; this program runs for all but the last. */
  readonly count: number;
  /** Sums of gradients; zeros before the first micro-batch. Neither kept between steps nor stored. */
  readonly accumulators: readonly StateTensor[];
  /** All that goes out of one run and into the next: accumulators, and new values of members without gradients. */
  readonly state: readonly StateTensor[];
}

export interface TrainStep<G extends string = string> {
  /** Takes the step; where gradients are accumulated, on the last micro-batch. */
  readonly program: Program;
  readonly accumulation?: Accumulation;
  readonly groups: Readonly<Record<G, StepGroup>>;
  readonly phases: readonly PhaseOutputs[];
  readonly state: readonly StateTensor[];
}
