/** Engines run tensor programs. */

export { createEngine, listBackends } from './backends';
export { DeviceLostError } from './device-lost';
export { encode } from './onnxruntime/encode';
export type { BackendInfo, DeviceTensor, Engine, EngineOptions, Executable } from './types';
