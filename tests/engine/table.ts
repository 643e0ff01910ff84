/** The table test of an engine: every case of every primitive against the interpreter. */

import { describe, expect, test } from 'vitest';
import {
  buildPlainProgram,
  buildProgram,
  interpret,
  type Primitive,
  type Program,
  rules,
  type Tensor,
} from '../../src/core/tensor';
import type { Engine } from '../../src/engine';
import { type Case, cases } from '../core/tensor/cases';
import { expectClose, type Feeds, feedsOf, floats, gradientVector, inputsOf } from '../core/tensor/checks';
import { runOnce } from './run';

type Table = readonly (readonly [Primitive, readonly Case[]])[];

const everyPrimitive = Object.entries(cases) as [Primitive, readonly Case[]][];

/** Worst difference allowed, relative to the largest value expected (or 1); primitives that differ more are named. */
export type Tolerances = Readonly<Partial<Record<Primitive, number>>> & { readonly all: number };

async function run(engine: Engine, program: Program, feeds: Feeds): Promise<Record<string, ArrayLike<number>>> {
  const arrays = program.inputs.map(({ name, shape }) => {
    const data = feeds[name];
    return [name, { data: data instanceof Int32Array ? data : Float32Array.from(data), shape }] as const;
  });
  return runOnce(engine, program, Object.fromEntries(arrays));
}

/** The case's value, its gradients and their gradients, as far as they exist. */
function outputsOf(each: Case): Record<string, Tensor> {
  const xs = inputsOf(each);
  const value = each.build(...xs);
  if (floats(xs).length === 0) return { value };
  const gradient = gradientVector(value, xs);
  return { value, gradient, second: gradientVector(gradient, xs) };
}

/** Declares a test for every case: the value and two derivatives of the simplified program. */
export function describePrimitives(engine: Engine, tolerances: Tolerances, table: Table = everyPrimitive): void {
  describe.each(table)('%s', (primitive, list) => {
    test.each(list)('gives the reference values, simplified and with two derivatives: $name', async (each) => {
      const outputs = outputsOf(each);
      const program = buildProgram('case', outputs);
      const plain = buildPlainProgram('case', outputs);
      const feeds = feedsOf(each);
      const [found, expected] = [await run(engine, program, feeds), interpret(plain, feeds, 'float64')];
      expect(Object.keys(found)).toEqual(Object.keys(expected));
      for (const name of Object.keys(outputs)) {
        expectClose(found[name], expected[name], tolerances[primitive] ?? tolerances.all);
      }
    });
  });
}

const isEncodable = (program: Program): boolean => program.nodes.every((n) => rules[n.primitive].onnx !== undefined);

/** Declares a test for every case that ONNX can say without simplification; the others must be refused. */
export function describeEncodings(engine: Engine, tolerances: Tolerances): void {
  describe.each(everyPrimitive)('%s', (primitive, list) => {
    test.each(list)('is encoded as it was written: $name', async (each) => {
      const program = buildPlainProgram('case', { value: each.build(...inputsOf(each)) });
      if (!isEncodable(program)) {
        await expect(engine.compile(program)).rejects.toThrow('use buildProgram');
        return;
      }
      const feeds = feedsOf(each);
      const { value } = await run(engine, program, feeds);
      expectClose(value, interpret(program, feeds, 'float64').value, tolerances[primitive] ?? tolerances.all);
    });
  });
}
