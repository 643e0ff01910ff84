import type { Program, Shape } from '../../src/core/tensor';
import type { DeviceTensor, Engine } from '../../src/engine';

export interface HostArray {
  readonly data: Float32Array | Int32Array | Uint8Array;
  readonly shape: Shape;
}

export const uploadAll = (engine: Engine, feeds: Readonly<Record<string, HostArray>>): Record<string, DeviceTensor> =>
  Object.fromEntries(Object.entries(feeds).map(([name, { data, shape }]) => [name, engine.upload(data, shape)]));

export async function readAll(
  tensors: Readonly<Record<string, DeviceTensor>>,
): Promise<Record<string, Float32Array | Int32Array | Uint8Array>> {
  const read = Object.entries(tensors).map(async ([name, tensor]) => [name, await tensor.read()] as const);
  return Object.fromEntries(await Promise.all(read));
}

/** Compiles, runs and releases a program once; feeds it does not need are left out. */
export async function runOnce(engine: Engine, program: Program, feeds: Readonly<Record<string, HostArray>>) {
  const executable = await engine.compile(program);
  const needed = Object.fromEntries(program.inputs.map(({ name }) => [name, feeds[name]]));
  const outputs = await readAll(await executable.run(uploadAll(engine, needed)));
  await executable.release();
  return outputs;
}
