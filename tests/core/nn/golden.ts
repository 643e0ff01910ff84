/** Golden cases of layers and how they are compared, on the reference interpreter and on ONNX Runtime. */

import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import {
  buildProgram,
  concat,
  constant,
  gradients,
  input,
  interpret,
  type Program,
  reshape,
  type Shape,
  type Tensor,
} from '../../../src/core/tensor';
import { createEngine } from '../../../src/engine';
import { runOnce } from '../../engine/run';
import { expectClose } from '../tensor/checks';

export interface GoldenArray {
  readonly shape: Shape;
  readonly data: readonly number[];
}

/** All outputs of a layer in one vector, and the gradient of each input for one cotangent. */
interface GoldenCase {
  readonly inputs: readonly GoldenArray[];
  readonly shapes: readonly Shape[];
  readonly value: readonly number[];
  readonly cotangent: readonly number[];
  readonly gradients: readonly (readonly number[])[];
}

interface Golden {
  readonly cases: Readonly<Record<string, GoldenCase>>;
  readonly running: {
    readonly momentum: number;
    readonly steps: readonly {
      readonly x: GoldenArray;
      readonly y: readonly number[];
      readonly mean: readonly number[];
      readonly variance: readonly number[];
    }[];
    readonly evaluated: readonly number[];
  };
  /** Trainable numbers of PyTorch's layers by the type of ours. */
  readonly counts: Readonly<Record<string, number>>;
  readonly spectral: {
    readonly weight: GoldenArray;
    readonly steps: readonly { readonly weight: readonly number[]; readonly u: readonly number[] }[];
    readonly cotangent: readonly number[];
    readonly gradient: readonly number[];
  };
}

/** Values from PyTorch, written by tests/golden/make_layers.py. */
export const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/layers.json', import.meta.url), 'utf8'));

type Values = Readonly<Record<string, ArrayLike<number>>>;
type Feeds = Readonly<Record<string, GoldenArray>>;

const engine = await createEngine('cpu');

/** PyTorch's numbers start from the decimals of the file as float32. */
const singles = (feeds: Feeds) =>
  Object.fromEntries(
    Object.entries(feeds).map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }]),
  );

const onOnnxRuntime = (program: Program, feeds: Feeds): Promise<Values> => runOnce(engine, program, singles(feeds));

const onInterpreter = async (program: Program, feeds: Feeds): Promise<Values> => {
  const given = singles(feeds);
  return interpret(program, Object.fromEntries(program.inputs.map(({ name }) => [name, given[name].data])), 'float64');
};

/** Each engine with the worst difference that its precision excuses; the golden numbers have seven digits. */
export const runners = [
  ['the interpreter', onInterpreter, 1e-6],
  ['ONNX Runtime', onOnnxRuntime, 5e-6],
] as const;

export type Layer = (...xs: Tensor[]) => Tensor | readonly Tensor[];

/** Value, shapes and gradients of a layer agree with the case of that name on both engines. */
export async function expectGolden(name: string, layer: Layer): Promise<void> {
  const expected = golden.cases[name];
  const xs = expected.inputs.map(({ shape }, i) => input(`x${i}`, shape));
  const given = layer(...xs);
  const outputs = 'shape' in given ? [given] : given;
  expect(outputs.map(({ shape }) => shape)).toEqual(expected.shapes);
  const value = concat(
    outputs.map((y) => reshape(y, [-1])),
    0,
  );
  const found = gradients(value, xs, constant(expected.cotangent, value.shape));
  const program = buildProgram(name, { value, ...Object.fromEntries(found.map((g, i) => [`g${i}`, g])) });
  const feeds = Object.fromEntries(expected.inputs.map((x, i) => [`x${i}`, x]));
  for (const [, run, tolerance] of runners) {
    const values = await run(program, feeds);
    expectClose(values.value, expected.value, tolerance);
    expected.gradients.forEach((g, i) => {
      expectClose(values[`g${i}`], g, tolerance);
    });
  }
}
