/** Identities of arithmetic, chiefly those that differentiation leaves behind. x·0 stays: x may be infinite. */

import { sizeOf } from '../rule';
import { add, mul, sub } from '../rules/binary';
import { is, scalar, splatValue } from '../rules/source';
import { neg } from '../rules/unary';
import { sameShape } from '../shapes';
import type { Tensor } from '../types';
import { asScaled, isUsedOnce, ofShape, type Rewrite } from './rewrite';

const dropStopGradient: Rewrite = (node) => (is(node, 'stopGradient') ? node.inputs[0] : undefined);

/** x + 0, x − 0, 0 − x, x·1, x·(−1), x/1. */
const dropNeutral: Rewrite = (node) => {
  if (!is(node, 'add') && !is(node, 'sub') && !is(node, 'mul') && !is(node, 'div')) return undefined;
  const [a, b] = node.inputs;
  const [left, right] = [splatValue(a), splatValue(b)];
  const keep = (x: Tensor): Tensor => ofShape(x, node.shape);
  if (is(node, 'add')) return right === 0 ? keep(a) : left === 0 ? keep(b) : undefined;
  if (is(node, 'sub')) return right === 0 ? keep(a) : left === 0 ? keep(neg32(b)) : undefined;
  if (right === 1) return keep(a);
  if (is(node, 'div') || node.dtype !== 'float32') return undefined;
  if (left === 1) return keep(b);
  if (right === -1) return keep(neg(a));
  return left === -1 ? keep(neg(b)) : undefined;
};

const neg32 = (x: Tensor): Tensor => (x.dtype === 'float32' ? neg(x) : mul(x, -1));

const negated = (x: Tensor): Tensor | undefined => (is(x, 'neg') ? x.inputs[0] : undefined);

/** Signs move outwards until they meet another one or turn a sum into a difference. */
const moveSigns: Rewrite = (node, uses) => {
  const [a, b] = node.inputs;
  if (is(node, 'neg')) {
    if (is(a, 'neg')) return a.inputs[0];
    if (is(a, 'sub') && isUsedOnce(a, uses)) return sub(a.inputs[1], a.inputs[0]);
    const scaled = asScaled(a);
    const value = scaled && splatValue(scaled.factor);
    return scaled && value !== undefined && isUsedOnce(a, uses) ? mul(scalar(-value), scaled.of) : undefined;
  }
  if (is(node, 'add')) {
    const [minusA, minusB] = [negated(a), negated(b)];
    if (minusB) return sub(a, minusB);
    return minusA ? sub(b, minusA) : undefined;
  }
  if (is(node, 'sub')) {
    const minusB = negated(b);
    return minusB ? add(a, minusB) : undefined;
  }
  if (is(node, 'mul')) {
    const [minusA, minusB] = [negated(a), negated(b)];
    if (minusA && minusB) return mul(minusA, minusB);
    if (minusA) return neg(mul(minusA, b));
    return minusB ? neg(mul(a, minusB)) : undefined;
  }
  return undefined;
};

/** c·(d·x) → (c·d)·x for one-element c and d; (c·x)·y → c·(x·y). */
const gatherFactors: Rewrite = (node, uses) => {
  if (!is(node, 'mul')) return undefined;
  const outer = asScaled(node);
  if (outer) {
    const inner = asScaled(outer.of);
    if (!inner || sizeOf(node.shape) === 1) return undefined;
    return mul(mul(outer.factor, inner.factor), inner.of);
  }
  const [a, b] = node.inputs;
  const [first, second] = [asScaled(a), asScaled(b)];
  if (first && sizeOf(a.shape) > 1 && isUsedOnce(a, uses)) return mul(first.factor, mul(first.of, b));
  if (second && sizeOf(b.shape) > 1 && isUsedOnce(b, uses)) return mul(second.factor, mul(a, second.of));
  return undefined;
};

/** c·a ± c·b → c·(a ± b) for one-element c, also where the two constants differ in sign only; x + x → 2·x. */
const takeOutFactor: Rewrite = (node, uses) => {
  if ((!is(node, 'add') && !is(node, 'sub')) || node.dtype !== 'float32') return undefined;
  const [a, b] = node.inputs;
  if (is(node, 'add') && a === b) return mul(2, a);
  if (sizeOf(node.shape) === 1 || !isUsedOnce(a, uses) || !isUsedOnce(b, uses)) return undefined;
  const [first, second] = [asScaled(a), asScaled(b)];
  const sign = first && second ? relativeSign(first.factor, second.factor) : undefined;
  if (!first || !second || !sign) return undefined;
  const isSum = is(node, 'add') === (sign === 1);
  const inner = isSum ? add(first.of, second.of) : sub(first.of, second.of);
  return sameShape(inner.shape, node.shape) ? mul(first.factor, inner) : undefined;
};

/** 1 where two factors are equal, −1 where they are constants of opposite sign. */
function relativeSign(a: Tensor, b: Tensor): 1 | -1 | undefined {
  const [first, second] = [splatValue(a), splatValue(b)];
  if (a === b || (first !== undefined && first === second)) return 1;
  return first !== undefined && second !== undefined && first === -second ? -1 : undefined;
}

export const arithmeticRewrites: readonly Rewrite[] = [
  dropStopGradient,
  dropNeutral,
  moveSigns,
  gatherFactors,
  takeOutFactor,
];
