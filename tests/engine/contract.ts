/** What every engine must do. */

import { describe, expect, test } from 'vitest';
import {
  add,
  buildProgram,
  cast,
  exp,
  full,
  greater,
  input,
  mul,
  scalar,
  sum,
  TensorError,
} from '../../src/core/tensor';
import type { Engine } from '../../src/engine';
import { readAll, runOnce } from './run';

const [x, y] = [input('x', [2, 3]), input('y', [3])];
const program = buildProgram('sums', { total: sum(mul(x, y)), product: mul(x, y) });

/** Declares what every engine must do; `other` is one of another kind. */
export function describeEngine(engine: Engine, other: Engine): void {
  describe(`engine ${engine.id}`, () => {
    const a = engine.upload(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3]);
    const b = engine.upload(Float32Array.of(1, 10, 100), [3]);

    test('runs a program, again and again', async () => {
      const executable = await engine.compile(program);
      for (let i = 0; i < 3; i++) {
        const outputs = await executable.run({ x: a, y: b });
        expect(outputs.product).toMatchObject({ shape: [2, 3], dtype: 'float32' });
        expect(await readAll(outputs)).toEqual({
          total: Float32Array.of(975),
          product: Float32Array.of(1, 20, 300, 4, 50, 600),
        });
      }
    });

    test('feeds an output back', async () => {
      const executable = await engine.compile(buildProgram('double', { twice: mul(x, 2) }));
      let value = a;
      for (let i = 0; i < 4; i++) value = (await executable.run({ x: value })).twice;
      expect(await value.read()).toEqual(Float32Array.of(16, 32, 48, 64, 80, 96));
      expect(await a.read()).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
    });

    test('gives inputs, constants, repeated and boolean outputs', async () => {
      const p = buildProgram('odd', {
        same: x,
        again: x,
        fixed: full([2], 7),
        one: exp(y),
        two: exp(y),
        isLarge: greater(y, 5),
        whole: cast(y, 'int32'),
      });
      const outputs = await runOnce(engine, p, {
        x: { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] },
        y: { data: Float32Array.of(0, 10, 2.7), shape: [3] },
      });
      expect(outputs.same).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
      expect(outputs.again).toEqual(outputs.same);
      expect(outputs.fixed).toEqual(Float32Array.of(7, 7));
      expect(outputs.one[0]).toBeCloseTo(1, 5);
      expect(outputs.two).toEqual(outputs.one);
      expect(outputs.isLarge).toEqual(Uint8Array.of(0, 1, 0));
      expect(outputs.whole).toEqual(Int32Array.of(0, 10, 2));
    });

    test('runs a program without inputs', async () => {
      expect(await runOnce(engine, buildProgram('constant', { v: scalar(3) }), {})).toEqual({ v: Float32Array.of(3) });
    });

    test('takes bool and int32 inputs', async () => {
      const p = buildProgram('typed', {
        v: add(cast(input('flag', [2], 'bool'), 'float32'), cast(input('n', [2], 'int32'), 'float32')),
      });
      const outputs = await runOnce(engine, p, {
        flag: { data: Uint8Array.of(1, 0), shape: [2] },
        n: { data: Int32Array.of(4, -5), shape: [2] },
      });
      expect(outputs.v).toEqual(Float32Array.of(5, -5));
    });

    test.each([
      ['a missing feed', { x: a }, 'input "y" got nothing, expected float32 [3]'],
      ['an extra feed', { x: a, y: b, z: b }, 'got a feed for "z", expected only its 2 inputs'],
      ['a misshapen feed', { x: b, y: b }, 'input "x" got float32 [3], expected float32 [2, 3]'],
      [
        'a feed of another dtype',
        { x: a, y: engine.upload(Int32Array.of(1, 2, 3), [3]) },
        'input "y" got int32 [3], expected float32 [3]',
      ],
    ])('refuses %s', async (_name, feeds, message) => {
      const executable = await engine.compile(program);
      await expect(executable.run(feeds)).rejects.toThrow(message);
      await expect(executable.run(feeds)).rejects.toBeInstanceOf(TensorError);
    });

    test('refuses the tensor of another engine', async () => {
      const foreign = other.upload(Float32Array.of(1, 2, 3), [3]);
      const executable = await engine.compile(program);
      await expect(executable.run({ x: a, y: foreign })).rejects.toThrow('input "y": got a tensor of another engine');
    });

    test('refuses to upload what is empty, does not fill the shape or has another dtype', () => {
      expect(() => engine.upload(new Float32Array(0), [0, 3])).toThrow('upload: got [0, 3], expected whole sizes');
      expect(() => engine.upload(Float32Array.of(1, 2), [3])).toThrow('upload: got 2 values of float32, expected 3');
      expect(() => engine.upload(Float32Array.of(1), [1], 'int32')).toThrow('expected 1 for int32 [1]');
    });

    test('refuses to use what was released or disposed of', async () => {
      const executable = await engine.compile(program);
      const gone = engine.upload(Float32Array.of(1, 2, 3), [3]);
      gone.dispose();
      await expect(executable.run({ x: a, y: gone })).rejects.toThrow('got a disposed tensor');
      await executable.release();
      await executable.release();
      await expect(executable.run({ x: a, y: b })).rejects.toThrow('got a run after release');
    });
  });
}
