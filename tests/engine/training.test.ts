import { afterAll, describe, expect, test } from 'vitest';
import {
  buildProgram,
  defaultAdam,
  initialState,
  input,
  linear,
  mean,
  type NamedArrays,
  type NamedState,
  namedState,
  nextState,
  normal,
  parameterLayout,
  parameterTensors,
  type Storage,
  sin,
  square,
  stepScalars,
  sub,
  type TrainStep,
  tanh,
  trainStep,
} from '../../src/core/tensor';
import { createEngine, type DeviceTensor, type Engine } from '../../src/engine';
import { expectClose } from '../core/tensor/checks';
import { readAll } from './run';

const batch = 64;
const specs = [
  { name: 'hidden.weight', shape: [2, 64] },
  { name: 'hidden.bias', shape: [64] },
  { name: 'out.weight', shape: [64, 1] },
  { name: 'out.bias', shape: [1] },
];

const network = (p: Readonly<Record<string, ReturnType<typeof input>>>, x: ReturnType<typeof input>) =>
  linear(tanh(linear(x, p['hidden.weight'], p['hidden.bias'])), p['out.weight'], p['out.bias']);

function regression(storage: Storage): TrainStep<'net'> {
  return trainStep({
    name: 'regression',
    groups: { net: { layout: parameterLayout('net', specs, storage), optimizer: defaultAdam } },
    phases: [
      {
        updates: ['net'],
        build: ({ net }) => {
          const x = input('x', [batch, 2]);
          const error = sub(network(net, x), sin(linear(x, input('direction', [2, 1]))));
          return { loss: mean(square(error)), outputs: { error } };
        },
      },
    ],
  });
}

const draw = (size: number, stream: string, step = 0): Float32Array =>
  normal(new Float32Array(size), { seed: 4, stream, step });

const initial = (): NamedArrays =>
  Object.fromEntries(
    specs.map(({ name, shape }) => [
      name,
      draw(
        shape.reduce((a, b) => a * b),
        name,
      ).map((v) => v / 4),
    ]),
  );

interface Result {
  readonly losses: number[];
  readonly state: NamedState;
}

/** Steps from + 1 … to, every one on a batch of its own. */
async function train(
  engine: Engine,
  step: TrainStep<'net'>,
  from: number,
  to: number,
  start: NamedArrays,
  moments?: NamedState,
) {
  const executable = await engine.compile(step.program);
  const held = initialState(step, start, moments);
  let state: Record<string, DeviceTensor> = Object.fromEntries(
    step.state.map(({ input: name, shape }) => [name, engine.upload(held[name], shape)]),
  );
  const losses: number[] = [];
  for (let t = from + 1; t <= to; t++) {
    const outputs = await executable.run({
      ...state,
      x: engine.upload(draw(batch * 2, 'x', t), [batch, 2]),
      direction: engine.upload(Float32Array.of(1, -1), [2, 1]),
      [step.groups.net.scalarsInput]: engine.upload(stepScalars(step, 'net', { learningRate: 1e-2, t }), [2]),
    });
    state = nextState(step, outputs);
    losses.push((await outputs.loss.read())[0]);
  }
  const values = (await readAll(state)) as Record<string, Float32Array>;
  await executable.release();
  return { losses, state: namedState(step, values) } satisfies Result;
}

const engines = { one: await createEngine('cpu', { threads: 1 }), two: await createEngine('cpu', { threads: 2 }) };
afterAll(async () => {
  await Promise.all(Object.values(engines).map((e) => e.dispose()));
});

describe.each<Storage>(['flat', 'separate'])('training with %s parameters', (storage) => {
  const step = regression(storage);

  test('learns', async () => {
    const { losses } = await train(engines.one, step, 0, 300, initial());
    expect(losses[299]).toBeLessThan(losses[0] / 20);
  });

  test.each(Object.entries(engines))('gives bit-equal weights when repeated on threads: %s', async (_, engine) => {
    const [first, second] = [await train(engine, step, 0, 50, initial()), await train(engine, step, 0, 50, initial())];
    expect(second).toEqual(first);
  });

  test('goes on bit-equally from its named state', async () => {
    const whole = await train(engines.one, step, 0, 30, initial());
    const half = await train(engines.one, step, 0, 15, initial());
    const rest = await train(engines.one, step, 15, 30, half.state.parameters, half.state);
    expect(rest.state).toEqual(whole.state);
    expect([...half.losses, ...rest.losses]).toEqual(whole.losses);
  });

  test('follows the reference interpreter', async () => {
    const reference = await createEngine('reference');
    const [found, expected] = [
      await train(engines.one, step, 0, 3, initial()),
      await train(reference, step, 0, 3, initial()),
    ];
    expectClose(found.losses, expected.losses, 1e-5);
    for (const name of Object.keys(initial())) {
      expectClose(found.state.parameters[name], expected.state.parameters[name], 1e-4);
    }
  });

  test('its parameters feed other programs of the same layout', async () => {
    const program = buildProgram('predict', {
      y: network(parameterTensors(step.groups.net.layout), input('x', [1, 2])),
    });
    const executable = await engines.one.compile(program);
    const held = initialState(step, initial());
    const parameters = program.inputs.filter(({ name }) => name !== 'x');
    const feeds = Object.fromEntries(
      parameters.map(({ name, shape }) => [name, engines.one.upload(held[name], shape)]),
    );
    const { y } = await executable.run({ ...feeds, x: engines.one.upload(Float32Array.of(0, 0), [1, 2]) });
    const named = initial();
    const expected = Array.from(named['hidden.bias'], (b, i) => Math.tanh(b) * named['out.weight'][i]);
    expectClose(await y.read(), [expected.reduce((a, b) => a + b, named['out.bias'][0])], 1e-5);
  });
});

test('flat and separate parameters train alike', async () => {
  const results = [];
  for (const storage of ['flat', 'separate'] as const) {
    results.push(await train(engines.one, regression(storage), 0, 20, initial()));
  }
  expectClose(results[0].losses, results[1].losses, 1e-6);
});

test('parameters are laid out flat in small groups and separately in large ones', () => {
  expect(parameterLayout('small', specs).storage).toBe('flat');
  expect(parameterLayout('large', [{ name: 'w', shape: [1000, 1000] }]).storage).toBe('separate');
});
