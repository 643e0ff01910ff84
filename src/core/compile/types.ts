import type { Initializer, PortKind } from '../catalogue/types';
import type { Problem } from '../graph/document';
import type { Shape } from '../tensor';

export interface ParameterSpec {
  /** `<network>/<layer>/weight`, or `<node>/weight` on the study: unique in the document, the name in checkpoints. */
  name: string;
  /** Study node that owns it. */
  node: string;
  shape: Shape;
  initializer: Initializer;
  /** False for what no gradient changes, for instance running statistics; true unless given. */
  trainable?: boolean;
}

/** Shape and kind of what travels on a wire; `text` is for people, for instance `128 × 784` or `128 × 2 (μ, log σ²)`. */
export interface WireType {
  kind: PortKind;
  shape: Shape;
  text: string;
}

/** What a node costs: a study node or a block with all that is inside it. */
export interface NodeCost {
  /** Trainable numbers; those that tied nodes share count at each of them. */
  parameters: number;
  /** Floating-point operations of one forward pass over a batch, about. */
  flops: number;
  /** Bytes of the values that a forward pass over a batch computes, about: what a training step keeps for the way back. */
  activationBytes: number;
}

/** Everything the editor shows about a document, from one symbolic trace; no numbers are computed. */
export interface Analysis {
  /** True when the document can be trained. */
  ok: boolean;
  problems: readonly Problem[];
  /** Type of each output, by place `node:port` (inside a network `network/node:port`). */
  outputs: Readonly<Record<string, WireType>>;
  /** Nodes that take no part because they, or all that they need, are muted; addresses as in `costs`. */
  silent: Readonly<Record<string, true>>;
  /** Type on each study edge by edge id. */
  edges: Readonly<Record<string, WireType>>;
  /** Type on each edge inside the networks, by network id, then edge id. */
  networkEdges: Readonly<Record<string, Readonly<Record<string, WireType>>>>;
  parameters: readonly ParameterSpec[];
  /** Count of trainable numbers by study node id. */
  parametersByNode: Readonly<Record<string, number>>;
  /** Cost of each node that could be built, by `node`, inside a network by `network/node` (see `nodeKey`). */
  costs: Readonly<Record<string, NodeCost>>;
  /** Distinct trainable numbers of the document. */
  parameterCount: number;
  /** Bytes that training needs for weights, gradients, optimiser state and activations, about; undefined while nothing trains. */
  memory?: number;
  /** Floating-point operations of a training step, about; undefined while nothing trains. */
  flops?: number;
}
