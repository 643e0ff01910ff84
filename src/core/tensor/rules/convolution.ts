/**
 * 2-D convolution and its two transposes. The three primitives are each other's gradients:
 * with y = conv(x, w), the gradient in x is convTranspose(ct, w) and the gradient in w is filterGradient(x, ct).
 */

import type { OnnxAttributes, Rule } from '../rule';
import { apply, sizeOf } from '../rule';
import { requireDType, requireRank, show } from '../shapes';
import type { Attributes, ConvolutionAttributes, HostTensor, Pair, Shape, Tensor, TensorType } from '../types';
import { TensorError } from '../types';
import { lowerFilterGradient } from './filter-gradient';
import { sum } from './reduce';

export type ConvolutionPrimitive = 'conv2d' | 'convTranspose2d' | 'conv2dFilterGradient';

const extent = (kernel: number, dilation: number): number => dilation * (kernel - 1) + 1;

/** Visits every product of a convolution: flat offsets into input, kernel and output. */
function forEachProduct(
  x: Shape,
  w: Shape,
  y: Shape,
  { stride, padding, dilation, groups }: ConvolutionAttributes,
  visit: (x: number, w: number, y: number) => void,
): void {
  const [batch, channels, height, width] = x;
  const [, perGroup, kh, kw] = w;
  const [, filters, outHeight, outWidth] = y;
  const filtersPerGroup = filters / groups;
  for (let b = 0; b < batch; b++)
    for (let o = 0; o < filters; o++)
      for (let i = 0; i < perGroup; i++)
        for (let r = 0; r < outHeight; r++)
          for (let c = 0; c < outWidth; c++)
            for (let u = 0; u < kh; u++)
              for (let v = 0; v < kw; v++) {
                const row = r * stride[0] - padding[0] + u * dilation[0];
                const column = c * stride[1] - padding[1] + v * dilation[1];
                if (row < 0 || row >= height || column < 0 || column >= width) continue;
                const channel = Math.floor(o / filtersPerGroup) * perGroup + i;
                visit(
                  ((b * channels + channel) * height + row) * width + column,
                  ((o * perGroup + i) * kh + u) * kw + v,
                  ((b * filters + o) * outHeight + r) * outWidth + c,
                );
              }
}

/** Fills with the bias of each channel, or zero. */
function start(out: HostTensor, bias: HostTensor | undefined): Float64Array {
  const plane = out.shape[2] * out.shape[3];
  return Float64Array.from(out.data, (_, i) => bias?.data[Math.floor(i / plane) % out.shape[1]] ?? 0);
}

function check(subject: string, inputs: readonly TensorType[], filters: number, attributes: ConvolutionAttributes) {
  const [x, w, bias] = inputs;
  for (const each of inputs) requireDType(subject, each, 'float32');
  requireRank(subject, 'the input', x.shape, 4);
  requireRank(subject, 'the kernel', w.shape, 4);
  const { stride, padding, dilation, groups } = attributes;
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

const onnxAttributes = (
  { stride, padding, dilation, groups }: ConvolutionAttributes,
  kernel: Shape,
): OnnxAttributes => ({
  strides: stride,
  pads: [...padding, ...padding],
  dilations: dilation,
  group: groups,
  kernel_shape: kernel,
});

const biasGradient = (ct: Tensor, inputs: readonly Tensor[]): Tensor[] =>
  inputs.length > 2 ? [sum(ct, { axes: [0, 2, 3] })] : [];

/** The gradient of conv2d in its input of the given spatial size. */
function inputGradient(ct: Tensor, w: Tensor, size: Shape, attributes: ConvolutionAttributes): Tensor {
  const { stride, padding, dilation } = attributes;
  const left = (i: 0 | 1): number => (size[i] + 2 * padding[i] - extent(w.shape[2 + i], dilation[i])) % stride[i];
  return apply(convolutionRules.convTranspose2d, [ct, w], { ...pick(attributes), outputPadding: [left(0), left(1)] });
}

function filterGradient(x: Tensor, ct: Tensor, w: Tensor, attributes: ConvolutionAttributes): Tensor {
  const kernel: Pair = [w.shape[2], w.shape[3]];
  return apply(convolutionRules.conv2dFilterGradient, [x, ct], { ...pick(attributes), kernel });
}

const pick = ({ stride, padding, dilation, groups }: ConvolutionAttributes): ConvolutionAttributes => ({
  stride,
  padding,
  dilation,
  groups,
});

const convolutionFlops = (products: number, [, w]: readonly TensorType[]): number =>
  2 * products * w.shape[1] * w.shape[2] * w.shape[3];

export const convolutionRules: { [P in ConvolutionPrimitive]: Rule<P> } = {
  conv2d: {
    primitive: 'conv2d',
    type: (inputs, attributes) => {
      const [x, w] = inputs;
      check('conv2d', inputs, w.shape[0], attributes);
      const { stride, padding, dilation, groups } = attributes;
      if (x.shape[1] !== w.shape[1] * groups || w.shape[0] % groups !== 0) {
        throw new TensorError(
          `conv2d: input has ${x.shape[1]} channels and the kernel ${show(w.shape)} with ${groups} groups, expected ${w.shape[1] * groups} channels and filters divisible by the groups; set in_channels to ${x.shape[1]}.`,
        );
      }
      const size = ([0, 1] as const).map(
        (i) => Math.floor((x.shape[2 + i] + 2 * padding[i] - extent(w.shape[2 + i], dilation[i])) / stride[i]) + 1,
      );
      if (size.some((d) => d < 1)) {
        throw new TensorError(
          `conv2d: got an input of ${x.shape[2]}×${x.shape[3]}, expected at least the kernel's ${extent(w.shape[2], dilation[0])}×${extent(w.shape[3], dilation[1])} less padding; use a smaller kernel or more padding.`,
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
    onnx: (b, { inputs, inputTypes: [, w], attributes }) =>
      b.node('Conv', inputs, onnxAttributes(attributes, w.shape.slice(2))),
  },
  convTranspose2d: {
    primitive: 'convTranspose2d',
    type: (inputs, attributes) => {
      const [x, w] = inputs;
      const { stride, padding, dilation, groups, outputPadding } = attributes;
      check('convTranspose2d', inputs, w.shape[1] * groups, attributes);
      if (x.shape[1] !== w.shape[0] || x.shape[1] % groups !== 0) {
        throw new TensorError(
          `convTranspose2d: input has ${x.shape[1]} channels and the kernel ${show(w.shape)} with ${groups} groups, expected ${w.shape[0]} channels, divisible by the groups; set in_channels to ${x.shape[1]}.`,
        );
      }
      if (outputPadding.some((p, i) => !(p >= 0 && p < stride[i]))) {
        throw new TensorError(
          `convTranspose2d: got output padding ${show(outputPadding)} with stride ${show(stride)}, expected 0 or more and less than the stride; lower the output padding.`,
        );
      }
      const size = ([0, 1] as const).map(
        (i) =>
          (x.shape[2 + i] - 1) * stride[i] - 2 * padding[i] + extent(w.shape[2 + i], dilation[i]) + outputPadding[i],
      );
      if (size.some((d) => d < 1)) {
        throw new TensorError(
          `convTranspose2d: got an input of ${x.shape[2]}×${x.shape[3]} that padding ${show(padding)} cuts to nothing, expected an output of at least 1×1; lower the padding.`,
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
      apply(convolutionRules.conv2d, [ct, w], pick(attributes)),
      filterGradient(ct, x, w, attributes),
      ...biasGradient(ct, [x, w, ...rest]),
    ],
    flops: (_y, inputs) => convolutionFlops(sizeOf(inputs[0].shape), inputs),
    onnx: (b, { inputs, inputTypes: [, w], attributes }) =>
      b.node('ConvTranspose', inputs, {
        ...onnxAttributes(attributes, w.shape.slice(2)),
        output_padding: attributes.outputPadding,
      }),
  },
  conv2dFilterGradient: {
    primitive: 'conv2dFilterGradient',
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
      apply(convolutionRules.conv2d, [x, ct], pick(attributes)),
    ],
    flops: (y, [, dy]) => (2 * sizeOf(dy.shape) * sizeOf(y.shape)) / y.shape[0],
    lower: lowerFilterGradient,
  },
};

export interface Conv2dOptions {
  /** One number for both axes or [vertical, horizontal]. */
  readonly stride?: number | Pair;
  readonly padding?: number | Pair;
  readonly dilation?: number | Pair;
  readonly groups?: number;
  /** [out]. */
  readonly bias?: Tensor;
}

export interface ConvTranspose2dOptions extends Conv2dOptions {
  /** Rows and columns added at the bottom and right, less than the stride. */
  readonly outputPadding?: number | Pair;
}

export const toPair = (value: number | Pair): Pair => (typeof value === 'number' ? [value, value] : value);

const toAttributes = (options: Conv2dOptions): ConvolutionAttributes => ({
  stride: toPair(options.stride ?? 1),
  padding: toPair(options.padding ?? 0),
  dilation: toPair(options.dilation ?? 1),
  groups: options.groups ?? 1,
});

/** Cross-correlation of x [B, I, H, W] with w [O, I / groups, kh, kw] → [B, O, H', W'], as in PyTorch. */
export const conv2d = (x: Tensor, w: Tensor, options: Conv2dOptions = {}): Tensor =>
  apply(convolutionRules.conv2d, options.bias ? [x, w, options.bias] : [x, w], toAttributes(options));

/** Transposed convolution of x [B, I, H, W] with w [I, O / groups, kh, kw] → [B, O, H', W'], as in PyTorch. */
export function convTranspose2d(x: Tensor, w: Tensor, options: ConvTranspose2dOptions = {}): Tensor {
  const attributes: Attributes['convTranspose2d'] = {
    ...toAttributes(options),
    outputPadding: toPair(options.outputPadding ?? 0),
  };
  return apply(convolutionRules.convTranspose2d, options.bias ? [x, w, options.bias] : [x, w], attributes);
}
