/** Chains of reshapes, transposes, slices and pads. */

import { broadcastTo, reshape, transpose } from '../rules/layout';
import { concat, pad, slice } from '../rules/pieces';
import { constant, is } from '../rules/source';
import { sameShape } from '../shapes';
import type { Pair, Tensor } from '../types';
import { isUsedOnce, type Rewrite } from './rewrite';

const reshapes: Rewrite = (node) => {
  if (!is(node, 'reshape')) return undefined;
  const [x] = node.inputs;
  if (sameShape(x.shape, node.shape)) return x;
  if (is(x, 'reshape')) return reshape(x.inputs[0], node.shape);
  if (is(x, 'constant')) return constant(x.attributes.data, node.shape, x.dtype);
  const isFilled = is(x, 'broadcastTo') && x.inputs[0].shape.length === 0;
  return isFilled ? broadcastTo(x.inputs[0], node.shape) : undefined;
};

/** Also: a transpose that only moves axes of size 1 is a reshape. */
const transposes: Rewrite = (node) => {
  if (!is(node, 'transpose')) return undefined;
  const [x] = node.inputs;
  const { perm } = node.attributes;
  if (is(x, 'transpose')) {
    const inner = x.attributes.perm;
    return transpose(
      x.inputs[0],
      perm.map((p) => inner[p]),
    );
  }
  if (is(x, 'broadcastTo') && x.inputs[0].shape.length === 0) return broadcastTo(x.inputs[0], node.shape);
  const long = perm.filter((p) => x.shape[p] > 1);
  return long.every((p, i) => i === 0 || long[i - 1] < p) ? reshape(x, node.shape) : undefined;
};

const slices: Rewrite = (node) => {
  if (!is(node, 'slice')) return undefined;
  const [x] = node.inputs;
  const { starts, ends, steps } = node.attributes;
  if (sameShape(x.shape, node.shape)) return x;
  if (is(x, 'broadcastTo') && x.inputs[0].shape.length === 0) return broadcastTo(x.inputs[0], node.shape);
  if (steps.some((s) => s !== 1)) return undefined;
  if (is(x, 'slice') && x.attributes.steps.every((s) => s === 1)) {
    const from = x.attributes.starts;
    return slice(x.inputs[0], { starts: starts.map((s, i) => s + from[i]), ends: ends.map((e, i) => e + from[i]) });
  }
  return is(x, 'concat') ? partOfConcat(x, node) : undefined;
};

/** The slice of a concatenation that lies inside one part. */
function partOfConcat(whole: Tensor<'concat'>, node: Tensor<'slice'>): Tensor | undefined {
  const { axis } = whole.attributes;
  const { starts, ends } = node.attributes;
  let before = 0;
  for (const part of whole.inputs) {
    const size = part.shape[axis];
    if (starts[axis] >= before && ends[axis] <= before + size) {
      const shift = (values: readonly number[]) => values.map((v, i) => (i === axis ? v - before : v));
      return slice(part, { starts: shift(starts), ends: shift(ends) });
    }
    before += size;
  }
  return undefined;
}

/** Consecutive slices put together again, and concatenations of concatenations. */
const concats: Rewrite = (node, uses) => {
  if (!is(node, 'concat')) return undefined;
  const { axis } = node.attributes;
  if (node.inputs.some((x) => isConcatAlong(x, axis) && isUsedOnce(x, uses))) {
    return concat(
      node.inputs.flatMap((x) => (isConcatAlong(x, axis) && isUsedOnce(x, uses) ? x.inputs : [x])),
      axis,
    );
  }
  for (let i = 1; i < node.inputs.length; i++) {
    const joined = joinSlices(node.inputs[i - 1], node.inputs[i], axis);
    if (joined) return concat([...node.inputs.slice(0, i - 1), joined, ...node.inputs.slice(i + 1)], axis);
  }
  return undefined;
};

const isConcatAlong = (x: Tensor, axis: number): x is Tensor<'concat'> => is(x, 'concat') && x.attributes.axis === axis;

function joinSlices(a: Tensor, b: Tensor, axis: number): Tensor | undefined {
  if (!is(a, 'slice') || !is(b, 'slice') || a.inputs[0] !== b.inputs[0]) return undefined;
  const [first, second] = [a.attributes, b.attributes];
  const adjoins = first.starts.every((start, i) =>
    i === axis ? first.ends[i] === second.starts[i] : start === second.starts[i] && first.ends[i] === second.ends[i],
  );
  if (!adjoins || [...first.steps, ...second.steps].some((s) => s !== 1)) return undefined;
  return slice(a.inputs[0], {
    starts: first.starts,
    ends: first.ends.map((e, i) => (i === axis ? second.ends[i] : e)),
  });
}

/** The gradients of neighbouring slices: pad(a) + pad(b) → pad(concat(a, b)). */
const sumOfPads: Rewrite = (node) => {
  if (!is(node, 'add')) return undefined;
  const [a, b] = node.inputs;
  if (!isZeroPad(a) || !isZeroPad(b) || !sameShape(a.shape, b.shape)) return undefined;
  return joinPads(a, b) ?? joinPads(b, a);
};

const isZeroPad = (x: Tensor): x is Tensor<'pad'> => is(x, 'pad') && x.attributes.value === 0;

function joinPads(a: Tensor<'pad'>, b: Tensor<'pad'>): Tensor | undefined {
  const [first, second] = [a.attributes.padding, b.attributes.padding];
  const different = first.flatMap((p, i) => (p[0] === second[i][0] && p[1] === second[i][1] ? [] : [i]));
  if (different.length !== 1) return undefined;
  const [axis] = different;
  const [x, y] = [a.inputs[0], b.inputs[0]];
  if (first[axis][0] + x.shape[axis] !== second[axis][0]) return undefined;
  return pad(
    concat([x, y], axis),
    first.map((p, i): Pair => (i === axis ? [p[0], second[i][1]] : p)),
  );
}

export const layoutRewrites: readonly Rewrite[] = [reshapes, transposes, slices, concats, sumOfPads];
