/** What is settled before a program's first run: what computes each value, and when it is needed no more. */

import { type Primitive, type Program, type ProgramNode, rules } from '../../core/tensor';
import { type Computed, operators } from './operators';
import type { TensorFlow, TfTensor } from './tfjs';

/** Computes one value of a program from the values before it. */
export interface Step {
  /** Position of the value. */
  readonly node: number;
  readonly inputs: readonly number[];
  /** Positions of computed values that have no use after this step. */
  readonly freed: readonly number[];
  run(tf: TensorFlow, inputs: readonly TfTensor[]): TfTensor;
}

const isSource = ({ primitive }: ProgramNode): boolean => primitive === 'input' || primitive === 'constant';

const isComputed = (primitive: Primitive): primitive is Computed => Object.hasOwn(operators, primitive);

function bind<P extends Computed>(node: ProgramNode<P>): Step['run'] {
  const operator = operators[node.primitive];
  return (tf, inputs) => tf.tidy(() => operator(tf, inputs, node));
}

const hasOperator = (node: ProgramNode): node is ProgramNode<Computed> => isComputed(node.primitive);

/** One step for each value that is computed, in the program's order. */
export function schedule({ nodes, outputs }: Program): Step[] {
  const lastUse = new Map<number, number>();
  nodes.forEach((node, at) => {
    if (!isSource(node)) lastUse.set(at, at);
    for (const input of node.inputs) if (!isSource(nodes[input])) lastUse.set(input, at);
  });
  for (const { node } of outputs) lastUse.delete(node);
  const freed = new Map<number, number[]>();
  for (const [node, at] of lastUse) freed.set(at, [...(freed.get(at) ?? []), node]);
  return nodes.flatMap((node, at) => {
    if (isSource(node)) return [];
    if (rules[node.primitive].lower !== undefined || !hasOperator(node)) {
      throw new Error(
        `TensorFlow: got the primitive ${node.primitive}, expected a simplified program; use buildProgram.`,
      );
    }
    return [{ node: at, inputs: node.inputs, freed: freed.get(at) ?? [], run: bind(node) }];
  });
}
