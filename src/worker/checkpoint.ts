import { createHash } from 'node:crypto';
import { FormatError } from '../core/data';
import { type ArrayData, readSafetensors, writeSafetensors } from '../core/export';
import { type AdamStep, initialState, type NamedArrays, namedState } from '../core/tensor';

/** Names of the groups in a file. The moments are the sums that the program holds, so that resuming is bit-equal. */
const groups = { parameters: 'parameter', mean: 'adam.mean_sum', variance: 'adam.variance_sum' } as const;
type Group = keyof typeof groups;

/** State → safetensors, everything under parameter names, so that the file does not depend on how state is laid out. */
export const encodeCheckpoint = (step: AdamStep, state: NamedArrays, metadata: Record<string, string>): Uint8Array => {
  const named = namedState(step, state);
  const tensors = new Map<string, ArrayData>();
  for (const [group, file] of Object.entries(groups) as [Group, string][])
    for (const { name, shape } of step.parameters.entries)
      tensors.set(`${file}/${name}`, { shape, data: named[group][name] });
  return writeSafetensors(tensors, metadata);
};

/**
 * The state a checkpoint holds, bit for bit.
 * @throws FormatError if the file is damaged or belongs to another network.
 */
export const decodeCheckpoint = (
  step: AdamStep,
  bytes: Uint8Array,
  subject: string,
): { state: NamedArrays; metadata: Readonly<Record<string, string>> } => {
  const { tensors, metadata } = readSafetensors(bytes, subject);
  const read = (group: Group): NamedArrays =>
    Object.fromEntries(
      step.parameters.entries.map(({ name, shape }) => {
        const found = tensors.get(`${groups[group]}/${name}`);
        if (!found || !(found.data instanceof Float32Array) || found.shape.join() !== shape.join())
          throw new FormatError(
            `${subject}: has ${found ? `${name} as ${found.shape.join(' × ')}` : `no ${name}`}, the graph needs ${shape.join(' × ')}; it belongs to another graph.`,
          );
        return [name, found.data];
      }),
    );
  const moments = { mean: read('mean'), variance: read('variance') };
  return { state: initialState(step, read('parameters'), moments), metadata };
};

/** SHA-256 over all parameters in the order of their names: name, zero byte, little-endian float32 values. */
export const weightsSha256 = (parameters: NamedArrays): string => {
  const hash = createHash('sha256');
  for (const name of Object.keys(parameters).sort()) {
    const { buffer, byteOffset, byteLength } = parameters[name];
    hash
      .update(name)
      .update('\0')
      .update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
};
