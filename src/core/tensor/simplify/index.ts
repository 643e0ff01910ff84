/** Makes a DAG smaller and faster without changing its values beyond float rounding. */

import { ruleOf, topologicalOrder, withInputs } from '../graph';
import type { Primitive, Tensor } from '../types';
import { arithmeticRewrites } from './arithmetic';
import { broadcastRewrites } from './broadcast';
import { foldConstant } from './fold';
import { fusionRewrites } from './fusion';
import { layoutRewrites } from './layout';
import { reduceRewrites } from './reduce';
import type { Rewrite, Uses } from './rewrite';

const maxPasses = 12;

const rewrites: readonly Rewrite[] = [
  foldConstant,
  ...broadcastRewrites,
  ...arithmeticRewrites,
  ...layoutRewrites,
  ...reduceRewrites,
  ...fusionRewrites,
];

/** Lowers, folds constants, shares equal parts and applies the rewrites until nothing changes. */
export function simplify(outputs: readonly Tensor[]): Tensor[] {
  let current = [...outputs];
  for (let pass = 0; pass < maxPasses; pass++) {
    const next = rewriteOnce(current);
    if (next.every((x, i) => x === current[i])) return next;
    current = next;
  }
  return current;
}

function rewriteOnce(outputs: readonly Tensor[]): Tensor[] {
  const order = topologicalOrder(outputs);
  const uses = countUses(order, outputs);
  const done = new Map<Tensor, Tensor>();
  const known = new Map<string, Tensor>();

  const share = (node: Tensor): Tensor => {
    const key = keyOf(node);
    if (key === undefined) return node;
    const first = known.get(key);
    if (!first) known.set(key, node);
    return first ?? node;
  };
  /** The inputs of nodes made by a rewrite are either finished or themselves new. */
  const settle = (node: Tensor): Tensor => {
    const finished = done.get(node);
    if (finished) return finished;
    let result = withInputs(node, node.inputs.map(settle));
    const better = lower(result) ?? firstRewrite(result, uses);
    result = better ? settle(better) : share(result);
    if (result !== node) uses.set(result, (uses.get(result) ?? 0) + (uses.get(node) ?? 0));
    done.set(node, result);
    done.set(result, result);
    return result;
  };
  for (const node of order) settle(node);
  return outputs.map((x) => done.get(x) ?? x);
}

function lower<P extends Primitive>(node: Tensor<P>): Tensor | undefined {
  return ruleOf(node).lower?.(node);
}

function firstRewrite(node: Tensor, uses: Uses): Tensor | undefined {
  for (const rewrite of rewrites) {
    const better = rewrite(node, uses);
    if (better && better !== node) return better;
  }
  return undefined;
}

function countUses(order: readonly Tensor[], outputs: readonly Tensor[]): Map<Tensor, number> {
  const uses = new Map<Tensor, number>();
  for (const x of [...order.flatMap((node) => node.inputs), ...outputs]) uses.set(x, (uses.get(x) ?? 0) + 1);
  return uses;
}

const maxSharedConstant = 64;

/** Nodes of equal keys have equal values. Large constants are compared by their array's identity only. */
function keyOf(node: Tensor): string | undefined {
  const type = `${node.primitive} ${node.dtype} ${node.shape.join()}`;
  if ('data' in node.attributes) {
    const { data } = node.attributes;
    return data.length > maxSharedConstant ? undefined : `${type} = ${Array.from(data, (v) => String(v)).join()}`;
  }
  const attributes = JSON.stringify(node.attributes, (_, v) => (typeof v === 'number' ? String(v) : v));
  return `${type} ${attributes} ${node.inputs.map((x) => x.id).join()}`;
}
