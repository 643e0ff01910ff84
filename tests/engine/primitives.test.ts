import { afterAll, describe, expect, test } from 'vitest';
import {
  buildPlainProgram,
  buildProgram,
  interpret,
  type Primitive,
  type Program,
  rules,
  type Tensor,
} from '../../src/core/tensor';
import { createEngine, type Engine } from '../../src/engine';
import { type Case, cases } from '../core/tensor/cases';
import { expectClose, type Feeds, feedsOf, floats, gradientVector, inputsOf } from '../core/tensor/checks';

const table = Object.entries(cases) as [Primitive, readonly Case[]][];
const engine: Engine = await createEngine('cpu');
afterAll(() => engine.dispose());

async function run(program: Program, feeds: Feeds): Promise<Record<string, ArrayLike<number>>> {
  const executable = await engine.compile(program);
  const uploaded = program.inputs.map(({ name, shape }) => {
    const data = feeds[name];
    return [name, engine.upload(data instanceof Int32Array ? data : Float32Array.from(data), shape)] as const;
  });
  const outputs = await executable.run(Object.fromEntries(uploaded));
  const read = Object.entries(outputs).map(async ([name, tensor]) => [name, await tensor.read()] as const);
  const values = Object.fromEntries(await Promise.all(read));
  await executable.release();
  return values;
}

/** The case's value, its gradients and their gradients, as far as they exist. */
function outputsOf(each: Case): Record<string, Tensor> {
  const xs = inputsOf(each);
  const value = each.build(...xs);
  if (floats(xs).length === 0) return { value };
  const gradient = gradientVector(value, xs);
  return { value, gradient, second: gradientVector(gradient, xs) };
}

const isEncodable = (program: Program): boolean => program.nodes.every((n) => rules[n.primitive].onnx !== undefined);

describe.each(table)('%s', (_, list) => {
  test.each(list)('gives the reference values, simplified and with two derivatives: $name', async (each) => {
    const outputs = outputsOf(each);
    const program = buildProgram('case', outputs);
    const plain = buildPlainProgram('case', outputs);
    const feeds = feedsOf(each);
    const [found, expected] = [await run(program, feeds), interpret(plain, feeds, 'float64')];
    expect(Object.keys(found)).toEqual(Object.keys(expected));
    for (const name of Object.keys(outputs)) expectClose(found[name], expected[name], 2e-5);
  });

  test.each(list)('is encoded as it was written: $name', async (each) => {
    const program = buildPlainProgram('case', { value: each.build(...inputsOf(each)) });
    if (!isEncodable(program)) {
      await expect(engine.compile(program)).rejects.toThrow('use buildProgram');
      return;
    }
    const feeds = feedsOf(each);
    expectClose((await run(program, feeds)).value, interpret(program, feeds, 'float64').value, 2e-5);
  });
});
