import { afterAll, describe, expect, test } from 'vitest';
import {
  add,
  buildProgram,
  cos,
  defaultAdam,
  exp,
  gradients,
  greater,
  initialState,
  input,
  linear,
  mean,
  mul,
  type NamedArrays,
  nextState,
  normal,
  parameterLayout,
  type Storage,
  sin,
  sizeOf,
  square,
  standardise,
  stepScalars,
  sub,
  sum,
  tanh,
  trainStep,
} from '../../src/core/tensor';
import { createEngine, type DeviceTensor, type Engine } from '../../src/engine';
import { OnnxTensor } from '../../src/engine/onnxruntime/tensor';
import { disposeAll } from '../../src/worker/tensors';
import { expectClose } from '../core/tensor/checks';
import { describeEngine } from './contract';
import { readAll, runOnce } from './run';
import { withWebGpu } from './webgpu-engine';

const locationOf = (tensor: DeviceTensor): string => (tensor instanceof OnnxTensor ? tensor.value.location : 'none');

const specs = [
  { name: 'hidden.weight', shape: [2, 32] },
  { name: 'hidden.bias', shape: [32] },
  { name: 'out.weight', shape: [32, 1] },
  { name: 'out.bias', shape: [1] },
];
const batch = 16;

const regression = (storage: Storage) =>
  trainStep({
    name: 'regression',
    groups: { net: { layout: parameterLayout('net', specs, storage), optimizer: defaultAdam } },
    phases: [
      {
        updates: ['net'],
        build: ({ net }) => {
          const x = input('x', [batch, 2]);
          const hidden = tanh(linear(x, net['hidden.weight'], net['hidden.bias']));
          const error = sub(
            linear(hidden, net['out.weight'], net['out.bias']),
            sin(sum(x, { axes: [1], keepDims: true })),
          );
          return { loss: mean(square(error)), outputs: { error } };
        },
      },
    ],
  });

const draw = (size: number, stream: string, step = 0): Float32Array =>
  normal(new Float32Array(size), { seed: 4, stream, step });

const initial = (): NamedArrays =>
  Object.fromEntries(specs.map(({ name, shape }) => [name, draw(sizeOf(shape), name).map((v) => v / 4)]));

/** Twenty steps of Adam, with the state handed on as an owner of it does. */
async function train(engine: Engine, storage: Storage) {
  const step = regression(storage);
  const executable = await engine.compile(step.program);
  const held = initialState(step, initial());
  let state: Record<string, DeviceTensor> = Object.fromEntries(
    step.state.map(({ input: name, shape }) => [name, engine.upload(held[name], shape)]),
  );
  const losses: number[] = [];
  for (let t = 1; t <= 20; t++) {
    const outputs = await executable.run({
      ...state,
      x: engine.upload(draw(batch * 2, 'x', t), [batch, 2]),
      [step.groups.net.scalarsInput]: engine.upload(stepScalars(step, 'net', { learningRate: 1e-2, t }), [2]),
    });
    losses.push((await outputs.loss.read())[0]);
    const next = nextState(step, outputs);
    disposeAll({ ...state, ...outputs }, next);
    state = next;
  }
  await executable.release();
  return { losses, locations: Object.values(state).map(locationOf), values: await readAll(state) };
}

await withWebGpu(async (engine) => {
  const [cpu, reference] = [await createEngine('cpu'), await createEngine('reference')];
  afterAll(() => Promise.all([engine.dispose(), cpu.dispose()]));

  describeEngine(engine, reference);

  describe.each<Storage>(['flat', 'separate'])('training with %s parameters', (storage) => {
    test('keeps the state on the device and follows the CPU', async () => {
      const [found, expected] = [await train(engine, storage), await train(cpu, storage)];
      expect(new Set(found.locations)).toEqual(new Set(['gpu-buffer']));
      expectClose(found.losses, expected.losses, 1e-5);
      for (const [name, values] of Object.entries(expected.values)) expectClose(found.values[name], values, 1e-4);
    });
  });

  const x = input('x', [3]);
  const double = await engine.compile(buildProgram('double', { y: mul(x, 2), total: sum(x), isLarge: greater(x, 1) }));
  const values = Float32Array.of(1, 2, 3);

  test('brings scalars back by itself and leaves the rest on the device', async () => {
    const { y, total, isLarge } = await double.run({ x: engine.upload(values, [3]) });
    expect([y, total, isLarge].map(locationOf)).toEqual(['gpu-buffer', 'cpu', 'gpu-buffer']);
    expect(await isLarge.read()).toEqual(Uint8Array.of(0, 1, 1));
  });

  test('moves what is fed again to the device', async () => {
    const held = engine.upload(values, [3]);
    const places: string[] = [];
    for (let i = 0; i < 3; i++) {
      const { y } = await double.run({ x: held });
      places.push(locationOf(held));
      expect(await y.read()).toEqual(Float32Array.of(2, 4, 6));
    }
    expect(places).toEqual(['cpu', 'gpu-buffer', 'gpu-buffer']);
    expect(await held.read()).toBe(values);
  });

  test('ends runs and reads that have begun before their tensors were disposed of', async () => {
    const { y } = await double.run({ x: engine.upload(values, [3]) });
    const [run, read] = [double.run({ x: y }), y.read()];
    y.dispose();
    expect(await read).toEqual(Float32Array.of(2, 4, 6));
    expect(await (await run).y.read()).toEqual(Float32Array.of(4, 8, 12));
    await expect(y.read()).rejects.toThrow('got a disposed tensor');
    y.dispose();
  });

  test('tensors outlive the executables and engines that made them', async () => {
    const other = await createEngine('webgpu');
    const executable = await other.compile(buildProgram('e', { y: exp(x) }));
    const { y } = await executable.run({ x: other.upload(values, [3]) });
    await other.dispose();
    expectClose(await y.read(), values.map(Math.exp), 1e-6);
    expectClose(
      await (await double.run({ x: y })).y.read(),
      values.map((v) => 2 * Math.exp(v)),
      1e-6,
    );
    y.dispose();
  });

  test('a standardised sum keeps its gradient', async () => {
    // ONNX Runtime would fuse Add and LayerNormalization into an operator that lacks the output which the gradient needs.
    const [a, b] = [input('a', [2, 4, 8]), input('b', [2, 4, 8])];
    const y = sum(mul(square(standardise(add(a, b), 1e-5)), a));
    const program = buildProgram('residual', { y, gradient: gradients(y, [b])[0] });
    const feeds = {
      a: { data: draw(64, 'a'), shape: [2, 4, 8] },
      b: { data: draw(64, 'b'), shape: [2, 4, 8] },
    };
    const [found, expected] = [await runOnce(engine, program, feeds), await runOnce(cpu, program, feeds)];
    expectClose(found.gradient, expected.gradient, 1e-5);
  });

  test('sine and cosine are of float32 precision far from zero', async () => {
    const angles = Float32Array.from({ length: 4001 }, (_, i) => (i - 2000) * 0.517);
    const wide = input('x', [angles.length]);
    const executable = await engine.compile(buildProgram('waves', { s: sin(wide), c: cos(wide) }));
    const { s, c } = await executable.run({ x: engine.upload(angles, [angles.length]) });
    expectClose(await s.read(), Array.from(angles, Math.sin), 5e-7);
    expectClose(await c.read(), Array.from(angles, Math.cos), 5e-7);
  });
});
