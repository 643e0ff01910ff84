import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  actnorm,
  affineMap,
  type Condition,
  couple,
  dequantise,
  type ElementwiseMap,
  inCheckerboard,
  inHalves,
  logit,
  mix,
  quantise,
  splineMap,
  squeezePixels,
  uncouple,
  undoActnorm,
  unlogit,
  unmix,
  unsqueezePixels,
} from '../../../src/core/generative/flow-maps';
import type { Mapped } from '../../../src/core/generative/flows';
import {
  add,
  avgPool,
  buildProgram,
  concat,
  constant,
  input,
  interpret,
  jvp,
  mul,
  normal,
  pluMatrix,
  reshape,
  type Shape,
  sin,
  sizeOf,
  slice,
  type Tensor,
  tanh,
  upsampleNearest,
} from '../../../src/core/tensor';

interface Golden {
  maps: {
    name: string;
    x: number[];
    shape: number[];
    y: number[];
    logDet: number[];
    raw: number[];
    bound: number;
    bins: number;
    permutation: number[];
    lower: number[];
    upper: number[];
    diagonal: number[];
    margin: number;
    levels: number;
  }[];
}
/** Written by tests/golden/make_flows.py. */
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/flows.json', import.meta.url), 'utf8'));
const goldenOf = (name: string): Golden['maps'][number] => {
  const found = golden.maps.find((each) => each.name === name);
  if (!found) throw new Error(name);
  return found;
};

type Outputs = Readonly<Record<string, Tensor>>;
const run = (outputs: Outputs, x: ArrayLike<number>): Record<string, number[]> => {
  const program = buildProgram('maps', outputs);
  const found = interpret(program, { x }, 'float64');
  return Object.fromEntries(Object.entries(found).map(([name, data]) => [name, Array.from(data)]));
};

const close = (found: readonly number[], wanted: readonly number[], digits = 9): void => {
  expect(found.length).toBe(wanted.length);
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(wanted[i], digits);
  });
};

const numbers = (shape: Shape, stream: string, scale = 1): number[] =>
  Array.from(normal(new Float32Array(sizeOf(shape)), { seed: 3, stream, step: 0 }), (value) => scale * value);
const fixed = (shape: Shape, stream: string, scale = 1): Tensor =>
  constant(Float32Array.from(numbers(shape, stream, scale)), shape);

const matrixOf = (size: number) =>
  pluMatrix({
    permutation: Array.from({ length: size }, (_, i) => (i + 1) % size),
    lower: fixed([size, size], 'lower', 0.4),
    upper: fixed([size, size], 'upper', 0.4),
    logDiagonal: fixed([size], 'diagonal', 0.3),
    signs: Array.from({ length: size }, () => 1),
  });

describe('maps are those of PyTorch, with its Jacobians', () => {
  test('an affine coupling', () => {
    const { x, y, logDet, shape, raw, bound } = goldenOf('affine');
    const parameters = constant(Float32Array.from(raw), [3, 2, 2]);
    const at = input('x', shape);
    const mapped = couple(at, affineMap(bound), inHalves, 0, (_, wanted) => reshape(parameters, wanted));
    const found = run({ y: mapped.y, logDet: mapped.logDet }, x);
    close(found.y, y, 6);
    close(found.logDet, logDet, 6);
  });

  test('rational-quadratic splines, also outside their box', () => {
    const { x, y, logDet, shape, raw, bins, bound } = goldenOf('spline');
    expect(x.some((value) => Math.abs(value) > bound)).toBe(true);
    const map = splineMap({ bins, bound });
    const parameters = constant(Float32Array.from(raw), [shape[0], map.parameters, 1]);
    const { y: moved, logSlope } = map.forward(input('x', shape), parameters);
    const found = run({ y: moved, logSlope }, x);
    close(found.y, y, 5);
    close(found.logSlope, logDet, 5);
  });

  test('a 1 × 1 mixing', () => {
    const { x, y, logDet, shape, permutation, lower, upper, diagonal } = goldenOf('mixing');
    const matrix = pluMatrix({
      permutation,
      lower: constant(Float32Array.from(lower), [4, 4]),
      upper: constant(Float32Array.from(upper), [4, 4]),
      logDiagonal: constant(Float32Array.from(diagonal), [4]),
      signs: [1, 1, 1, 1],
    });
    const mapped = mix(input('x', shape), matrix);
    const found = run({ y: mapped.y, logDet: mapped.logDet }, x);
    close(found.y, y, 5);
    close(found.logDet, logDet, 5);
  });

  test('grey levels, with volumes counted in levels', () => {
    const { x, y, logDet, shape, margin, levels } = goldenOf('grey');
    const mapped = logit(dequantise(input('x', shape), 0.5, levels), margin);
    const found = run({ y: mapped.y, logDet: add(mapped.logDet, -4 * Math.log(levels)) }, x);
    close(found.y, y, 5);
    close(found.logDet, logDet, 5);
  });
});

/** A network that makes as many numbers as are wanted of those that it sees. */
const condition: Condition = (seen, [n, ...wanted]) => {
  const from = sizeOf(seen.shape.slice(1));
  const size = sizeOf(wanted);
  const row = reshape(seen, [n, from]);
  const columns = Array.from({ length: size }, (_, i) =>
    slice(row, { axes: [1], starts: [i % from], ends: [(i % from) + 1] }),
  );
  const waves = sin(mul(concat(columns, 1), fixed([size], 'waves', 1.5)));
  return reshape(add(waves, fixed([size], 'shift', 0.5)), [n, ...wanted]);
};

interface Case {
  name: string;
  shape: Shape;
  forward(x: Tensor): Mapped;
  inverse(y: Tensor): Tensor;
}
const coupling = (name: string, shape: Shape, map: ElementwiseMap, parting: typeof inHalves, turn: number): Case => ({
  name,
  shape,
  forward: (x) => couple(x, map, parting, turn, condition),
  inverse: (y) => uncouple(y, map, parting, turn, condition),
});
const stats = (size: number) => ({
  mean: fixed([size], 'mean'),
  logDeviation: fixed([size], 'deviation', 0.3),
  logScale: fixed([size], 'scale', 0.3),
  shift: fixed([size], 'offset'),
});
const affine = affineMap(2);
const spline = splineMap({ bins: 5, bound: 3 });
const cases: readonly Case[] = [
  coupling('affine coupling of halves', [3, 5], affine, inHalves, 0),
  coupling('affine coupling of the other half', [3, 5], affine, inHalves, 1),
  coupling('affine coupling of channels', [2, 4, 2, 2], affine, inHalves, 1),
  coupling('affine coupling in a checkerboard of pixels', [2, 1, 3, 4], affine, inCheckerboard, 0),
  coupling('affine coupling of every second number', [3, 5], affine, inCheckerboard, 1),
  coupling('spline coupling of halves', [3, 4], spline, inHalves, 0),
  coupling('spline coupling in a checkerboard', [2, 2, 2, 2], spline, inCheckerboard, 1),
  {
    name: 'act norm',
    shape: [2, 3, 2, 2],
    forward: (x) => actnorm(x, stats(3)),
    inverse: (y) => undoActnorm(y, stats(3)),
  },
  { name: 'mixing of rows', shape: [3, 4], forward: (x) => mix(x, matrixOf(4)), inverse: (y) => unmix(y, matrixOf(4)) },
  {
    name: 'mixing of channels',
    shape: [2, 3, 2, 2],
    forward: (x) => mix(x, matrixOf(3)),
    inverse: (y) => unmix(y, matrixOf(3)),
  },
  {
    name: 'a logit',
    shape: [3, 4],
    forward: (x) => logit(add(mul(tanh(x), 0.49), 0.5), 0.05),
    inverse: (y) => y,
  },
];

/** log |det| of a matrix by elimination. */
const logAbsDet = (rows: number[][]): number => {
  const a = rows.map((row) => [...row]);
  let total = 0;
  for (let k = 0; k < a.length; k++) {
    const pivot = a.findIndex(
      (row, i) => i >= k && Math.abs(row[k]) === Math.max(...a.slice(k).map((r) => Math.abs(r[k]))),
    );
    [a[k], a[pivot]] = [a[pivot], a[k]];
    total += Math.log(Math.abs(a[k][k]));
    for (let i = k + 1; i < a.length; i++) {
      const factor = a[i][k] / a[k][k];
      for (let j = k; j < a.length; j++) a[i][j] -= factor * a[k][j];
    }
  }
  return total;
};

describe.each(cases.map((each) => [each.name, each] as const))('%s', (name, { shape, forward, inverse }) => {
  const [n, ...item] = shape;
  const size = sizeOf(item);
  const x = numbers(shape, `x of ${name}`, 1.2);
  const at = input('x', shape);

  test.skipIf(name === 'a logit')('is undone by its inverse', () => {
    const { y } = forward(at);
    const found = run({ back: inverse(y), moved: y }, x);
    close(found.back, x, 5);
    expect(found.moved.some((value, i) => Math.abs(value - x[i]) > 0.05)).toBe(true);
  });

  test('counts volumes as its Jacobian has them', () => {
    const mapped = forward(at);
    const tangents = Array.from({ length: size }, (_, d) => {
      const unit = Float32Array.from({ length: n * size }, (_, i) => (i % size === d ? 1 : 0));
      return jvp([mapped.y], [at], [constant(unit, shape)])[0];
    });
    const columns = Object.fromEntries(tangents.map((tangent, d) => [`column${d}`, tangent]));
    // The whole derivative of a logit is that of what goes into it, too.
    const inner = name === 'a logit' ? x.map((value) => Math.log(0.49 * (1 - Math.tanh(value) ** 2))) : x.map(() => 0);
    const { logDet, ...found } = run({ logDet: mapped.logDet, ...columns }, x);
    for (let i = 0; i < n; i++) {
      const jacobian = Array.from({ length: size }, (_, row) =>
        Array.from({ length: size }, (_, d) => found[`column${d}`][i * size + row]),
      );
      const before = inner.slice(i * size, (i + 1) * size).reduce((a, b) => a + b, 0);
      expect(logDet[i] + before).toBeCloseTo(logAbsDet(jacobian), 5);
    }
  });
});

test('squeezing moves squares of four pixels to channels, and back', () => {
  const x = Array.from({ length: 16 }, (_, i) => i);
  const at = input('x', [1, 1, 4, 4]);
  const squeezed = squeezePixels(at);
  const found = run({ squeezed, back: unsqueezePixels(squeezed) }, x);
  expect(squeezed.shape).toEqual([1, 4, 2, 2]);
  expect(found.squeezed).toEqual([0, 2, 8, 10, 1, 3, 9, 11, 4, 6, 12, 14, 5, 7, 13, 15]);
  expect(found.back).toEqual(x);
});

test('grey levels come back from the middle of their levels; squares of pixels from their mean', () => {
  const x = [0, 17 / 255, 200 / 255, 1];
  const at = input('x', [1, 1, 2, 2]);
  const there = logit(dequantise(at, 0.5, 256), 0.05).y;
  const pooled = avgPool(at, 2);
  const found = run({ back: quantise(unlogit(there, 0.05), 256), again: upsampleNearest(pooled, 2) }, x);
  close(found.back, x, 6);
  const mean = x.reduce((a, b) => a + b) / 4;
  close(found.again, [mean, mean, mean, mean], 6);
});
