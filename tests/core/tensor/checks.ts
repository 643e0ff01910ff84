/** Shared by the tests of tensor programs. */

import { expect } from 'vitest';
import {
  buildPlainProgram,
  concat,
  constant,
  gradients,
  type HostData,
  input,
  interpret,
  jvp,
  mul,
  type Program,
  reshape,
  type Shape,
  sizeOf,
  sum,
  type Tensor,
  uniform,
} from '../../../src/core/tensor';
import type { Case, InputSpec } from './cases';

export type Feeds = Record<string, Float64Array | Int32Array>;

export const inputsOf = ({ inputs }: Case): Tensor[] =>
  inputs.map(({ shape, dtype }, i) => input(`x${i}`, shape, dtype));

/** Values of float32 precision, so that engines of either precision start from the same numbers. */
export function valuesOf(
  { shape, range = [-2, 2], values, dtype }: InputSpec,
  stream: string,
): Float64Array | Int32Array {
  if (dtype === 'int32') return Int32Array.from(values ?? []);
  const drawn = uniform(new Float32Array(sizeOf(shape)), { seed: 7, stream, step: 0 });
  const [low, high] = range;
  return Float64Array.from(values ?? drawn, (v) => Math.fround(values ? v : low + (high - low) * v));
}

export const feedsOf = ({ inputs }: Case): Feeds =>
  Object.fromEntries(inputs.map((spec, i) => [`x${i}`, valuesOf(spec, `x${i}`)]));

/** A fixed weighted sum of all elements: a scalar whose gradient tells all elements apart. */
export function weighted(y: Tensor, stream = 'weights'): Tensor {
  const weights = uniform(new Float32Array(sizeOf(y.shape)), { seed: 3, stream, step: 0 });
  return sum(
    mul(
      y,
      constant(
        weights.map((w) => w + 0.5),
        y.shape,
      ),
    ),
  );
}

export const floats = (xs: readonly Tensor[]): Tensor[] => xs.filter((x) => x.dtype === 'float32');

/** All gradients of a weighted sum of y in one vector. */
export function gradientVector(y: Tensor, xs: readonly Tensor[]): Tensor {
  const parts = gradients(weighted(y), floats(xs)).map((g) => reshape(g, [-1]));
  return concat(parts, 0);
}

const step = 1e-5;

/** Central differences of a program's scalar output in every element of the named inputs, in double precision. */
export function finiteDifferences(program: Program, output: string, feeds: Feeds, names: readonly string[]): number[] {
  const value = (): number => interpret(program, feeds, 'float64')[output][0];
  return names.flatMap((name) =>
    Array.from(feeds[name], (_, i) => {
      const centre = feeds[name][i];
      feeds[name][i] = centre + step;
      const above = value();
      feeds[name][i] = centre - step;
      const below = value();
      feeds[name][i] = centre;
      return (above - below) / (2 * step);
    }),
  );
}

/** Compares the gradient of a weighted sum of y with finite differences. */
export function expectGradient(y: Tensor, xs: readonly Tensor[], feeds: Feeds, tolerance = 2e-6): void {
  const fed = Object.fromEntries(Object.entries(feeds).map(([name, values]) => [name, values.slice()]));
  const used = (program: Program): Feeds => Object.fromEntries(program.inputs.map(({ name }) => [name, fed[name]]));
  const gradient = buildPlainProgram('gradient', { g: gradientVector(y, xs) });
  const value = buildPlainProgram('value', { v: weighted(y) });
  const found = Array.from(interpret(gradient, used(gradient), 'float64').g);
  const names = xs.flatMap((x, i) => (x.dtype === 'float32' ? [`x${i}`] : []));
  const dependsOn = new Set(value.inputs.map((i) => i.name));
  const expected = names.flatMap((name) =>
    dependsOn.has(name) ? finiteDifferences(value, 'v', used(value), [name]) : Array.from(fed[name], () => 0),
  );
  expectClose(found, expected, tolerance);
}

/** Worst difference relative to the largest value expected. */
export function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(expected.length);
  const scale = Math.max(1, ...Array.from(expected, Math.abs));
  let worst = 0;
  for (let i = 0; i < found.length; i++) {
    const difference = Math.abs(found[i] - expected[i]) / scale;
    worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference);
  }
  expect(worst).toBeLessThanOrEqual(tolerance);
}

/** Compares the derivative of y along fixed tangents, one for each float32 input, with central differences. */
export function expectJvp(y: Tensor, xs: readonly Tensor[], feeds: Feeds, tolerance = 2e-6): void {
  const value = buildPlainProgram('value', { y });
  const at = (h: number): HostData => {
    const moved = value.inputs.map(({ name, dtype, shape }) => {
      const base = feeds[name];
      if (base instanceof Int32Array || dtype !== 'float32') return [name, base] as const;
      const tangent = tangentValues(name, shape);
      return [name, base.map((v, i) => v + h * tangent[i])] as const;
    });
    return interpret(value, Object.fromEntries(moved), 'float64').y;
  };
  const program = buildPlainProgram('jvp', { d: tangentOf(y, xs) });
  const used = Object.fromEntries(program.inputs.map(({ name }) => [name, feeds[name]]));
  const [above, below] = [at(step), at(-step)];
  const expected = Array.from(above, (v, i) => (v - below[i]) / (2 * step));
  expectClose(interpret(program, used, 'float64').d, expected, tolerance);
}

const tangentValues = (name: string, shape: Shape): Float32Array =>
  uniform(new Float32Array(sizeOf(shape)), { seed: 5, stream: `tangent ${name}`, step: 0 }).map((v) => 2 * v - 1);

/** The derivative of y along fixed tangents of the inputs x0, x1, …. */
export function tangentOf(y: Tensor, xs: readonly Tensor[]): Tensor {
  const moving = xs.flatMap((x, i) => (x.dtype === 'float32' ? [{ x, name: `x${i}` }] : []));
  const tangents = moving.map(({ x, name }) => constant(tangentValues(name, x.shape), x.shape));
  return jvp(
    [y],
    moving.map(({ x }) => x),
    tangents,
  )[0];
}
