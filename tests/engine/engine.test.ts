import { afterAll, expect, test } from 'vitest';
import { buildProgram, exp, input, mul, sum } from '../../src/core/tensor';
import { createEngine, encode } from '../../src/engine';
import { describeEngine } from './contract';

const [cpu, reference] = [await createEngine('cpu'), await createEngine('reference')];
afterAll(async () => {
  await Promise.all([cpu.dispose(), reference.dispose()]);
});

describeEngine(cpu, reference);
describeEngine(reference, cpu);

const [x, y] = [input('x', [2, 3]), input('y', [3])];
const program = buildProgram('sums', { total: sum(mul(x, y)), product: mul(x, y) });

test.each([cpu, reference])('$id reads without copying', async (engine) => {
  const executable = await engine.compile(program);
  const { product } = await executable.run({
    x: engine.upload(new Float32Array(6), [2, 3]),
    y: engine.upload(new Float32Array(3), [3]),
  });
  expect(await product.read()).toBe(await product.read());
});

test('a model file names the inputs, the outputs and its maker', () => {
  const text = new TextDecoder('latin1').decode(encode(program));
  for (const name of ['sums', 'total', 'product', 'Latent Loom', 'Mul', 'ReduceSum']) expect(text).toContain(name);
});

test('equal programs give equal model bytes', () => {
  const build = () => buildProgram('p', { v: sum(mul(exp(input('x', [4])), 3)) });
  expect(encode(build())).toEqual(encode(build()));
});
