/** Operators that take in their neighbours: transposes and addends of products, biases of convolutions. */

import { withInputs } from '../graph';
import { apply } from '../rule';
import { reshape } from '../rules/layout';
import { linearRules, matmul } from '../rules/linear';
import { is } from '../rules/source';
import { sameShape, tryBroadcast } from '../shapes';
import type { Tensor } from '../types';
import { isUsedOnce, type Rewrite } from './rewrite';

/** x where the node is x with its last two axes swapped. */
function swapped(node: Tensor): Tensor | undefined {
  if (!is(node, 'transpose')) return undefined;
  const { perm } = node.attributes;
  const last = perm.length - 1;
  const swaps = perm.every((p, i) => p === (i === last ? last - 1 : i === last - 1 ? last : i));
  return swaps ? node.inputs[0] : undefined;
}

const transposedOperands: Rewrite = (node) => {
  if (!is(node, 'matmul') && !is(node, 'gemm')) return undefined;
  const [a, b, ...rest] = node.inputs;
  const [plainA, plainB] = [swapped(a), swapped(b)];
  if (!plainA && !plainB) return undefined;
  const transposeA = node.attributes.transposeA !== Boolean(plainA);
  const transposeB = node.attributes.transposeB !== Boolean(plainB);
  const inputs = [plainA ?? a, plainB ?? b, ...rest];
  return is(node, 'gemm')
    ? apply(linearRules.gemm, inputs, { transposeA, transposeB })
    : matmul(inputs[0], inputs[1], { transposeA, transposeB });
};

/** a·b + c of matrices, where c is a bias of one row. */
const bias: Rewrite = (node, uses) => {
  if (!is(node, 'add')) return undefined;
  for (const [product, addend] of [node.inputs, [...node.inputs].reverse()]) {
    if (!is(product, 'matmul') || product.shape.length !== 2 || !isUsedOnce(product, uses)) continue;
    const isRow = addend.shape.length <= 2 && addend.shape.slice(0, -1).every((d) => d === 1);
    const shape = tryBroadcast(addend.shape, product.shape);
    if (!isRow || !shape || !sameShape(shape, product.shape) || product.inputs.some((x) => x.shape.length !== 2))
      continue;
    return apply(linearRules.gemm, [...product.inputs, addend], product.attributes);
  }
  return undefined;
};

/** conv(x, w) + b with b [C, 1…] or [1, C, 1…]. */
const convolutionBias: Rewrite = (node, uses) => {
  if (!is(node, 'add')) return undefined;
  for (const [y, addend] of [node.inputs, [...node.inputs].reverse()]) {
    if ((!is(y, 'conv') && !is(y, 'convTranspose')) || y.inputs.length > 2 || !isUsedOnce(y, uses)) continue;
    const channels = y.shape[1];
    const perChannel = y.shape.slice(1).map((d, i) => (i === 0 ? d : 1));
    const isBias = sameShape(addend.shape, perChannel) || sameShape(addend.shape, [1, ...perChannel]);
    if (isBias) return withInputs(y, [...y.inputs, reshape(addend, [channels])]);
  }
  return undefined;
};

export const fusionRewrites: readonly Rewrite[] = [transposedOperands, bias, convolutionBias];
