/** What a computation costs, from its shapes alone. */

import { ruleOf, topologicalOrder } from './graph';
import type { Program } from './program';
import { sizeOf } from './rule';
import type { Attributes, Primitive, Tensor, TensorType } from './types';

export interface Cost {
  /** Floating-point operations of one run; a multiplication and an addition count as two. */
  readonly flops: number;
  /** Operations, without inputs and constants. */
  readonly operations: number;
  /** Bytes of all values that operations produce, were each kept. */
  readonly bytes: number;
}

interface Operation<P extends Primitive = Primitive> extends TensorType {
  readonly primitive: P;
  readonly attributes: Attributes[P];
}

function flopsOf<P extends Primitive>(node: Operation<P>, inputs: readonly TensorType[]): number {
  return ruleOf(node).flops(node, inputs, node.attributes);
}

/** Sum over operations in any order, each with the types of what it reads. */
function total(operations: readonly (readonly [Operation, readonly TensorType[]])[]): Cost {
  const computed = operations.filter(([{ primitive }]) => primitive !== 'input' && primitive !== 'constant');
  return {
    flops: computed.reduce((n, [node, inputs]) => n + flopsOf(node, inputs), 0),
    operations: computed.length,
    bytes: computed.reduce((n, [{ shape, dtype }]) => n + sizeOf(shape) * (dtype === 'bool' ? 1 : 4), 0),
  };
}

export const cost = (program: Program): Cost =>
  total(program.nodes.map((node) => [node, node.inputs.map((i) => program.nodes[i])]));

/** Cost of all that these tensors depend on, as it was written: what `cost` says of their plain program. */
export const costOf = (tensors: readonly Tensor[]): Cost =>
  total(topologicalOrder(tensors).map((tensor) => [tensor, tensor.inputs]));
