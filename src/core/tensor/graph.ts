/** Walking and rebuilding the DAG of symbolic tensors. */

import type { Rule } from './rule';
import { apply } from './rule';
import { rules } from './rules';
import type { Primitive, Tensor } from './types';

/** Every tensor that the outputs depend on, each after its inputs. */
export function topologicalOrder(outputs: readonly Tensor[]): Tensor[] {
  const order: Tensor[] = [];
  const state = new Map<Tensor, 'open' | 'done'>();
  const stack = [...outputs].reverse();
  while (stack.length > 0) {
    const node = stack[stack.length - 1];
    const seen = state.get(node);
    if (seen === undefined) {
      state.set(node, 'open');
      for (let i = node.inputs.length - 1; i >= 0; i--) if (!state.has(node.inputs[i])) stack.push(node.inputs[i]);
      continue;
    }
    stack.pop();
    if (seen === 'open') {
      state.set(node, 'done');
      order.push(node);
    }
  }
  return order;
}

export function ruleOf<P extends Primitive>(node: { readonly primitive: P }): Rule<P> {
  return rules[node.primitive];
}

/** The same operation on other inputs. */
export function withInputs<P extends Primitive>(node: Tensor<P>, inputs: readonly Tensor[]): Tensor {
  if (inputs.every((x, i) => x === node.inputs[i])) return node;
  return apply(ruleOf(node), inputs, node.attributes);
}
