import type { AdamStep, NamedArrays, Shape } from '../../src/core/tensor';

export interface DataFeed {
  readonly data: Float32Array;
  readonly shape: Shape;
}

/** One of the reference workloads of `bench/torch_peer.py`, assembled by hand. */
export interface Workload {
  readonly name: string;
  readonly step: AdamStep;
  /** Parameters as PyTorch's default initialisation draws them. */
  initial(): NamedArrays;
  /** Data and fresh noise of step t. */
  feeds(t: number): Readonly<Record<string, DataFeed>>;
}
