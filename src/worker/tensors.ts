import type { DeviceTensor } from '../engine';

/** The values of a tensor, which stay good when the tensor is disposed. */
export const floats = async (tensor: DeviceTensor): Promise<Float32Array> => {
  const data = await tensor.read();
  return data instanceof Float32Array ? data : Float32Array.from(data);
};

/** Frees tensors that nothing needs any more, except those that live on under another name. */
export const disposeAll = (
  tensors: Readonly<Record<string, DeviceTensor>>,
  ...kept: readonly Readonly<Record<string, DeviceTensor>>[]
): void => {
  const stay = new Set(kept.flatMap((each) => Object.values(each)));
  for (const tensor of Object.values(tensors)) if (!stay.has(tensor)) tensor.dispose();
};
