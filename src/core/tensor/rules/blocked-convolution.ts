/**
 * 2-D convolution with ONNX Runtime's blocked CPU kernels (domain `com.microsoft.nchwc`), where channels lie in blocks
 * that fill a vector register. They take half the time of the standard operators. The weights are not constant while a
 * model trains, so they are put in order in the graph.
 */

import type { OnnxBuilder, OnnxNode } from '../rule';
import type { ConvolutionAttributes, Shape } from '../types';

const domain = 'com.microsoft.nchwc';

/** Above this the kernel is as large as an image, as in the gradient of a filter, and ordering it costs more than is won. */
const maxTaps = 81;

/** A kernel in either of its two orders of channels. */
interface Kernel {
  readonly value: string;
  /** [out, in, kh, kw], or [in, out, kh, kw] where `isTransposed`. */
  readonly shape: Shape;
  readonly isTransposed: boolean;
}

const isPlain = ({ groups, dilation }: ConvolutionAttributes): boolean =>
  groups === 1 && dilation.length === 2 && dilation.every((d) => d === 1);

/**
 * The kernel as [out/b, in/b, kh, kw, b in, b out]; with fewer than b channels going in as [out/b, in, kh, kw, b out],
 * whose convolution takes its input as it is.
 */
function orderKernel(b: OnnxBuilder, { value, shape, isTransposed }: Kernel, block: number): string {
  const [kh, kw] = shape.slice(2);
  const [outputs, inputs] = isTransposed ? [shape[1], shape[0]] : [shape[0], shape[1]];
  const result = b.integers([outputs, inputs, kh, kw]);
  const permuted = (apart: readonly number[], perm: readonly number[]): string =>
    b.node('Reshape', [b.node('Transpose', [b.node('Reshape', [value, b.integers(apart)])], { perm }), result]);
  const outParts = [outputs / block, block];
  if (inputs < block) {
    return isTransposed
      ? permuted([inputs, ...outParts, kh, kw], [1, 0, 3, 4, 2])
      : permuted([...outParts, inputs, kh, kw], [0, 2, 3, 4, 1]);
  }
  const inParts = [inputs / block, block];
  return isTransposed
    ? permuted([...inParts, ...outParts, kh, kw], [2, 0, 4, 5, 1, 3])
    : permuted([...outParts, ...inParts, kh, kw], [0, 2, 4, 5, 3, 1]);
}

const fits = (inputs: number, outputs: number, block: number): boolean =>
  outputs % block === 0 && (inputs < block || inputs % block === 0);

interface Window {
  readonly stride: readonly number[];
  /** Zeros before and after each axis. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** `x` is already in blocks unless it has fewer channels than one. */
function convolve(b: OnnxBuilder, x: string, kernel: Kernel, bias: string | undefined, window: Window, block: number) {
  const outputs = kernel.isTransposed ? kernel.shape[1] : kernel.shape[0];
  const weight = orderKernel(b, kernel, block);
  const attributes = {
    kernel_shape: kernel.shape.slice(2),
    strides: window.stride,
    pads: [...window.before, ...window.after],
    dilations: [1, 1],
    group: 1,
  };
  const y = b.node('Conv', bias === undefined ? [x, weight] : [x, weight, bias], attributes, domain);
  return b.node('ReorderOutput', [y], { channels: outputs }, domain);
}

const reorderInput = (b: OnnxBuilder, x: string, channels: number, block: number): string =>
  channels < block ? x : b.node('ReorderInput', [x], {}, domain);

/** A 1×1 kernel that meets every pixel: the standard operator multiplies matrices then. */
const isProduct = (kernel: Shape, stride: readonly number[]): boolean =>
  [...kernel.slice(2), ...stride].every((v) => v === 1);

/** Undefined where the blocked kernels do not apply. */
export function blockedConv(
  b: OnnxBuilder,
  { inputs: [x, w, bias], inputTypes: [, { shape }], attributes }: OnnxNode<'conv'>,
): string | undefined {
  const block = b.convolutionBlock;
  const { stride, padding } = attributes;
  const taps = shape[2] * shape[3];
  if (!block || taps > maxTaps || isProduct(shape, stride) || !isPlain(attributes) || !fits(shape[1], shape[0], block))
    return undefined;
  const kernel = { value: w, shape, isTransposed: false };
  const window = { stride, before: padding, after: padding };
  return convolve(b, reorderInput(b, x, shape[1], block), kernel, bias, window, block);
}

/** One residue of a transposed convolution's outputs modulo the stride, along one axis. */
interface Residue {
  /** First tap of the kernel and how many, `stride` apart, that meet these outputs. */
  readonly first: number;
  readonly taps: number;
  readonly before: number;
  readonly after: number;
}

/** Outputs t = residue, residue + stride, …: y[t] = Σ x[r]·w[u] over r·stride − padding + u = t. */
function residueOf(residue: number, stride: number, padding: number, kernel: number, input: number, output: number) {
  const first = (residue + padding) % stride;
  const taps = Math.ceil((kernel - first) / stride);
  const start = (residue + padding - first) / stride; // the input that tap `first` reads for the first output
  return { first, taps, before: taps - 1 - start, after: start + output / stride - input };
}

/**
 * A transposed convolution as one ordinary convolution for each residue of the output positions modulo the stride, whose
 * results are interleaved: no product with the zeros between the inputs, and no overlapping sums.
 */
export function blockedConvTranspose(
  b: OnnxBuilder,
  {
    inputs: [x, w, bias],
    inputTypes: [{ shape: from }, { shape }],
    shape: output,
    attributes,
  }: OnnxNode<'convTranspose'>,
): string | undefined {
  const block = b.convolutionBlock;
  if (!block || !isPlain(attributes) || !fits(shape[0], shape[1], block)) return undefined;
  const { stride, padding } = attributes;
  if (isProduct(shape, stride) || stride.some((s, axis) => output[2 + axis] % s !== 0)) return undefined;
  const [rows, columns] = stride.map((s, axis) =>
    Array.from({ length: s }, (_, residue) =>
      residueOf(residue, s, padding[axis], shape[2 + axis], from[2 + axis], output[2 + axis]),
    ),
  );
  if ([...rows, ...columns].some(({ taps, before, after }) => taps < 1 || before < 0 || after < 0)) return undefined;
  const blocked = reorderInput(b, x, shape[0], block);
  const part = (row: Residue, column: Residue): string => {
    const kernel = {
      value: reversedTaps(b, w, [row, column], stride),
      shape: [shape[0], shape[1], row.taps, column.taps],
    };
    const window = { stride: [1, 1], before: [row.before, column.before], after: [row.after, column.after] };
    return convolve(b, blocked, { ...kernel, isTransposed: true }, bias, window, block);
  };
  const parts = rows.map((row) => columns.map((column) => part(row, column)));
  return interleave(b, parts, output, stride);
}

/** Every stride-th tap of the kernel from the residue's first, last one first. */
function reversedTaps(b: OnnxBuilder, w: string, residues: readonly Residue[], stride: readonly number[]): string {
  const starts = residues.map(({ first, taps }, axis) => first + (taps - 1) * stride[axis]);
  const ends = residues.map(({ first }, axis) =>
    first - stride[axis] < 0 ? Number.MIN_SAFE_INTEGER : first - stride[axis],
  );
  const steps = stride.map((s) => -s);
  return b.node('Slice', [w, b.integers(starts), b.integers(ends), b.integers([2, 3]), b.integers(steps)]);
}

/** parts[r][c] of [B, C, H/sr, W/sc] → [B, C, H, W], where part r, c holds the pixels of those residues. */
function interleave(
  b: OnnxBuilder,
  parts: readonly (readonly string[])[],
  output: Shape,
  [sr, sc]: readonly number[],
): string {
  if (sr * sc === 1) return parts[0][0];
  const [batch, channels, height, width] = output;
  const apart = b.integers([batch, channels, height / sr, 1, width / sc, 1]);
  const rows = parts.map((row) =>
    b.node(
      'Concat',
      row.map((p) => b.node('Reshape', [p, apart])),
      { axis: 5 },
    ),
  );
  return b.node('Reshape', [b.node('Concat', rows, { axis: 3 }), b.integers([...output])]);
}
