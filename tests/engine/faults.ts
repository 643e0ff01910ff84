/** Engines whose device gets lost, for tests of what happens then. */

import type { DType, Shape } from '../../src/core/tensor';
import { DeviceLostError, type DeviceTensor, type Engine, type Executable } from '../../src/engine';

export interface Faults {
  /** Runs that succeed before the device is lost; from then on every run and read fails. */
  readonly loseAfterRuns: number;
}

class Device {
  private runs = 0;

  constructor(
    private readonly title: string,
    private readonly limit: number,
  ) {}

  countRun(): void {
    this.runs++;
    this.check();
  }

  check(): void {
    if (this.runs > this.limit)
      throw new DeviceLostError(`${this.title}: the device was lost after ${this.limit} runs.`);
  }
}

class TensorOfDevice implements DeviceTensor {
  readonly shape: Shape;
  readonly dtype: DType;

  constructor(
    readonly inner: DeviceTensor,
    private readonly device: Device,
  ) {
    this.shape = inner.shape;
    this.dtype = inner.dtype;
  }

  async read() {
    this.device.check();
    return this.inner.read();
  }

  dispose(): void {
    this.inner.dispose();
  }
}

const mapValues = (
  tensors: Readonly<Record<string, DeviceTensor>>,
  f: (tensor: DeviceTensor) => DeviceTensor,
): Record<string, DeviceTensor> => Object.fromEntries(Object.entries(tensors).map(([name, each]) => [name, f(each)]));

const innerOf = (tensor: DeviceTensor): DeviceTensor => (tensor instanceof TensorOfDevice ? tensor.inner : tensor);

/** The same engine on a device that is lost after some runs of any of its executables. */
export function withFaults(engine: Engine, { loseAfterRuns }: Faults): Engine {
  const device = new Device(engine.title, loseAfterRuns);
  const outer = (tensor: DeviceTensor): DeviceTensor => new TensorOfDevice(tensor, device);
  return {
    id: engine.id,
    title: engine.title,
    upload: (...args) => outer(engine.upload(...args)),
    async compile(program): Promise<Executable> {
      const executable = await engine.compile(program);
      return {
        program,
        async run(feeds) {
          device.countRun();
          return mapValues(await executable.run(mapValues(feeds, innerOf)), outer);
        },
        release: () => executable.release(),
      };
    },
    dispose: () => engine.dispose(),
  };
}
