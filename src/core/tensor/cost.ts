/** What a program costs, from its shapes alone. */

import { ruleOf } from './graph';
import type { Program, ProgramNode } from './program';
import { sizeOf } from './rule';
import type { Primitive, TensorType } from './types';

export interface Cost {
  /** Floating-point operations of one run; a multiplication and an addition count as two. */
  readonly flops: number;
  /** Operations, without inputs and constants. */
  readonly operations: number;
  /** Bytes of all values that operations produce, were each kept. */
  readonly bytes: number;
}

function flopsOf<P extends Primitive>(node: ProgramNode<P>, inputs: readonly TensorType[]): number {
  return ruleOf(node).flops(node, inputs, node.attributes);
}

export function cost(program: Program): Cost {
  const computed = program.nodes.filter(({ primitive }) => primitive !== 'input' && primitive !== 'constant');
  return {
    flops: computed.reduce(
      (n, node) =>
        n +
        flopsOf(
          node,
          node.inputs.map((i) => program.nodes[i]),
        ),
      0,
    ),
    operations: computed.length,
    bytes: computed.reduce((n, { shape, dtype }) => n + sizeOf(shape) * (dtype === 'bool' ? 1 : 4), 0),
  };
}
