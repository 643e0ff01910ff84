/** The slow, obvious interpreter: runs a program through the reference implementations of the rules. */

import { ruleOf } from './graph';
import type { Program, ProgramNode } from './program';
import { sizeOf } from './rule';
import { show } from './shapes';
import type { DType, HostData, HostTensor, Primitive } from './types';
import { TensorError } from './types';

/** How float32 values are stored: as such, or doubles for sharp finite differences. Sums are doubles in both. */
export type Precision = 'float32' | 'float64';

export function allocate(dtype: DType, size: number, precision: Precision = 'float32'): HostData {
  if (dtype === 'int32') return new Int32Array(size);
  if (dtype === 'bool') return new Uint8Array(size);
  return precision === 'float64' ? new Float64Array(size) : new Float32Array(size);
}

/** Computes one operation from values of its inputs. */
export function compute<P extends Primitive>(
  node: Pick<ProgramNode<P>, 'primitive' | 'attributes' | 'shape' | 'dtype'>,
  inputs: readonly HostTensor[],
  precision: Precision = 'float32',
): HostTensor {
  const out = { data: allocate(node.dtype, sizeOf(node.shape), precision), shape: node.shape };
  ruleOf(node).reference(inputs, out, node.attributes);
  return out;
}

/** Runs a program on host arrays: one a named input, of the input's size. */
export function interpret(
  program: Program,
  feeds: Readonly<Record<string, ArrayLike<number>>>,
  precision: Precision = 'float32',
): Record<string, HostData> {
  const values: HostTensor[] = [];
  for (const node of program.nodes) values.push(evaluate(program, node, values, feeds, precision));
  return Object.fromEntries(program.outputs.map(({ name, node }) => [name, values[node].data]));
}

const isSource = <P extends 'input' | 'constant'>(node: ProgramNode, primitive: P): node is ProgramNode<P> =>
  node.primitive === primitive;

function evaluate(
  program: Program,
  node: ProgramNode,
  values: readonly HostTensor[],
  feeds: Readonly<Record<string, ArrayLike<number>>>,
  precision: Precision,
): HostTensor {
  const isInput = isSource(node, 'input');
  if (!isInput && !isSource(node, 'constant')) {
    return compute(
      node,
      node.inputs.map((i) => values[i]),
      precision,
    );
  }
  const given = isInput ? feeds[node.attributes.name] : node.attributes.data;
  const size = sizeOf(node.shape);
  if (given?.length !== size) {
    const name = isInput ? node.attributes.name : 'constant';
    throw new TensorError(
      `program "${program.name}": input "${name}" got ${given ? `${given.length} values` : 'nothing'}, expected ${size} for ${show(node.shape)}; feed an array of that size.`,
    );
  }
  const data = allocate(node.dtype, size, precision);
  data.set(given);
  return { data, shape: node.shape };
}
