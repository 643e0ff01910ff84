import { afterAll, describe, expect, test } from 'vitest';
import {
  add,
  buildProgram,
  constant,
  gradients,
  mean,
  type Shape,
  sizeOf,
  square,
  sub,
} from '../../../src/core/tensor';
import { createEngine } from '../../../src/engine';
import { runOnce, uploadAll } from '../../engine/run';
import { layerCases } from './layer-cases';
import { feedOf, freshValues, type Inputs, someNumbers, type TracedLayer, traceLayer } from './layer-harness';

const engine = await createEngine('cpu');
afterAll(() => engine.dispose());

type Arrays = Record<string, { readonly data: Float32Array | Int32Array; readonly shape: Shape }>;

/** Numbers for everything that is fed besides parameters: what comes in, and uniform numbers. */
function feedsOf(layer: TracedLayer, inputs: Inputs): Arrays {
  const given = Object.entries(inputs).map(([port, each], i) => {
    const shape = 'dtype' in each ? each.shape : each;
    const numbers = someNumbers(sizeOf(shape), i);
    const data = 'dtype' in each ? Int32Array.from(numbers, (v) => Math.floor(2 + 2 * v)) : Float32Array.from(numbers);
    return [feedOf(inputs, port), { data, shape }] as const;
  });
  const random = [...layer.trace.feeds.values()].flatMap(({ feed }) => {
    if (feed.type !== 'random') return [];
    const data = Float32Array.from(someNumbers(sizeOf(feed.shape)), Math.abs);
    return [[feed.input, { data, shape: feed.shape }] as const];
  });
  return Object.fromEntries([...given, ...random]);
}

const held = (layer: TracedLayer, values: Record<string, Float32Array>): Arrays =>
  Object.fromEntries(
    Object.values(layer.parameters).map(({ name, shape }) => [name, { data: values[name], shape }] as const),
  );

/** What the layer gives with other parameters than those it starts from, so that it can learn to give the same. */
async function targetsOf(layer: TracedLayer, feeds: Arrays, values: Record<string, Float32Array>): Promise<Arrays> {
  const moved = Object.fromEntries(
    Object.entries(values).map(([name, v], i) => {
      const change = someNumbers(v.length, 7 + i);
      return [name, v.map((each, k) => each + 0.3 * change[k])];
    }),
  );
  const out = await runOnce(engine, buildProgram('teacher', layer.outputs), { ...feeds, ...held(layer, moved) });
  return Object.fromEntries(
    Object.entries(out).map(([port, data]) => [
      port,
      { data: Float32Array.from(data), shape: layer.outputs[port].shape },
    ]),
  );
}

/** Losses of forty steps along gradients of length one. */
async function train(layer: TracedLayer, inputs: Inputs): Promise<number[]> {
  const feeds = feedsOf(layer, inputs);
  const values = freshValues(layer);
  const targets = await targetsOf(layer, feeds, values);
  const trained = [...layer.trace.parameters.values()].filter(({ spec }) => Object.hasOwn(values, spec.name));
  const loss = Object.entries(targets)
    .map(([port, { data, shape }]) => mean(square(sub(layer.outputs[port], constant(Float32Array.from(data), shape)))))
    .reduce((a, b) => add(a, b));
  const found = gradients(
    loss,
    trained.map(({ tensor }) => tensor),
  );
  const program = buildProgram('train', { loss, ...Object.fromEntries(found.map((g, i) => [`g${i}`, g])) });
  const executable = await engine.compile(program);
  const losses: number[] = [];
  for (let step = 0; step < 40; step++) {
    const all = { ...feeds, ...held(layer, values) };
    const needed = Object.fromEntries(program.inputs.map(({ name }) => [name, all[name]]));
    const out = await executable.run(uploadAll(engine, needed));
    losses.push((await out.loss.read())[0]);
    for (const [i, { spec }] of trained.entries()) {
      const g = await out[`g${i}`].read();
      let total = 0;
      for (const v of g) total += v * v;
      const size = Math.sqrt(total / g.length) + 1e-8;
      const rate = 0.03 * (1 - step / 40);
      values[spec.name] = values[spec.name].map((v, k) => v - (rate * g[k]) / size);
    }
  }
  await executable.release();
  return losses;
}

const rows = Object.entries(layerCases).flatMap(([type, list]) =>
  list.flatMap((each, i) => (each.parameters ? [[type, i, each] as const] : [])),
);

describe('learns what the same layer gives with other parameters, on ONNX Runtime', () => {
  test.each(rows)('%s (row %i)', async (type, _row, { in: inputs, settings }) => {
    const losses = await train(traceLayer(type, inputs, settings), inputs);
    expect(losses[0]).toBeGreaterThan(1e-4);
    expect(losses[losses.length - 1]).toBeLessThan(0.5 * losses[0]);
  });
});
