/** Broadcasts are left to the operators that broadcast anyway, and postponed until after elementwise functions. */

import { withInputs } from '../graph';
import { sizeOf } from '../rule';
import { broadcastTo, reshape } from '../rules/layout';
import { is } from '../rules/source';
import { sameShape, tryBroadcast } from '../shapes';
import type { Primitive, Tensor } from '../types';
import type { Rewrite } from './rewrite';

const broadcasting: ReadonlySet<Primitive> = new Set<Primitive>([
  'add',
  'sub',
  'mul',
  'div',
  'maximum',
  'minimum',
  'greater',
  'greaterEqual',
  'less',
  'equal',
  'logicalAnd',
  'logicalOr',
  'where',
]);

const elementwise: ReadonlySet<Primitive> = new Set<Primitive>([
  ...broadcasting,
  'neg',
  'exp',
  'log',
  'sqrt',
  'reciprocal',
  'abs',
  'sign',
  'tanh',
  'sigmoid',
  'relu',
  'leakyRelu',
  'sin',
  'cos',
  'erf',
  'floor',
  'round',
  'pow',
  'clamp',
  'cast',
  'logicalNot',
]);

const unwrapped = (x: Tensor): Tensor => (is(x, 'broadcastTo') ? x.inputs[0] : x);

/** op(broadcast(a), b) → op(a, b), or broadcast(op(a, b)) where the result would come out smaller. */
const pullBroadcastOut: Rewrite = (node) => {
  if (!elementwise.has(node.primitive) || !node.inputs.some((x) => is(x, 'broadcastTo'))) return undefined;
  const inner = node.inputs.map(unwrapped);
  const shape = tryBroadcast(...inner.map((x) => x.shape));
  if (!shape) return undefined;
  const result = withInputs(node, inner);
  return sameShape(result.shape, node.shape) ? result : broadcastTo(result, node.shape);
};

/** Also: what is filled with one value is the broadcast of a scalar. */
const mergeBroadcasts: Rewrite = (node) => {
  if (!is(node, 'broadcastTo')) return undefined;
  const [x] = node.inputs;
  if (sameShape(x.shape, node.shape)) return x;
  if (is(x, 'broadcastTo')) return broadcastTo(x.inputs[0], node.shape);
  return sizeOf(x.shape) === 1 && x.shape.length > 0 ? broadcastTo(reshape(x, []), node.shape) : undefined;
};

/** A constant of one element is a scalar wherever the other operands already have the result's shape. */
const plainScalars: Rewrite = (node) => {
  if (!broadcasting.has(node.primitive)) return undefined;
  const isLong = (x: Tensor): boolean => is(x, 'constant') && x.shape.length > 0 && sizeOf(x.shape) === 1;
  if (!node.inputs.some(isLong)) return undefined;
  const result = withInputs(
    node,
    node.inputs.map((x) => (isLong(x) ? reshape(x, []) : x)),
  );
  return sameShape(result.shape, node.shape) ? result : undefined;
};

export const broadcastRewrites: readonly Rewrite[] = [mergeBroadcasts, pullBroadcastOut, plainScalars];
