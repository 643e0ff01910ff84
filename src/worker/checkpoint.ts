import { createHash } from 'node:crypto';
import { FormatError } from '../core/data';
import { type ArrayData, readSafetensors, writeSafetensors } from '../core/export';
import { initialState, momentsOf, type NamedArrays, namedState, type Shape, type TrainStep } from '../core/tensor';

const PARAMETER = 'parameter';
const AVERAGE = 'ema';

interface Member {
  name: string;
  shape: Shape;
  trainable: boolean;
}

const trainable = (members: readonly Member[]): Member[] => members.filter((member) => member.trainable);

const membersOf = ({ groups }: TrainStep): Member[] =>
  Object.values(groups).flatMap(({ layout }) => [...layout.entries]);

/**
 * State → safetensors: `parameter/…`, one group for each moment (`adam.mean_sum/…`) and `ema/…`, everything under
 * parameter names, so that the file does not depend on how state is laid out. Moments are the sums that the program
 * holds, so that resuming is bit-equal.
 */
export const encodeCheckpoint = (step: TrainStep, state: NamedArrays, metadata: Record<string, string>): Uint8Array => {
  const { parameters, moments, ema } = namedState(step, state);
  const groups = { [PARAMETER]: parameters, ...moments, [AVERAGE]: ema };
  const tensors = new Map<string, ArrayData>();
  for (const [group, values] of Object.entries(groups))
    for (const { name, shape } of membersOf(step))
      if (Object.hasOwn(values, name)) tensors.set(`${group}/${name}`, { shape, data: values[name] });
  return writeSafetensors(tensors, metadata);
};

/**
 * The state a checkpoint holds, bit for bit. An average of weights that it does not hold starts at the weights.
 * @throws FormatError if the file is damaged or belongs to another network or optimiser.
 */
export const decodeCheckpoint = (step: TrainStep, bytes: Uint8Array, subject: string): NamedArrays => {
  const { tensors } = readSafetensors(bytes, subject);
  const read = (group: string, members: readonly Member[]): NamedArrays =>
    Object.fromEntries(
      members.map(({ name, shape }) => {
        const found = tensors.get(`${group}/${name}`);
        if (!found || !(found.data instanceof Float32Array) || found.shape.join() !== shape.join())
          throw new FormatError(
            `${subject}: has ${found ? `${name} as ${found.shape.join(' × ')}` : `no ${group === PARAMETER ? '' : `${group} of `}${name}`}, the graph needs ${shape.join(' × ')}; it belongs to another graph${group === PARAMETER ? '' : ' or optimiser'}.`,
          );
        return [name, found.data];
      }),
    );
  const parameters = read(PARAMETER, membersOf(step));
  const moments: Record<string, NamedArrays> = {};
  for (const group of Object.values(step.groups))
    for (const moment of momentsOf(group))
      moments[moment] = { ...moments[moment], ...read(moment, trainable(group.layout.entries)) };
  const ema = [...tensors.keys()].some((key) => key.startsWith(`${AVERAGE}/`))
    ? Object.values(step.groups)
        .filter((group) => group.ema)
        .map((group) => read(AVERAGE, trainable(group.layout.entries)))
    : [];
  return initialState(step, parameters, { moments, ema: Object.assign({}, ...ema) });
};

/**
 * What was noted with a checkpoint.
 * @throws FormatError if the file is damaged.
 */
export const checkpointMetadata = (bytes: Uint8Array, subject: string): Readonly<Record<string, string>> =>
  readSafetensors(bytes, subject).metadata;

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
