/**
 * Standardisation over the last axis and group normalisation. Both could be written with other primitives; as rows they
 * are one operator where the runtime has it, and their gradients pass over the data half as often.
 */

import type { OnnxBuilder, OnnxNode, Rule } from '../rule';
import { apply, sizeOf } from '../rule';
import { requireDType, sameShape, show } from '../shapes';
import type { HostTensor, Shape, Tensor, TensorType } from '../types';
import { TensorError } from '../types';
import { mul, sub } from './binary';
import { broadcastTo, reshape } from './layout';
import { mean, sum } from './reduce';
import { square } from './unary';

export type NormalisePrimitive = 'standardise' | 'inverseDeviation' | 'rowAffine' | 'groupNorm';

const last = { axes: [-1], keepDims: true };

const rowSize = ({ shape }: { readonly shape: Shape }): number => shape[shape.length - 1];

function requireRows(subject: string, x: TensorType): void {
  requireDType(subject, x, 'float32');
  if (x.shape.length > 0) return;
  throw new TensorError(`${subject}: got a scalar, expected at least one axis; reshape it first.`);
}

/** Mean and 1/√(variance + ε) of a row. */
function statistics({ data }: HostTensor, start: number, size: number, epsilon: number) {
  let [total, squares] = [0, 0];
  for (let i = 0; i < size; i++) total += data[start + i];
  const centre = total / size;
  for (let i = 0; i < size; i++) squares += (data[start + i] - centre) ** 2;
  return { centre, inverse: 1 / Math.sqrt(squares / size + epsilon) };
}

/** WebGPU's operator takes the variance as a difference of squares, which rows far from zero do not survive. */
function centred(b: OnnxBuilder, x: string): string {
  if (b.target !== 'webgpu') return x;
  return b.node('Sub', [x, b.node('ReduceMean', [x, b.integers([-1])], { keepdims: 1 })]);
}

/** The values (output 0) or the inverse deviations (output 2) of one operator, which both rows share. */
function layerNormalization(b: OnnxBuilder, node: OnnxNode<'standardise' | 'inverseDeviation'>, output: 0 | 2): string {
  const [{ shape }] = node.inputTypes;
  const size = rowSize({ shape });
  const { epsilon } = node.attributes;
  const outputs = b.shared(`LayerNormalization ${node.inputs[0]} ${epsilon}`, () => {
    const ones = b.constant(new Float32Array(size).fill(1), { shape: [size], dtype: 'float32' });
    return b.nodes(3, 'LayerNormalization', [centred(b, node.inputs[0]), ones], {
      axis: -1,
      epsilon: { float: epsilon },
    });
  });
  return outputs[output];
}

export const normaliseRules: { [P in NormalisePrimitive]: Rule<P> } = {
  standardise: {
    primitive: 'standardise',
    type: ([x]) => {
      requireRows('standardise', x);
      return { shape: x.shape, dtype: 'float32' };
    },
    reference: ([x], out, { epsilon }) => {
      const size = rowSize(x);
      for (let start = 0; start < x.data.length; start += size) {
        const { centre, inverse } = statistics(x, start, size, epsilon);
        for (let i = start; i < start + size; i++) out.data[i] = (x.data[i] - centre) * inverse;
      }
    },
    // dx = (ct − mean(ct) − y·mean(ct·y)) / σ
    vjp: (ct, y) => {
      const inner = sub(sub(ct, mean(ct, last)), mul(y, mean(mul(ct, y), last)));
      return [mul(inner, inverseDeviation(y.inputs[0], y.attributes.epsilon))];
    },
    flops: (y) => 6 * sizeOf(y.shape),
    onnx: (b, node) => layerNormalization(b, node, 0),
  },
  inverseDeviation: {
    primitive: 'inverseDeviation',
    type: ([x]) => {
      requireRows('inverseDeviation', x);
      return { shape: [...x.shape.slice(0, -1), 1], dtype: 'float32' };
    },
    reference: ([x], out, { epsilon }) => {
      const size = rowSize(x);
      for (let row = 0; row < out.data.length; row++) out.data[row] = statistics(x, row * size, size, epsilon).inverse;
    },
    // d(1/σ)/dx = −x̂/(n·σ²)
    vjp: (ct, y) => {
      const [x] = y.inputs;
      return [mul(mul(ct, mul(square(y), -1 / rowSize(x))), standardise(x, y.attributes.epsilon))];
    },
    flops: (_y, [x]) => 4 * sizeOf(x.shape),
    onnx: (b, node) => layerNormalization(b, node, 2),
  },
  rowAffine: {
    primitive: 'rowAffine',
    type: ([x, scale, shift]) => {
      requireRows('rowAffine', x);
      for (const each of [scale, shift]) requireDType('rowAffine', each, 'float32');
      const perRow = [...x.shape.slice(0, -1), 1];
      if (!sameShape(scale.shape, perRow) || !sameShape(shift.shape, perRow)) {
        throw new TensorError(
          `rowAffine: got scale ${show(scale.shape)} and shift ${show(shift.shape)}, expected ${show(perRow)}; give one number a row.`,
        );
      }
      return { shape: x.shape, dtype: 'float32' };
    },
    reference: ([x, scale, shift], out) => {
      const size = rowSize(x);
      for (let i = 0; i < x.data.length; i++) {
        const row = Math.floor(i / size);
        out.data[i] = x.data[i] * scale.data[row] + shift.data[row];
      }
    },
    vjp: (ct, { inputs: [x, scale] }) => [mul(ct, scale), sum(mul(ct, x), last), sum(ct, last)],
    flops: (y) => 2 * sizeOf(y.shape),
    onnx: (b, { inputs: [x, scale, shift], shape }) => {
      if (b.target !== 'cpu') return b.node('Add', [b.node('Mul', [x, scale]), shift]);
      // Rows as channels of one item: the CPU passes over them once.
      const rows = sizeOf(shape.slice(0, -1));
      const flat = (value: string): string => b.node('Reshape', [value, b.integers([rows])]);
      const [mean, variance] = [0, 1].map((v) =>
        b.constant(new Float32Array(rows).fill(v), { shape: [rows], dtype: 'float32' }),
      );
      const channels = b.node('Reshape', [x, b.integers([1, rows, rowSize({ shape })])]);
      const y = b.node('BatchNormalization', [channels, flat(scale), flat(shift), mean, variance], {
        epsilon: { float: 0 },
      });
      return b.node('Reshape', [y, b.integers(shape)]);
    },
  },
  groupNorm: {
    primitive: 'groupNorm',
    type: ([x, scale, shift], { groups }) => {
      for (const each of [x, scale, shift]) requireDType('groupNorm', each, 'float32');
      const channels = x.shape[1];
      if (channels % groups !== 0) {
        throw new TensorError(
          `groupNorm: got ${channels} channels and ${groups} groups, expected channels divisible by the groups; choose another number of groups.`,
        );
      }
      if ([scale, shift].some(({ shape }) => shape.length !== 1 || shape[0] !== channels)) {
        throw new TensorError(
          `groupNorm: got scale ${show(scale.shape)} and shift ${show(shift.shape)}, expected [${channels}]; give one value a channel.`,
        );
      }
      return { shape: x.shape, dtype: 'float32' };
    },
    reference: ([x, scale, shift], out, { groups, epsilon }) => {
      const [batch, channels] = x.shape;
      const size = x.data.length / (batch * groups);
      const plane = (size * groups) / channels;
      for (let start = 0; start < x.data.length; start += size) {
        const { centre, inverse } = statistics(x, start, size, epsilon);
        for (let i = start; i < start + size; i++) {
          const channel = Math.floor(i / plane) % channels;
          out.data[i] = (x.data[i] - centre) * inverse * scale.data[channel] + shift.data[channel];
        }
      }
    },
    vjp: groupNormGradients,
    flops: (y) => 8 * sizeOf(y.shape),
    lower: (y) => {
      const { planes, channels } = groupShapes(y);
      const [scale, shift] = y.inputs.slice(1).map((each) => broadcastTo(reshape(each, [planes[1], 1]), channels));
      return reshape(rowAffine(reshape(standardised(y), planes), scale, shift), y.shape);
    },
  },
};

function groupShapes({ shape, attributes: { groups } }: Tensor<'groupNorm'>) {
  const [batch, channels] = shape;
  const plane = sizeOf(shape.slice(2));
  return {
    planes: [batch, channels, plane],
    /** One number a channel of an item. */
    channels: [batch, channels, 1],
    /** Rows that are standardised. */
    rows: [batch, groups, (channels / groups) * plane],
    /** The same by group. */
    sums: [batch, groups, channels / groups],
  };
}

const standardised = (y: Tensor<'groupNorm'>): Tensor =>
  standardise(reshape(y.inputs[0], groupShapes(y).rows), y.attributes.epsilon);

/**
 * Sums over each channel's pixels give the gradients of scale and shift, and weighted by the scale also the means over
 * groups: dx = (ct·γ − mean(ct·γ) − x̂·mean(ct·γ·x̂)) / σ.
 */
function groupNormGradients(ct: Tensor, y: Tensor<'groupNorm'>): Tensor[] {
  const [x, scale] = y.inputs;
  const { planes, channels, rows, sums } = groupShapes(y);
  const normal = reshape(standardised(y), planes);
  const ctPlanes = reshape(ct, planes);
  const shiftSums = sum(ctPlanes, { axes: [-1] }); // [B, C]
  const scaleSums = sum(mul(ctPlanes, normal), { axes: [-1] });
  const inverse = inverseDeviation(reshape(x, rows), y.attributes.epsilon); // [B, G, 1]
  /** Mean over a group of channel sums weighted by the scale, over σ. */
  const overGroup = (each: Tensor): Tensor => {
    const weighted = reshape(mul(each, scale), sums);
    return mul(mul(sum(weighted, { axes: [-1], keepDims: true }), 1 / rows[2]), inverse);
  };
  const factor = reshape(mul(reshape(scale, sums.slice(1)), inverse), channels);
  const direct = reshape(mul(ctPlanes, factor), rows);
  const correction = rowAffine(reshape(normal, rows), overGroup(scaleSums), overGroup(shiftSums));
  return [reshape(sub(direct, correction), x.shape), sum(scaleSums, { axes: [0] }), sum(shiftSums, { axes: [0] })];
}

/** (x − mean) / √(variance + epsilon) over the last axis, with the biased variance. */
export const standardise = (x: Tensor, epsilon: number): Tensor => apply(normaliseRules.standardise, [x], { epsilon });

/** 1 / √(variance + epsilon) over the last axis, kept with size 1. */
export const inverseDeviation = (x: Tensor, epsilon: number): Tensor =>
  apply(normaliseRules.inverseDeviation, [x], { epsilon });

/** x·scale + shift for x [..., L] with one number a row, [..., 1] each. */
export const rowAffine = (x: Tensor, scale: Tensor, shift: Tensor): Tensor =>
  apply(normaliseRules.rowAffine, [x, scale, shift], {});

/** Group normalisation of x [B, C, …] with scale and shift [C] (Wu & He 2018). */
export const scaledGroupNorm = (x: Tensor, scale: Tensor, shift: Tensor, groups: number, epsilon: number): Tensor =>
  apply(normaliseRules.groupNorm, [x, scale, shift], { groups, epsilon });
