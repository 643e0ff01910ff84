/**
 * Convolution over one to three spatial axes and its two transposes. The three primitives are each other's gradients:
 * with y = conv(x, w), the gradient in x is convTranspose(ct, w) and the gradient in w is filterGradient(x, ct).
 */

import type { Rule } from '../rule';
import { apply, sizeOf } from '../rule';
import { forEachIndex, offsetOf, perAxis, requireDType, requireRank, show, stridesOf } from '../shapes';
import type { Attributes, ConvolutionAttributes, HostTensor, Shape, Tensor, TensorType } from '../types';
import { TensorError } from '../types';
import { onnxConv, onnxConvTranspose } from './convolution-onnx';
import { lowerFilterGradient } from './filter-gradient';
import { swapLeading } from './layout';
import { sum } from './reduce';

export type ConvolutionPrimitive = 'conv' | 'convTranspose' | 'convFilterGradient';

/** How far a kernel reaches along an axis. */
const extent = (kernel: number, dilation: number): number => dilation * (kernel - 1) + 1;

const extents = (w: Shape, { dilation }: ConvolutionAttributes): number[] =>
  w.slice(2).map((k, axis) => extent(k, dilation[axis]));

const times = (sizes: readonly number[]): string => sizes.join('×');

interface Tap {
  readonly x: number;
  readonly w: number;
  readonly y: number;
}

/** Every pair of a position of the output and one of the kernel that meets the input: offsets into one plane of each. */
export function tapsOf(x: Shape, w: Shape, y: Shape, { stride, padding, dilation }: ConvolutionAttributes): Tap[] {
  const strides = stridesOf(x);
  const taps: Tap[] = [];
  forEachIndex(y, (position, atY) => {
    forEachIndex(w, (tap, atW) => {
      const index = position.map((p, axis) => p * stride[axis] - padding[axis] + tap[axis] * dilation[axis]);
      if (index.every((v, axis) => v >= 0 && v < x[axis])) taps.push({ x: offsetOf(index, strides), w: atW, y: atY });
    });
  });
  return taps;
}

/** Visits every product of a convolution: flat offsets into input, kernel and output. */
function forEachProduct(
  x: Shape,
  w: Shape,
  y: Shape,
  attributes: ConvolutionAttributes,
  visit: (x: number, w: number, y: number) => void,
): void {
  const taps = tapsOf(x.slice(2), w.slice(2), y.slice(2), attributes);
  const [planeX, planeW, planeY] = [x, w, y].map((shape) => sizeOf(shape.slice(2)));
  const [batch, channels] = x;
  const [filters, perGroup] = [y[1], w[1]];
  for (let b = 0; b < batch; b++) {
    for (let o = 0; o < filters; o++) {
      const group = Math.floor((o * attributes.groups) / filters);
      for (let i = 0; i < perGroup; i++) {
        const atX = (b * channels + group * perGroup + i) * planeX;
        const atW = (o * perGroup + i) * planeW;
        const atY = (b * filters + o) * planeY;
        for (const tap of taps) visit(atX + tap.x, atW + tap.w, atY + tap.y);
      }
    }
  }
}

/** Fills with the bias of each channel, or zero. */
function start(out: HostTensor, bias: HostTensor | undefined): Float64Array {
  const plane = sizeOf(out.shape.slice(2));
  return Float64Array.from(out.data, (_, i) => bias?.data[Math.floor(i / plane) % out.shape[1]] ?? 0);
}

function check(subject: string, inputs: readonly TensorType[], filters: number, attributes: ConvolutionAttributes) {
  const [x, w, bias] = inputs;
  const { stride, padding, dilation, groups } = attributes;
  for (const each of inputs) requireDType(subject, each, 'float32');
  requireRank(subject, 'the input', x.shape, stride.length + 2);
  requireRank(subject, 'the kernel', w.shape, stride.length + 2);
  const whole = (values: readonly number[], low: number) => values.every((v) => Number.isInteger(v) && v >= low);
  if (!whole([...stride, ...dilation, groups], 1) || !whole(padding, 0)) {
    throw new TensorError(
      `${subject}: got stride ${show(stride)}, padding ${show(padding)}, dilation ${show(dilation)}, groups ${groups}, expected whole numbers ≥ 1 (padding ≥ 0); correct the setting.`,
    );
  }
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== filters)) {
    throw new TensorError(
      `${subject}: got bias ${show(bias.shape)}, expected [${filters}]; give one value an output channel.`,
    );
  }
}

const biasGradient = (ct: Tensor, inputs: readonly Tensor[]): Tensor[] =>
  inputs.length > 2 ? [sum(ct, { axes: ct.shape.map((_, i) => i).filter((i) => i !== 1) })] : [];

/** One product of matrices a pixel, which is its own transpose. */
const isPointwise = (w: Tensor, { stride, padding, groups }: ConvolutionAttributes): boolean =>
  groups === 1 && [...w.shape.slice(2), ...stride].every((v) => v === 1) && padding.every((p) => p === 0);

/** The gradient of conv in its input of the given spatial size. */
export function inputGradient(ct: Tensor, w: Tensor, size: Shape, attributes: ConvolutionAttributes): Tensor {
  if (isPointwise(w, attributes)) return apply(convolutionRules.conv, [ct, swapLeading(w)], pick(attributes));
  const { stride, padding } = attributes;
  const outputPadding = extents(w.shape, attributes).map((e, i) => (size[i] + 2 * padding[i] - e) % stride[i]);
  return apply(convolutionRules.convTranspose, [ct, w], { ...pick(attributes), outputPadding });
}

function filterGradient(x: Tensor, ct: Tensor, w: Tensor, attributes: ConvolutionAttributes): Tensor {
  return apply(convolutionRules.convFilterGradient, [x, ct], { ...pick(attributes), kernel: w.shape.slice(2) });
}

const pick = ({ stride, padding, dilation, groups }: ConvolutionAttributes): ConvolutionAttributes => ({
  stride,
  padding,
  dilation,
  groups,
});

const convolutionFlops = (products: number, [, w]: readonly TensorType[]): number =>
  2 * products * sizeOf(w.shape.slice(1));

export const convolutionRules: { [P in ConvolutionPrimitive]: Rule<P> } = {
  conv: {
    primitive: 'conv',
    type: (inputs, attributes) => {
      const [x, w] = inputs;
      const { stride, padding, groups } = attributes;
      const subject = `conv${stride.length}d`;
      check(subject, inputs, w.shape[0], attributes);
      if (x.shape[1] !== w.shape[1] * groups || w.shape[0] % groups !== 0) {
        throw new TensorError(
          `${subject}: input has ${x.shape[1]} channels and the kernel ${show(w.shape)} with ${groups} groups, expected ${w.shape[1] * groups} channels and filters divisible by the groups; set in_channels to ${x.shape[1]}.`,
        );
      }
      const reach = extents(w.shape, attributes);
      const size = reach.map((e, i) => Math.floor((x.shape[2 + i] + 2 * padding[i] - e) / stride[i]) + 1);
      if (size.some((d) => d < 1)) {
        throw new TensorError(
          `${subject}: got an input of ${times(x.shape.slice(2))}, expected at least the kernel's ${times(reach)} less padding; use a smaller kernel or more padding.`,
        );
      }
      return { shape: [x.shape[0], w.shape[0], ...size], dtype: 'float32' };
    },
    reference: ([x, w, bias], out, attributes) => {
      const totals = start(out, bias);
      forEachProduct(x.shape, w.shape, out.shape, attributes, (i, j, k) => {
        totals[k] += x.data[i] * w.data[j];
      });
      out.data.set(totals);
    },
    vjp: (ct, { inputs: [x, w, ...rest], attributes }) => [
      inputGradient(ct, w, x.shape.slice(2), attributes),
      filterGradient(x, ct, w, attributes),
      ...biasGradient(ct, [x, w, ...rest]),
    ],
    flops: (y, inputs) => convolutionFlops(sizeOf(y.shape), inputs),
    onnx: onnxConv,
  },
  convTranspose: {
    primitive: 'convTranspose',
    type: (inputs, attributes) => {
      const [x, w] = inputs;
      const { stride, padding, groups, outputPadding } = attributes;
      const subject = `convTranspose${stride.length}d`;
      check(subject, inputs, w.shape[1] * groups, attributes);
      if (x.shape[1] !== w.shape[0] || x.shape[1] % groups !== 0) {
        throw new TensorError(
          `${subject}: input has ${x.shape[1]} channels and the kernel ${show(w.shape)} with ${groups} groups, expected ${w.shape[0]} channels, divisible by the groups; set in_channels to ${x.shape[1]}.`,
        );
      }
      if (outputPadding.some((p, i) => !(Number.isInteger(p) && p >= 0 && p < stride[i]))) {
        throw new TensorError(
          `${subject}: got output padding ${show(outputPadding)} with stride ${show(stride)}, expected 0 or more and less than the stride; lower the output padding.`,
        );
      }
      const size = extents(w.shape, attributes).map(
        (e, i) => (x.shape[2 + i] - 1) * stride[i] - 2 * padding[i] + e + outputPadding[i],
      );
      if (size.some((d) => d < 1)) {
        throw new TensorError(
          `${subject}: got an input of ${times(x.shape.slice(2))} that padding ${show(padding)} cuts to nothing, expected an output of at least ${times(size.map(() => 1))}; lower the padding.`,
        );
      }
      return { shape: [x.shape[0], w.shape[1] * groups, ...size], dtype: 'float32' };
    },
    reference: ([x, w, bias], out, attributes) => {
      const totals = start(out, bias);
      forEachProduct(out.shape, w.shape, x.shape, attributes, (k, j, i) => {
        totals[k] += x.data[i] * w.data[j];
      });
      out.data.set(totals);
    },
    vjp: (ct, { inputs: [x, w, ...rest], attributes }) => [
      apply(convolutionRules.conv, [ct, w], pick(attributes)),
      filterGradient(ct, x, w, attributes),
      ...biasGradient(ct, [x, w, ...rest]),
    ],
    flops: (_y, inputs) => convolutionFlops(sizeOf(inputs[0].shape), inputs),
    onnx: onnxConvTranspose,
  },
  convFilterGradient: {
    primitive: 'convFilterGradient',
    type: ([x, dy], { groups, kernel }) => ({
      shape: [dy.shape[1], x.shape[1] / groups, ...kernel],
      dtype: 'float32',
    }),
    reference: ([x, dy], out, attributes) => {
      const totals = new Float64Array(out.data.length);
      forEachProduct(x.shape, out.shape, dy.shape, attributes, (i, j, k) => {
        totals[j] += x.data[i] * dy.data[k];
      });
      out.data.set(totals);
    },
    vjp: (ct, { inputs: [x, dy], attributes }) => [
      inputGradient(dy, ct, x.shape.slice(2), attributes),
      apply(convolutionRules.conv, [x, ct], pick(attributes)),
    ],
    flops: (y, [, dy]) => (2 * sizeOf(dy.shape) * sizeOf(y.shape)) / y.shape[0],
    lower: lowerFilterGradient,
  },
};

export interface ConvOptions {
  /** One number for all spatial axes or one an axis, outermost first. */
  readonly stride?: number | readonly number[];
  readonly padding?: number | readonly number[];
  readonly dilation?: number | readonly number[];
  readonly groups?: number;
  /** [out]. */
  readonly bias?: Tensor;
}

export interface ConvTransposeOptions extends ConvOptions {
  /** Added at the end of each spatial axis, less than the stride. */
  readonly outputPadding?: number | readonly number[];
}

function toAttributes(subject: string, axes: number, options: ConvOptions): ConvolutionAttributes {
  return {
    stride: perAxis(subject, 'stride', options.stride ?? 1, axes),
    padding: perAxis(subject, 'padding', options.padding ?? 0, axes),
    dilation: perAxis(subject, 'dilation', options.dilation ?? 1, axes),
    groups: options.groups ?? 1,
  };
}

type Convolve<Options> = (x: Tensor, w: Tensor, options?: Options) => Tensor;

const convolution =
  (axes: number): Convolve<ConvOptions> =>
  (x, w, options = {}) => {
    const attributes = toAttributes(`conv${axes}d`, axes, options);
    return apply(convolutionRules.conv, options.bias ? [x, w, options.bias] : [x, w], attributes);
  };

const transposedConvolution =
  (axes: number): Convolve<ConvTransposeOptions> =>
  (x, w, options = {}) => {
    const subject = `convTranspose${axes}d`;
    const attributes: Attributes['convTranspose'] = {
      ...toAttributes(subject, axes, options),
      outputPadding: perAxis(subject, 'output padding', options.outputPadding ?? 0, axes),
    };
    return apply(convolutionRules.convTranspose, options.bias ? [x, w, options.bias] : [x, w], attributes);
  };

/** Cross-correlation of x [B, I, L] with w [O, I / groups, k] → [B, O, L'], as in PyTorch. */
export const conv1d = convolution(1);
/** Cross-correlation of x [B, I, H, W] with w [O, I / groups, kh, kw] → [B, O, H', W'], as in PyTorch. */
export const conv2d = convolution(2);
/** Cross-correlation of x [B, I, D, H, W] with w [O, I / groups, kd, kh, kw] → [B, O, D', H', W'], as in PyTorch. */
export const conv3d = convolution(3);

/** Transposed convolution of x [B, I, L] with w [I, O / groups, k] → [B, O, L'], as in PyTorch. */
export const convTranspose1d = transposedConvolution(1);
/** Transposed convolution of x [B, I, H, W] with w [I, O / groups, kh, kw] → [B, O, H', W'], as in PyTorch. */
export const convTranspose2d = transposedConvolution(2);
/** Transposed convolution of x [B, I, D, H, W] with w [I, O / groups, kd, kh, kw] → [B, O, D', H', W'], as in PyTorch. */
export const convTranspose3d = transposedConvolution(3);
