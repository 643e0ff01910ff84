/** A program: the simplified, ordered form of some output tensors. It is data, and what the engines run. */

import { topologicalOrder } from './graph';
import { is } from './rules/source';
import { sameShape, show } from './shapes';
import { simplify } from './simplify';
import type { Attributes, Primitive, Tensor, TensorType } from './types';
import { TensorError } from './types';

/** One operation; `inputs` are positions of earlier nodes. */
export interface ProgramNode<P extends Primitive = Primitive> extends TensorType {
  readonly primitive: P;
  readonly inputs: readonly number[];
  readonly attributes: Attributes[P];
}

export interface ProgramInput extends TensorType {
  readonly name: string;
}

export interface ProgramOutput extends TensorType {
  readonly name: string;
  /** Position of the node whose value this is. */
  readonly node: number;
}

/** Static single assignment in topological order. JSON-able apart from the typed arrays of constants. */
export interface Program {
  readonly name: string;
  readonly inputs: readonly ProgramInput[];
  readonly outputs: readonly ProgramOutput[];
  readonly nodes: readonly ProgramNode[];
}

/** Maps each input to the first of its name; the types of one name must agree. */
function unifyInputs(order: readonly Tensor[]): Map<Tensor, Tensor> {
  const byName = new Map<string, Tensor>();
  const canonical = new Map<Tensor, Tensor>();
  for (const node of order) {
    if (!is(node, 'input')) continue;
    const { name } = node.attributes;
    const first = byName.get(name) ?? node;
    if (!sameShape(first.shape, node.shape) || first.dtype !== node.dtype) {
      throw new TensorError(
        `input "${name}": got both ${first.dtype} ${show(first.shape)} and ${node.dtype} ${show(node.shape)}, expected one type for one name; rename one of them.`,
      );
    }
    byName.set(name, first);
    canonical.set(node, first);
  }
  return canonical;
}

/**
 * Collects what the outputs need, simplifies it and puts it in order. The program's inputs are those that the
 * outputs depend on. Output names must differ from input names, since both name values of one program.
 */
export function buildProgram(name: string, outputs: Readonly<Record<string, Tensor>>): Program {
  return toProgram(name, Object.keys(outputs), simplify(Object.values(outputs)));
}

/** As `buildProgram`, without simplification: primitives stay as they were written. */
export function buildPlainProgram(name: string, outputs: Readonly<Record<string, Tensor>>): Program {
  return toProgram(name, Object.keys(outputs), Object.values(outputs));
}

function toProgram(name: string, names: readonly string[], outputs: readonly Tensor[]): Program {
  if (outputs.length === 0) {
    throw new TensorError(`program "${name}": got no outputs, expected at least one; name what it shall compute.`);
  }
  const order = topologicalOrder(outputs);
  const canonical = unifyInputs(order);
  const positions = new Map<Tensor, number>();
  const positionOf = (x: Tensor): number => positions.get(canonical.get(x) ?? x) ?? -1;
  const nodes: ProgramNode[] = [];
  const inputs: ProgramInput[] = [];
  for (const node of order) {
    if (positionOf(node) >= 0) continue;
    const { primitive, attributes, shape, dtype } = node;
    positions.set(node, nodes.length);
    nodes.push({ primitive, inputs: node.inputs.map(positionOf), attributes, shape, dtype });
    if (is(node, 'input')) inputs.push({ name: node.attributes.name, shape, dtype });
  }
  const clash = names.find((n) => inputs.some((i) => i.name === n));
  if (clash !== undefined) {
    throw new TensorError(
      `program "${name}": "${clash}" names both an input and an output, expected distinct names; rename the output.`,
    );
  }
  return {
    name,
    inputs,
    outputs: outputs.map((x, i) => ({ name: names[i], node: positionOf(x), shape: x.shape, dtype: x.dtype })),
    nodes,
  };
}
