/** Constant folding through the reference implementations. */

import { compute } from '../interpret';
import { sizeOf } from '../rule';
import { constant, is } from '../rules/source';
import type { HostTensor, Tensor } from '../types';
import type { Rewrite } from './rewrite';

const maxFoldedSize = 4096;

export const foldConstant: Rewrite = (node) => {
  if (node.inputs.length === 0 || is(node, 'broadcastTo') || sizeOf(node.shape) > maxFoldedSize) return undefined;
  const values: HostTensor[] = [];
  for (const x of node.inputs) {
    if (!is(x, 'constant')) return undefined;
    values.push({ data: x.attributes.data, shape: x.shape });
  }
  return toConstant(node, compute(node, values));
};

function toConstant(node: Tensor, { data }: HostTensor): Tensor {
  return constant(data instanceof Float64Array ? Float32Array.from(data) : data, node.shape, node.dtype);
}
