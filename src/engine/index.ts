/** Engines run tensor programs. */

export { createEngine, listBackends } from './backends';
export { encode } from './onnxruntime/encode';
export type { BackendInfo, DeviceTensor, Engine, EngineOptions, Executable } from './types';
