import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, test } from 'vitest';
import { add, buildProgram, input, matmul, mul, sum } from '../../src/core/tensor';
import { createEngine, type Engine } from '../../src/engine';
import { OrtThread } from '../../src/engine/onnxruntime/thread';
import { describeEngine } from './contract';

const engine = await createEngine('cpu');
const reference = await createEngine('reference');
afterAll(async () => {
  await Promise.all([engine.dispose(), reference.dispose()]);
});

/** Every program in the thread: what holds for engines holds there. */
const apart: Engine = {
  ...engine,
  id: 'cpu apart',
  compile: (program) => engine.compile(program, { apart: true }),
};
describeEngine(apart, reference);

const [x, y] = [input('x', [2]), input('y', [2])];
const grow = buildProgram('grow', { next: add(x, y), total: sum(mul(x, y)) });
const values = async (tensor: { read(): Promise<ArrayLike<number>> }): Promise<number[]> =>
  Array.from(await tensor.read());
const vector = (...numbers: number[]) => engine.upload(Float32Array.from(numbers), [numbers.length]);

test('a thread that dies refuses what it was given and what comes, in one sentence', async () => {
  const thread = new OrtThread();
  const asked = thread.ask({ type: 'compile', session: thread.number(), bytes: new Uint8Array(), options: {} });
  const worker: unknown = Reflect.get(thread, 'worker');
  if (!(worker instanceof Worker)) throw new Error('the thread is no Worker');
  const refused = expect(asked).rejects.toThrow(
    /^training thread: it has ended \(.+\), expected .+; open the run again/,
  );
  await worker.terminate();
  await refused;
  expect(thread.isOver).toBe(true);
  await expect(thread.ask({ type: 'read', held: 0 })).rejects.toThrow('training thread: it has ended');
  await thread.end();
});

describe('a program in a thread of its own', () => {
  test('takes what it gave, what was uploaded, and gives what programs outside can take', async () => {
    const there = await engine.compile(grow, { apart: true });
    const here = await engine.compile(grow);
    const first = await there.run({ x: vector(1, 2), y: vector(10, 20) });
    const second = await there.run({ x: first.next, y: first.next });
    expect(await values(second.next)).toEqual([22, 44]);
    expect(await values(second.total)).toEqual([11 * 11 + 22 * 22]);
    const outside = await here.run({ x: second.next, y: first.next });
    expect(await values(outside.next)).toEqual([33, 66]);
    const back = await there.run({ x: outside.next, y: first.next });
    expect(await values(back.next)).toEqual([44, 88]);
  });

  test('keeps a value alive for the run outside that has begun with it', async () => {
    const there = await engine.compile(grow, { apart: true });
    const here = await engine.compile(grow);
    const { next } = await there.run({ x: vector(1, 2), y: vector(10, 20) });
    const running = here.run({ x: next, y: next });
    next.dispose();
    expect(await values((await running).next)).toEqual([22, 44]);
    await expect(here.run({ x: next, y: next })).rejects.toThrow('disposed');
  });

  test('leaves this thread free while it runs', async () => {
    const big = input('a', [700, 700]);
    const chain = Array.from({ length: 8 }).reduce<typeof big>((value) => matmul(value, big), big);
    const program = buildProgram('long', { out: sum(chain) });
    const there = await engine.compile(program, { apart: true });
    const a = engine.upload(new Float32Array(700 * 700), [700, 700]);
    let [turns, over] = [0, false];
    const running = there.run({ a }).then(() => {
      over = true;
    });
    while (!over) {
      turns++;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await running;
    // On the same thread the run would take the first of these turns for itself.
    expect(turns).toBeGreaterThan(20);
  });

  test('ends with its engine, and what is asked of it then is refused', async () => {
    const other = await createEngine('cpu');
    const there = await other.compile(grow, { apart: true });
    const { next } = await there.run({ x: vector(1, 2), y: vector(1, 2) });
    await other.dispose();
    await expect(there.run({ x: next, y: next })).rejects.toThrow('has ended');
    await there.release();
  });
});
