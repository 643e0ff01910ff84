import { create } from 'zustand';
import type { DeviceInfo } from '../../protocol/app';

export interface DevicesState {
  /** Backend that the next training process starts with. */
  chosen: string;
  /** Everything there is to compute on; null until it was looked for. */
  list: readonly DeviceInfo[] | null;
  /** Why it could not be listed. */
  failure: string | null;
}

export const emptyDevices: DevicesState = { chosen: 'cpu', list: null, failure: null };

/** What there is to compute on. Written by `client/devices.ts` alone; views read. */
export const useDevices = create<DevicesState>(() => emptyDevices);

const NAMES: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
  directml: 'DirectML',
  coreml: 'CoreML',
  tensorflow: 'TensorFlow',
  'tensorflow-gpu': 'TensorFlow GPU',
  reference: 'Reference',
};

/** Short name of a backend, for instance `WebGPU`. */
export const deviceName = (backend: string): string => (Object.hasOwn(NAMES, backend) ? NAMES[backend] : backend);
