/** Arithmetic on shapes, shared by shape rules, gradient rules and reference implementations. */

import type { DType, Shape, TensorType } from './types';
import { TensorError } from './types';

export const show = (shape: Shape): string => `[${shape.join(', ')}]`;

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((d, i) => d === b[i]);

/** Row-major strides in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= shape[i];
  }
  return strides;
}

/** The numpy broadcast of several shapes, or null where they do not fit. */
export function tryBroadcast(...shapes: readonly Shape[]): Shape | null {
  const rank = Math.max(...shapes.map((s) => s.length));
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    for (let i = 0; i < shape.length; i++) {
      const at = rank - shape.length + i;
      if (shape[i] === 1 || shape[i] === result[at]) continue;
      if (result[at] !== 1) return null;
      result[at] = shape[i];
    }
  }
  return result;
}

export function broadcastShapes(subject: string, ...shapes: readonly Shape[]): Shape {
  const result = tryBroadcast(...shapes);
  if (result) return result;
  throw new TensorError(
    `${subject}: got shapes ${shapes.map(show).join(' and ')}, expected sizes that are equal or 1 counted from the last axis; reshape or expand one of them.`,
  );
}

export function normaliseAxis(subject: string, axis: number, rank: number): number {
  const result = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(axis) && result >= 0 && result < rank) return result;
  throw new TensorError(
    `${subject}: got axis ${axis}, expected an integer from ${-rank} to ${rank - 1} for ${rank} axes; choose an existing axis.`,
  );
}

export function normaliseAxes(subject: string, axes: readonly number[] | undefined, rank: number): number[] {
  if (!axes) return Array.from({ length: rank }, (_, i) => i);
  const result = [...new Set(axes.map((a) => normaliseAxis(subject, a, rank)))].sort((a, b) => a - b);
  if (result.length === axes.length) return result;
  throw new TensorError(`${subject}: got axes ${show(axes)}, expected each axis once; remove the repeated one.`);
}

export function requireDType(subject: string, type: TensorType, ...allowed: readonly DType[]): void {
  if (allowed.includes(type.dtype)) return;
  throw new TensorError(
    `${subject}: got ${type.dtype}, expected ${allowed.join(' or ')}; convert the input with cast first.`,
  );
}

export function requireRank(subject: string, what: string, shape: Shape, rank: number): void {
  if (shape.length === rank) return;
  throw new TensorError(`${subject}: ${what} has shape ${show(shape)}, expected ${rank} axes; reshape it first.`);
}

/** Refuses shapes that hold nothing, such as an empty batch. */
export function requireSizes(subject: string, shape: Shape): void {
  if (shape.every((d) => Number.isInteger(d) && d >= 1)) return;
  throw new TensorError(
    `${subject}: got ${show(shape)}, expected whole sizes of at least 1; give it at least one element along every axis.`,
  );
}

/** The number of axes after batch and channels: one to three. */
export function spatialAxes(subject: string, shape: Shape): number {
  if (shape.length >= 3 && shape.length <= 5) return shape.length - 2;
  throw new TensorError(
    `${subject}: the input has shape ${show(shape)}, expected [batch, channels, …] with one to three more axes; reshape it first.`,
  );
}

/** One value for each of `count` axes; a single number stands for all of them. */
export function perAxis(
  subject: string,
  what: string,
  value: number | readonly number[],
  count: number,
): readonly number[] {
  const values = typeof value === 'number' ? new Array<number>(count).fill(value) : value;
  if (values.length === count) return values;
  throw new TensorError(
    `${subject}: got ${what} ${show(values)}, expected one number or ${count}, one an axis; correct the setting.`,
  );
}

/** Calls `visit` with every index of `shape` in row-major order; the array is reused between calls. */
export function forEachIndex(shape: Shape, visit: (index: readonly number[], flat: number) => void): void {
  const index = new Array<number>(shape.length).fill(0);
  const total = shape.reduce((n, d) => n * d, 1);
  for (let flat = 0; flat < total; flat++) {
    visit(index, flat);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++index[axis] < shape[axis]) break;
      index[axis] = 0;
    }
  }
}

/** Every index of `shape` in row-major order. */
export function indicesOf(shape: Shape): number[][] {
  const indices: number[][] = [];
  forEachIndex(shape, (index) => indices.push([...index]));
  return indices;
}

/** Offset into a tensor of `shape` for an index of the (larger) shape it is broadcast to. */
export function broadcastOffset(index: readonly number[], shape: Shape, strides: readonly number[]): number {
  const skip = index.length - shape.length;
  let offset = 0;
  for (let i = 0; i < shape.length; i++) if (shape[i] !== 1) offset += index[skip + i] * strides[i];
  return offset;
}

export function offsetOf(index: readonly number[], strides: readonly number[]): number {
  let offset = 0;
  for (let i = 0; i < strides.length; i++) offset += index[i] * strides[i];
  return offset;
}
