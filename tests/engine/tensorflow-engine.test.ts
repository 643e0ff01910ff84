import { afterAll, describe, expect, test } from 'vitest';
import { startTrainer } from '../../bench/measure';
import { workloads } from '../../bench/workloads';
import {
  buildProgram,
  div,
  exp,
  full,
  gather,
  greater,
  input,
  mul,
  type Pair,
  pad,
  reshape,
  slice,
  sum,
} from '../../src/core/tensor';
import { createEngine, type Engine } from '../../src/engine';
import { loadTensorFlow } from '../../src/engine/tfjs/load';
import { expectClose } from '../core/tensor/checks';
import { describeEngine } from './contract';
import { readAll, runOnce } from './run';
import { withTensorFlow } from './tensorflow';

const x = input('x', [2, 3]);
const values = Float32Array.of(1, 2, 3, 4, 5, 6);

/** Tensors that TensorFlow holds. */
const held = async (): Promise<number> => (await loadTensorFlow('cpu', 1)).memory().numTensors;

await withTensorFlow(async (engine) => {
  const [cpu, reference] = [await createEngine('cpu'), await createEngine('reference')];
  afterAll(() => Promise.all([engine.dispose(), cpu.dispose()]));

  describeEngine(engine, reference);

  test('frees inputs, constants and repeated outputs each on its own', async () => {
    const program = buildProgram('odd', { same: x, again: x, fixed: full([2], 7), one: exp(x), large: greater(x, 4) });
    const executable = await engine.compile(program);
    const fed = engine.upload(values, [2, 3]);
    const outputs = await executable.run({ x: fed });
    outputs.same.dispose();
    fed.dispose();
    const { again, fixed, large } = outputs;
    await executable.release();
    expect(await readAll({ again, fixed, large })).toEqual({
      again: values,
      fixed: Float32Array.of(7, 7),
      large: Uint8Array.of(0, 0, 0, 0, 1, 1),
    });
  });

  test('divides whole numbers as the other engines do', async () => {
    const [a, b] = [input('a', [6], 'int32'), input('b', [6], 'int32')];
    const feeds = {
      a: { data: Int32Array.of(7, -7, 7, -7, 6, 0), shape: [6] },
      b: { data: Int32Array.of(2, 2, -2, -2, 3, 5), shape: [6] },
    };
    const { q } = await runOnce(engine, buildProgram('quotient', { q: div(a, b) }), feeds);
    expect(Array.from(q, (v) => v + 0)).toEqual([3, -3, -3, 3, 2, 0]);
  });

  test('cuts and pads tensors of many axes', async () => {
    const many = reshape(input('many', [64]), [2, 2, 2, 2, 2, 2]);
    const apart = reshape(many, [2, 2, 1, 2, 1, 2, 2, 2]);
    const program = buildProgram('many', {
      cut: slice(apart, { axes: [1, 6, 7], starts: [1, 0, 0], ends: [2, 1, 2], steps: [1, 1, 2] }),
      padded: pad(
        apart,
        apart.shape.map((_, axis): Pair => (axis % 3 === 1 ? [1, 2] : [0, 0])),
        3,
      ),
    });
    const feeds = { many: { data: Float32Array.from({ length: 64 }, (_, i) => i), shape: [64] } };
    expect(await runOnce(engine, program, feeds)).toEqual(await runOnce(reference, program, feeds));
  });

  test('holds nothing that was disposed of', async () => {
    const before = await held();
    const executable = await engine.compile(buildProgram('grow', { next: mul(exp(mul(x, 0)), sum(mul(x, 0.5))) }));
    let state = engine.upload(values, [2, 3]);
    for (let i = 0; i < 5; i++) {
      const { next } = await executable.run({ x: state });
      state.dispose();
      state = next;
    }
    expectClose(await state.read(), [...values].fill(10.5 * 3 ** 4), 1e-6);
    state.dispose();
    state.dispose();
    await executable.release();
    await executable.release();
    expect(await held()).toBe(before);
    await expect(state.read()).rejects.toThrow('got a disposed tensor');
  });

  test('frees what a failed run has made', async () => {
    const before = await held();
    const at = input('at', [2], 'int32');
    const executable = await engine.compile(buildProgram('beyond', { picked: gather(exp(x), at) }));
    const feeds = { x: engine.upload(values, [2, 3]), at: engine.upload(Int32Array.of(0, 7), [2]) };
    await expect(executable.run(feeds)).rejects.toThrow();
    await executable.release();
    for (const fed of Object.values(feeds)) fed.dispose();
    expect(await held()).toBe(before);
  });

  describe.each(['toy-flow', 'vae-conv'])('%s', (name) => {
    /** Losses of 20 steps. */
    async function train(on: Engine): Promise<number[]> {
      const trainer = await startTrainer(on, workloads[name]());
      const losses: number[] = [];
      for (let i = 0; i < 20; i++) losses.push(...Object.values(await trainer.step()));
      await trainer.release();
      return losses;
    }

    test('trains as on ONNX Runtime', async () => {
      const [found, expected] = [await train(engine), await train(cpu)];
      expect(Math.min(...expected.slice(10))).toBeLessThan(expected[0]);
      found.forEach((loss, i) => {
        expect(Math.abs(loss / expected[i] - 1)).toBeLessThan(1e-4);
      });
    });
  });
});
