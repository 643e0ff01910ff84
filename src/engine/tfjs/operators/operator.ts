/** One operator of the engine: how a primitive is computed with TensorFlow. */

import { type Attributes, type Primitive, sizeOf, type TensorType } from '../../../core/tensor';
import type { TensorFlow, TfTensor } from '../tfjs';

/** What an operator knows of its node: the type of the result, and the attributes. */
export interface OperatorNode<P extends Primitive> extends TensorType {
  readonly attributes: Attributes[P];
}

/**
 * Computes the result from the inputs, which stay as they are; what is made on the way is freed by the caller. The
 * result is a tensor of its own, never an input.
 */
export type Operator<P extends Primitive> = (
  tf: TensorFlow,
  inputs: readonly TfTensor[],
  node: OperatorNode<P>,
) => TfTensor;

/** The axes 0 … count − 1. */
export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** The order that takes axis `from` to place `to` and keeps the order of the others. */
export function moveAxis(rank: number, from: number, to: number): number[] {
  const rest = range(rank).filter((axis) => axis !== from);
  return [...rest.slice(0, to), from, ...rest.slice(to)];
}

/** Shows `work` one axis of x alone, as the middle one of three; it may change that axis's size. */
export function alongAxis(tf: TensorFlow, x: TfTensor, axis: number, work: (x: TfTensor) => TfTensor): TfTensor {
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const y = work(tf.reshape(x, [sizeOf(before), x.shape[axis], sizeOf(after)]));
  return tf.reshape(y, [...before, y.shape[1], ...after]);
}
