import { afterAll, describe, expect, test } from 'vitest';
import { buildProgram, input, type Shape, sizeOf, sum, uniform } from '../../src/core/tensor';
import { createEngine } from '../../src/engine';
import { runOnce } from './run';

const engine = await createEngine('cpu');
afterAll(() => engine.dispose());

/** Close to each other, so that rounding always goes the same way and errors add up. */
const narrow = (size: number): Float32Array =>
  uniform(new Float32Array(size), { seed: 1, stream: 'sums', step: 0 }).map((v) => 0.7 + v / 1000);

/** Worst relative error of sums over the last axes. */
async function errorOf(shape: Shape, kept: number, keepDims = false): Promise<number> {
  const axes = shape.map((_, i) => i).slice(kept);
  const data = narrow(sizeOf(shape));
  const program = buildProgram('sums', { y: sum(input('x', shape), { axes, keepDims }) });
  const { y } = await runOnce(engine, program, { x: { data, shape } });
  const count = data.length / y.length;
  const errors = Array.from(y, (found, row) => {
    const exact = data.subarray(row * count, (row + 1) * count).reduce((total, v) => total + v, 0);
    return Math.abs(found - exact) / exact;
  });
  return Math.max(...errors);
}

describe('sums of many numbers on the CPU are off by less than a millionth', () => {
  const shapes: readonly { readonly shape: Shape }[] = [
    { shape: [10_000] },
    { shape: [34_050] },
    { shape: [128, 784] },
    { shape: [32, 32, 28, 28] },
    { shape: [1_000_000] },
    { shape: [10_000_000] },
  ];
  test.each(shapes)('all of $shape', async ({ shape }) => {
    expect(await errorOf(shape, 0)).toBeLessThan(1e-6);
  });

  test('each row of its own', async () => {
    expect(await errorOf([3, 2, 100, 500], 2)).toBeLessThan(1e-6);
    expect(await errorOf([3, 50_000], 1, true)).toBeLessThan(1e-6);
  });
});

test('a sum whose length has no divisor is taken as it is', async () => {
  expect(await errorOf([10_007], 0)).toBeLessThan(1e-4);
});
