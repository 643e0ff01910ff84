/** File formats that other programs read: NPY, NPZ, safetensors, PNG. */

export type { ArrayData, DType } from './array-data';
export { PaintCanvas, type Rgb, rgb } from './canvas';
export { readNpy, writeNpy } from './npy';
export { readNpz, writeNpz } from './npz';
export { encodePng, type GridLayout, imageGrid, type Picture } from './png';
export { readSafetensors, type TensorFile, writeSafetensors } from './safetensors';
export type { UnzipLimits } from './zip';
