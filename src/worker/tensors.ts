import type { NamedArrays, Program } from '../core/tensor';
import type { DeviceTensor } from '../engine';

/** Tensors by the name of an input or output of a program. */
export type Tensors = Readonly<Record<string, DeviceTensor>>;

/** The values of a tensor, which stay good when the tensor is disposed. */
export const floats = async (tensor: DeviceTensor): Promise<Float32Array> => {
  const data = await tensor.read();
  return data instanceof Float32Array ? data : Float32Array.from(data);
};

/** One after the other, as one. */
export const joined = (pieces: readonly Float32Array[]): Float32Array => {
  const whole = new Float32Array(pieces.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
};

/** The values of several tensors. */
export const readAll = async (tensors: Tensors): Promise<NamedArrays> => {
  const entries = Object.entries(tensors).map(async ([name, tensor]) => [name, await floats(tensor)] as const);
  return Object.fromEntries(await Promise.all(entries));
};

/** Those of some tensors that a program takes. */
export const inputsOf = ({ inputs }: Program, tensors: Tensors): Record<string, DeviceTensor> =>
  Object.fromEntries(inputs.flatMap(({ name }) => (Object.hasOwn(tensors, name) ? [[name, tensors[name]]] : [])));

/** Frees tensors that nothing needs any more, except those that live on under another name. */
export const disposeAll = (tensors: Tensors, ...kept: readonly Tensors[]): void => {
  const stay = new Set(kept.flatMap((each) => Object.values(each)));
  for (const tensor of new Set(Object.values(tensors))) if (!stay.has(tensor)) tensor.dispose();
};
