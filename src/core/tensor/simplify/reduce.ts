/** Sums of broadcasts, of scaled tensors and of sums. */

import { apply, sizeOf } from '../rule';
import { mul } from '../rules/binary';
import { reshape } from '../rules/layout';
import { reduceRules, sum } from '../rules/reduce';
import { is } from '../rules/source';
import { asScaled, isUsedOnce, ofShape, type Rewrite } from './rewrite';

/** Over axes of size 1 nothing is added. */
const overOnes: Rewrite = (node) => {
  if (!is(node, 'sum') && !is(node, 'max') && !is(node, 'min')) return undefined;
  const [x] = node.inputs;
  return node.attributes.axes.every((a) => x.shape[a] === 1) ? reshape(x, node.shape) : undefined;
};

/** Σ broadcast(x) over repeated axes is a multiple of x. */
const ofBroadcast: Rewrite = (node) => {
  if (!is(node, 'sum')) return undefined;
  const [wide] = node.inputs;
  if (!is(wide, 'broadcastTo')) return undefined;
  const [x] = wide.inputs;
  const skip = wide.shape.length - x.shape.length;
  const sizeIn = (axis: number): number => (axis < skip ? 1 : x.shape[axis - skip]);
  const repeated = node.attributes.axes.filter((a) => sizeIn(a) === 1 && wide.shape[a] > 1);
  if (repeated.length === 0) return undefined;
  const times = repeated.reduce((n, a) => n * wide.shape[a], 1);
  const full = reshape(
    x,
    wide.shape.map((_, a) => sizeIn(a)),
  );
  const narrow = ofShape(
    full,
    wide.shape.map((d, a) => (repeated.includes(a) ? 1 : d)),
  );
  return mul(apply(reduceRules.sum, [narrow], node.attributes), times);
};

/** Σ c·x → c·Σ x for one-element c. */
const ofScaled: Rewrite = (node, uses) => {
  if (!is(node, 'sum')) return undefined;
  const [x] = node.inputs;
  const scaled = asScaled(x);
  if (!scaled || sizeOf(x.shape) === 1 || !isUsedOnce(x, uses)) return undefined;
  const total = apply(reduceRules.sum, [scaled.of], node.attributes);
  const factor = reshape(scaled.factor, []);
  return mul(factor, total);
};

/** A total needs neither the shape nor the order of a sum before it. */
const totals: Rewrite = (node, uses) => {
  if (!is(node, 'sum') || node.attributes.axes.length < node.inputs[0].shape.length) return undefined;
  const [x] = node.inputs;
  if (is(x, 'reshape')) return reshape(sum(x.inputs[0]), node.shape);
  return is(x, 'sum') && isUsedOnce(x, uses) ? reshape(sum(x.inputs[0]), node.shape) : undefined;
};

export const reduceRewrites: readonly Rewrite[] = [overOnes, ofBroadcast, ofScaled, totals];
