/** Edits that put a problem right, where the answer is known; build rules hand them to `context.fail`. */

import type { Fix, Settings } from '../graph/document';
import { type Shape, sizeOf, type Tensor } from '../tensor';
import type { BuildContext } from './types';

/** Takes the node itself out of its line. */
export const takeOut = ({ node }: Pick<BuildContext, 'node'>): Fix => ({ type: 'remove', label: 'Take it out', node });

export const insert = (port: string, node: string, label: string, settings?: Settings): Fix => ({
  type: 'insert',
  label,
  port,
  node,
  ...(settings && { settings }),
});

export const set = (setting: string, value: number | string | boolean | number[], label: string): Fix => ({
  type: 'set',
  label,
  setting,
  value,
});

/** From the smallest up; only as many numbers are tried as the root of the size. */
const divisors = (size: number): number[] => {
  const small: number[] = [];
  for (let each = 1; each * each <= size; each++) if (size % each === 0) small.push(each);
  const large = small.map((each) => size / each).filter((each) => each * each > size);
  return [...small, ...large.reverse()];
};

/** The number nearest to `wanted` that divides `size` and fits besides; the smaller of two. */
export const nearestDivisor = (size: number, wanted: number, fits: (divisor: number) => boolean = () => true) =>
  divisors(size)
    .filter(fits)
    .reduce<number | undefined>(
      (best, each) => (best === undefined || Math.abs(each - wanted) < Math.abs(best - wanted) ? each : best),
      undefined,
    );

/** Sets a number to the nearest one that divides. */
export const setDivisor = (setting: string, name: string, size: number, wanted: number): readonly Fix[] => {
  const value = nearestDivisor(size, wanted);
  return value === undefined || value === wanted ? [] : [set(setting, value, `Set ${name} to ${value}`)];
};

const reshapeTo = (port: string, shape: number[]): Fix =>
  insert(port, 'layer.reshape', `Insert Reshape to ${shape.join(' × ')}`, { shape });

/** The side of a square of so many pixels. */
const sideOf = (count: number): number | undefined => {
  const side = Math.sqrt(count);
  return Number.isInteger(side) && side > 1 ? side : undefined;
};

/** Lets the data give pictures in place of rows of pixels. */
const asImages = (port: string): Fix => ({
  type: 'set',
  label: 'Set layout to image',
  setting: 'layout',
  value: 'image',
  upstream: port,
});

/** What makes pictures of rows of numbers or of sequences. */
const towardsImages = (port: string, [, ...item]: Shape): readonly Fix[] => {
  if (item.length === 1) {
    const side = sideOf(item[0]);
    return side === undefined ? [] : [asImages(port), reshapeTo(port, [1, side, side])];
  }
  const side = item.length === 2 ? sideOf(item[0]) : undefined;
  return side === undefined ? [] : [insert(port, 'layer.unpatchify', 'Insert Unpatchify', { patch: 1 })];
};

/** What makes as many numbers as a shape holds, or makes the shape hold as many as there are. */
export const towardsReshape = ({ shape }: Tensor, wanted: readonly number[]): readonly Fix[] => {
  const [given, needed] = [sizeOf(shape.slice(1)), sizeOf(wanted)];
  const rest = needed / wanted[0];
  const fitted = [given / rest, ...wanted.slice(1)];
  const widen = { features: needed };
  return [
    ...(shape.length === 2 ? [insert('x', 'layer.linear', `Insert Linear (width ${needed})`, widen)] : []),
    ...(given % rest === 0 ? [set('shape', fitted, `Set shape to ${fitted.join(' × ')}`)] : []),
  ];
};

/** What brings a value to channels with 1 to 3 axes in space. */
export const towardsSpatial = (port: string, tensor: Tensor, axes: 1 | 2 | 3): readonly Fix[] => {
  const item = tensor.shape.slice(1);
  if (axes === 2) return towardsImages(port, tensor.shape);
  if (item.length === 1) return [reshapeTo(port, axes === 1 ? [1, item[0]] : [1, 1, 1, item[0]])];
  if (item.length !== 3) return [];
  const [channels, height, width] = item;
  return [reshapeTo(port, axes === 1 ? [channels, height * width] : [channels, 1, height, width])];
};

/** What makes a sequence of a value. */
export const towardsSequence = (port: string, { shape, dtype }: Tensor): readonly Fix[] => {
  if (dtype === 'int32' && shape.length === 2) return [insert(port, 'layer.embedding', 'Insert Embedding')];
  if (shape.length !== 4) return [];
  const [height, width] = shape.slice(2);
  const patch = [4, 2, 1].find((size) => height % size === 0 && width % size === 0) ?? 1;
  return [insert(port, 'layer.patchify', 'Insert Patchify', { patch })];
};

/** What makes one vector an item of a value. */
export const towardsVectors = (port: string, { shape, dtype }: Tensor, width?: number): readonly Fix[] => {
  const size: Settings = width === undefined ? {} : { width };
  if (shape.length === 1 && dtype === 'int32') return [insert(port, 'layer.embedding', 'Insert Embedding', size)];
  if (shape.length === 1) return [insert(port, 'layer.time_embedding', 'Insert Time embedding', size)];
  if (shape.length < 3) return [];
  return [
    insert(port, 'layer.flatten', 'Insert Flatten'),
    insert(port, 'layer.global_average_pool', 'Insert Global average pool'),
  ];
};

const agree = (a: Shape, b: Shape, except: number): boolean =>
  a.length === b.length && a.every((n, axis) => axis === except || n === b[axis]);

/** The factor by which the height and width of `small` grow to those of `large`. */
const growth = (small: Shape, large: Shape): number | undefined => {
  if (small.length !== 4 || large.length !== 4) return undefined;
  const [rows, columns] = [large[2] / small[2], large[3] / small[3]];
  return rows === columns && Number.isInteger(rows) && rows > 1 ? rows : undefined;
};

const grow = (port: string, factor: number): Fix =>
  insert(port, 'layer.upsample', `Insert Upsample (factor ${factor})`, { factor });

/** Brings height and width of two pictures together, by growing the smaller. */
const towardsOneSize = (a: Tensor, b: Tensor): readonly Fix[] => {
  const [first, second] = [growth(a.shape, b.shape), growth(b.shape, a.shape)];
  if (first !== undefined) return [grow('a', first)];
  return second === undefined ? [] : [grow('b', second)];
};

/** A trained layer on `b` that gives it the width of `a`. */
const towardsWidth = (a: Shape, b: Shape): readonly Fix[] => {
  const last = a.length - 1;
  const linear = (features: number): Fix =>
    insert('b', 'layer.linear', `Insert Linear (width ${features})`, { features });
  if (a.length === 4 && agree(a, b, 1)) {
    const settings = { channels: a[1], kernel: 1, stride: 1, padding: 0 };
    return [insert('b', 'layer.conv2d', `Insert 1 × 1 convolution (${a[1]} channels)`, settings)];
  }
  if (a.length <= 3 && agree(a, b, last)) return [linear(a[last])];
  const perPosition = b.length === 2 && a.length > 2 && a[0] === b[0];
  return perPosition ? [linear(a[a.length === 3 ? 2 : 1])] : [];
};

/** What lets two values be added or multiplied. */
export const towardsOneShape = (a: Tensor, b: Tensor): readonly Fix[] => {
  if (b.shape.length === 1) return towardsVectors('b', b, a.shape[a.shape.length > 3 ? 1 : a.shape.length - 1]);
  if (a.shape.length === 1) return [];
  return [...towardsOneSize(a, b), ...towardsWidth(a.shape, b.shape)];
};

/** What lets two values be put side by side. */
export const towardsJoin = (a: Tensor, b: Tensor): readonly Fix[] => {
  for (const [port, value, other] of [
    ['b', b, a],
    ['a', a, b],
  ] as const) {
    if (value.shape.length < other.shape.length && value.shape.length === 1) return towardsVectors(port, value);
    if (value.shape.length > 2 && other.shape.length === 2) return towardsVectors(port, value);
  }
  return towardsOneSize(a, b);
};

/** Lets the node that made the value on a port make one of another shape (without batch). */
export const makeShape = (port: string, shape: Shape): Fix => ({
  type: 'set',
  label: `Set output shape to ${shape.join(', ')}`,
  setting: 'output_shape',
  value: [...shape],
  upstream: port,
});
