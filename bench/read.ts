import type { NamedArrays } from '../src/core/tensor';
import type { DeviceTensor } from '../src/engine';

/** Copies of float32 tensors by name. */
export async function readFloats(tensors: Readonly<Record<string, DeviceTensor>>): Promise<NamedArrays> {
  const read = Object.entries(tensors).map(
    async ([name, tensor]) => [name, Float32Array.from(await tensor.read())] as const,
  );
  return Object.fromEntries(await Promise.all(read));
}
