import type { Pair, ParameterSpec, Shape, Tensor } from '../../src/core/tensor';

export interface DataFeed {
  readonly data: Float32Array | Int32Array;
  readonly shape: Shape;
}

/** How a parameter is drawn before training. */
export type Draw = { readonly uniform: number } | { readonly normal: number } | { readonly constant: number };

export interface WorkloadParameter extends ParameterSpec {
  readonly draw: Draw;
}

/** Parameters of all networks of a workload by name. */
export type Parameters = Readonly<Record<string, Tensor>>;

/** A loss that is followed by one optimiser. A step runs the phases in order, each on what the one before left. */
export interface Phase {
  readonly name: string;
  /** Names a group of parameters: those that this phase updates. */
  readonly group: string;
  loss(p: Parameters): Tensor;
}

/**
 * One of the reference workloads of `bench/torch_workloads.py`, assembled by hand. Parameters have PyTorch's names;
 * weights of linear layers are held as [in, out].
 */
export interface Workload {
  readonly name: string;
  readonly groups: Readonly<Record<string, readonly WorkloadParameter[]>>;
  readonly phases: readonly Phase[];
  /** Of Adam; 1e-3 unless given. */
  readonly learningRate?: number;
  /** Memory of Adam's mean and variance; 0.9 and 0.999 unless given. */
  readonly betas?: Pair;
  /** Data and fresh noise of step t = 1, 2, … */
  feeds(t: number): Readonly<Record<string, DataFeed>>;
}
