import { createHash } from 'node:crypto';
import { FormatError } from '../core/data';
import { type ArrayData, readSafetensors, writeSafetensors } from '../core/export';
import { type AdamStep, type NamedArrays, packParameters, unpackParameters } from '../core/tensor';

/** Where a training program keeps a moment of Adam: `adam.mean:<slot>` as its sums, exactly as the program holds them. */
const groups = [
  { file: 'parameter', prefix: '' },
  { file: 'adam.mean_sum', prefix: 'adam.mean:' },
  { file: 'adam.variance_sum', prefix: 'adam.variance:' },
] as const;

/** State inputs of one group (their common prefix taken off), by slot name. */
const slotsOf = (state: NamedArrays, prefix: string): NamedArrays =>
  Object.fromEntries(
    Object.entries(state)
      .filter(([name]) => (prefix === '' ? !name.startsWith('adam.') : name.startsWith(prefix)))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );

/** Parameters by name. */
export const namedParameters = ({ parameters }: AdamStep, state: NamedArrays): NamedArrays =>
  unpackParameters(parameters, slotsOf(state, ''));

/** State → safetensors, everything under parameter names, so that the file does not depend on how state is laid out. */
export const encodeCheckpoint = (step: AdamStep, state: NamedArrays, metadata: Record<string, string>): Uint8Array => {
  const shapes = new Map(step.parameters.entries.map(({ name, shape }) => [name, shape]));
  const tensors = new Map<string, ArrayData>();
  for (const { file, prefix } of groups)
    for (const [name, data] of Object.entries(unpackParameters(step.parameters, slotsOf(state, prefix))))
      tensors.set(`${file}/${name}`, { shape: shapes.get(name) ?? [data.length], data });
  return writeSafetensors(tensors, metadata);
};

/**
 * The state a checkpoint holds, bit for bit.
 * @throws FormatError or TensorError if the file is damaged or belongs to another network.
 */
export const decodeCheckpoint = (
  step: AdamStep,
  bytes: Uint8Array,
  subject: string,
): { state: NamedArrays; metadata: Readonly<Record<string, string>> } => {
  const { tensors, metadata } = readSafetensors(bytes, subject);
  const state: NamedArrays = {};
  for (const { file, prefix } of groups) {
    const named: NamedArrays = {};
    for (const { name, shape } of step.parameters.entries) {
      const found = tensors.get(`${file}/${name}`);
      if (!found || !(found.data instanceof Float32Array) || found.shape.join() !== shape.join())
        throw new FormatError(
          `${subject}: has ${found ? `${name} as ${found.shape.join(' × ')}` : `no ${name}`}, the graph needs ${shape.join(' × ')}; it belongs to another graph.`,
        );
      named[name] = found.data;
    }
    for (const [slot, data] of Object.entries(packParameters(step.parameters, named))) state[`${prefix}${slot}`] = data;
  }
  return { state, metadata };
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
