import { FormatError } from '../core/data';
import { type ArrayData, readSafetensors, writeSafetensors } from '../core/export';
import { type NamedArrays, packParameters, sizeOf, slotsOf, type TrainStep, unpackSlots } from '../core/tensor';

/** Group of the names in a file, as in checkpoints. */
const PARAMETER = 'parameter';

const layoutsOf = ({ groups }: TrainStep) => Object.values(groups).map(({ layout }) => layout);

/** Shapes of the tensors that hold the parameters, by input of a program. */
export const weightShapes = (step: TrainStep): ReadonlyMap<string, readonly number[]> =>
  new Map(layoutsOf(step).flatMap((layout) => slotsOf(layout).map(({ name, shape }) => [name, shape] as const)));

/** Bytes of the parameters alone. */
export const weightBytes = (step: TrainStep): number =>
  [...weightShapes(step).values()].reduce((bytes, shape) => bytes + 4 * sizeOf(shape), 0);

/** Parameters (by input of a program) → a safetensors file under parameter names, without moments. */
export const encodeWeights = (step: TrainStep, held: NamedArrays): Uint8Array => {
  const tensors = new Map<string, ArrayData>();
  for (const layout of layoutsOf(step)) {
    const named = unpackSlots(slotsOf(layout), held);
    for (const { name, shape } of layout.entries)
      tensors.set(`${PARAMETER}/${name}`, { shape: [...shape], data: named[name] });
  }
  return writeSafetensors(tensors);
};

/**
 * The parameters of a file by input of a program, bit for bit.
 * @throws FormatError if the file is damaged or belongs to another network.
 */
export const decodeWeights = (step: TrainStep, bytes: Uint8Array, subject: string): NamedArrays => {
  const { tensors } = readSafetensors(bytes, subject);
  const packed = layoutsOf(step).map((layout) => {
    const named = layout.entries.map(({ name, shape }) => {
      const found = tensors.get(`${PARAMETER}/${name}`);
      if (!found || !(found.data instanceof Float32Array) || found.shape.join() !== shape.join())
        throw new FormatError(
          `${subject}: has ${found ? `${name} as ${found.shape.join(' × ')}` : `no ${name}`}, the graph needs ${shape.join(' × ')}; it belongs to another graph.`,
        );
      return [name, found.data] as const;
    });
    return packParameters(layout, Object.fromEntries(named));
  });
  return Object.assign({}, ...packed);
};
