/** How the gradient of a convolution in its kernel is computed from faster primitives. */

import { apply } from '../rule';
import { indicesOf } from '../shapes';
import type { Pair, Shape, Tensor } from '../types';
import { convolutionRules } from './convolution';
import { reshape, swapLeading, transpose } from './layout';
import { matmul } from './linear';
import { concat, pad, slice } from './pieces';

type Attributes = Tensor<'convFilterGradient'>['attributes'];

/**
 * In two dimensions dw[o, i, u, v] = Σ_{b,r,c} x[b, i, r·stride − padding + u·dilation, …] · dy[b, o, r, c].
 * Which way is fastest was measured on ONNX Runtime's CPU kernels. A 1×1 kernel is one matrix product. Products of
 * shifted copies take half as long as a convolution, unless there is a stride; shifting only one operand is best where it
 * has half the channels of the other or less.
 */
export function lowerFilterGradient(y: Tensor<'convFilterGradient'>): Tensor {
  const [x, dy] = y.inputs;
  const { stride, padding, dilation, groups, kernel } = y.attributes;
  const isDense = [...stride, ...dilation, groups].every((v) => v === 1);
  const [inputs, outputs] = [x.shape[1], dy.shape[1]];
  if (isDense && kernel.every((k) => k === 1) && padding.every((p) => p === 0)) return pointwise(x, dy);
  if (!isDense || inputs === 1) return swapped(x, dy, y.attributes);
  const isNarrow = 2 * outputs <= inputs && kernel.every((k, axis) => k > padding[axis]);
  return isNarrow ? shiftedOutput(x, dy, y.attributes) : shifted(x, dy, y.attributes);
}

/** [B, C, …] → [C, B·…]. */
const channelRows = (x: Tensor): Tensor => reshape(swapLeading(x), [x.shape[1], -1]);

/** a·bᵀ of [M, K] and [N, K]; with the wider one first the runtime takes up to a third less time. */
const crossProduct = (a: Tensor, b: Tensor): Tensor =>
  a.shape[0] < b.shape[0] ? transpose(matmul(b, a, { transposeB: true }), [1, 0]) : matmul(a, b, { transposeB: true });

/** Products [O, I], one or several taps each in order, as a kernel [O, I, …kernel]. */
function kernelOf(products: readonly Tensor[], [outputs, inputs]: Pair, kernel: Shape): Tensor {
  const n = kernel.length;
  const apart = reshape(concat(products, 0), [...kernel, outputs, inputs]);
  return transpose(apart, [n, n + 1, ...kernel.map((_, axis) => axis)]);
}

const pointwise = (x: Tensor, dy: Tensor): Tensor =>
  reshape(crossProduct(channelRows(dy), channelRows(x)), [dy.shape[1], x.shape[1], ...x.shape.slice(2).map(() => 1)]);

/**
 * With stride 1 the kernel's columns are shifts of x against dy along the last axis and its rows shifts of dy against x
 * along the others. One product (kh·O, B·H·W) × (B·H·W, I) for each of the kw columns gives all elements of the gradient.
 */
function shifted(x: Tensor, dy: Tensor, { padding, kernel }: Attributes): Tensor {
  const [outer, kw] = [kernel.slice(0, -1), kernel[kernel.length - 1]];
  const last = dy.shape.length - 1;
  const image = padSpatially(
    swapLeading(x),
    padding.map((p): Pair => [p, p]),
  ); // (I, B, H + 2·top, W + 2·left)
  const columns = Array.from({ length: kw }, (_, v) =>
    slice(image, { axes: [last], starts: [v], ends: [v + dy.shape[last]] }),
  );
  const ct = swapLeading(dy); // (O, B, H', W')
  const rows = indicesOf(outer).map((shift) =>
    padSpatially(ct, [...shift.map((u, axis): Pair => [u, outer[axis] - 1 - u]), [0, 0]]),
  );
  const [filters, channels] = [dy.shape[1], x.shape[1]];
  const shiftedRows = reshape(concat(rows, 0), [rows.length * filters, -1]); // (kh·O, B·H·W)
  const products = columns.map((column) =>
    reshape(matmul(shiftedRows, reshape(column, [channels, -1]), { transposeB: true }), [
      1,
      ...outer,
      filters,
      channels,
    ]),
  );
  const n = outer.length;
  return transpose(concat(products, 0), [n + 1, n + 2, ...outer.map((_, axis) => axis + 1), 0]);
}

/** Fewer output channels than this are put together for one product, which is slow with so few rows. */
const fewChannels = 8;

/** One product (O, B·H·W) × (B·H·W, I) for each tap, with the gradient of the outputs shifted along all axes. */
function shiftedOutput(x: Tensor, dy: Tensor, { padding, kernel }: Attributes): Tensor {
  const [inputs, outputs] = [x.shape[1], dy.shape[1]];
  const around = kernel.map((k, axis): Pair => [k - 1 - padding[axis], k - 1 - padding[axis]]);
  const image = padSpatially(swapLeading(dy), around); // (O, B, H + kh − 1, W + kw − 1)
  const axes = kernel.map((_, i) => 2 + i);
  const shifts = indicesOf(kernel).map((tap) => {
    const starts = tap.map((u, axis) => kernel[axis] - 1 - u);
    const ends = starts.map((start, axis) => start + x.shape[2 + axis]);
    return reshape(slice(image, { axes, starts, ends }), [outputs, -1]);
  });
  const operands = outputs < fewChannels ? [concat(shifts, 0)] : shifts;
  const rows = channelRows(x);
  return kernelOf(
    operands.map((each) => crossProduct(each, rows)),
    [outputs, inputs],
    kernel,
  );
}

const padSpatially = (x: Tensor, padding: readonly Pair[]): Tensor => pad(x, [[0, 0], [0, 0], ...padding]);

/**
 * Batch and channels change places: dy becomes the kernel of a convolution over x whose stride is the dilation and whose
 * dilation is the stride.
 */
function swapped(x: Tensor, dy: Tensor, { stride, padding, dilation, groups, kernel }: Attributes): Tensor {
  const image = groups === 1 ? swapLeading(x) : groupsIntoBatch(x, groups); // (I/g, g·B, H, W)
  const filters = swapLeading(dy); // (O, B, H', W')
  const attributes = { stride: dilation, padding, dilation: stride, groups };
  const product = apply(convolutionRules.conv, [image, filters], attributes); // (I/g, O, ≥kh, ≥kw)
  const axes = kernel.map((_, i) => 2 + i);
  return swapLeading(slice(product, { axes, starts: kernel.map(() => 0), ends: kernel }));
}

/** (B, I, H, W) → (I/g, g·B, H, W), so that each group's filters see that group's part of the batch axis. */
function groupsIntoBatch(x: Tensor, groups: number): Tensor {
  const [batch, channels] = x.shape;
  const spatial: Shape = x.shape.slice(2);
  const perGroup = channels / groups;
  const apart = reshape(x, [batch, groups, perGroup, ...spatial]);
  return reshape(transpose(apart, [2, 1, 0, ...spatial.map((_, i) => 3 + i)]), [perGroup, groups * batch, ...spatial]);
}
