/** One interface for everything that runs tensor programs. */

import type { DType, Program, Shape } from '../core/tensor';

/** A value held by an engine, on the CPU or a device. */
export interface DeviceTensor {
  readonly shape: Shape;
  readonly dtype: DType;
  /** The values in row-major order; `bool` as bytes 0 and 1. Treat them as read-only: they may be the tensor's own. */
  read(): Promise<Float32Array | Int32Array | Uint8Array>;
  /** Frees the memory; the tensor cannot be used afterwards. */
  dispose(): void;
}

/** A program made ready to run. */
export interface Executable {
  readonly program: Program;
  /**
   * Runs the program once. Feeds are exactly the program's inputs; a missing, extra or misshapen one is refused with a
   * `TensorError`. Outputs can be fed to any executable of the same engine.
   */
  run(feeds: Readonly<Record<string, DeviceTensor>>): Promise<Record<string, DeviceTensor>>;
  /** Frees the executable; a second call does nothing. */
  release(): Promise<void>;
}

export interface CompileOptions {
  /**
   * For programs that take long: runs them in a thread of their own where the engine's runs would otherwise hold up the
   * thread that asks (ONNX Runtime on the CPU). The numbers are the same.
   */
  readonly apart?: boolean;
}

export interface Engine {
  readonly id: string;
  /** For people, for instance "ONNX Runtime, CPU". */
  readonly title: string;
  compile(program: Program, options?: CompileOptions): Promise<Executable>;
  /** Hands values to the engine. The array is not copied and must not change afterwards. */
  upload(data: Float32Array | Int32Array | Uint8Array, shape: Shape, dtype?: DType): DeviceTensor;
  /** Frees all executables. */
  dispose(): Promise<void>;
}

/** Whether an engine can run on this machine. */
export interface Availability {
  readonly available: boolean;
  /** Why it is not available and what to do, in one sentence. */
  readonly reason?: string;
  /** Runs without acceleration of its own. */
  readonly software?: boolean;
  /** Name of the device, as its driver gives it. */
  readonly device?: string;
  /** In place of the engine's usual title. */
  readonly title?: string;
}

export interface BackendInfo extends Availability {
  readonly id: string;
  readonly title: string;
}

export interface EngineOptions {
  /** CPU threads of one run; 1 unless given. */
  readonly threads?: number;
  /**
   * Where ONNX Runtime's profiler writes, as the beginning of a file's path; each executable writes its file when it is
   * released. No profile unless given; the reference engine has none.
   */
  readonly profilePrefix?: string;
}
