import { afterAll, expect, test } from 'vitest';
import { lstm } from '../../src/core/nn';
import { buildProgram, gradients, input, interpret, mean, normal, sizeOf, square } from '../../src/core/tensor';
import { createEngine } from '../../src/engine';
import { expectClose } from '../core/tensor/checks';
import { runOnce } from './run';

const engine = await createEngine('cpu');
afterAll(() => engine.dispose());

test('an unrolled recurrence of thousands of operations gives the reference values', async () => {
  const [x, inputWeight, hiddenWeight, inputBias, hiddenBias] = [
    input('x', [2, 128, 3]),
    input('w', [3, 16]),
    input('u', [4, 16]),
    input('b', [16]),
    input('c', [16]),
  ];
  const { outputs } = lstm(x, { inputWeight, hiddenWeight, inputBias, hiddenBias });
  const [dw, du] = gradients(mean(square(outputs)), [inputWeight, hiddenWeight]);
  const program = buildProgram('recurrence', { outputs, dw, du });
  expect(program.nodes.length).toBeGreaterThan(4_000); // so long that it is run as it is
  const feeds = Object.fromEntries(
    program.inputs.map(({ name, shape }) => [
      name,
      { shape, data: normal(new Float32Array(sizeOf(shape)), { seed: 2, stream: name, step: 0 }) },
    ]),
  );
  const found = await runOnce(engine, program, feeds);
  const values = Object.fromEntries(Object.entries(feeds).map(([name, { data }]) => [name, data]));
  const expected = interpret(program, values, 'float64');
  for (const name of ['outputs', 'dw', 'du']) expectClose(found[name], expected[name], 1e-5);
});
