/** The oracle: runs programs through the reference implementations of the rules, slowly and obviously. */

import type { DType, Program, Shape } from '../../core/tensor';
import { interpret } from '../../core/tensor';
import {
  checkFeeds,
  checkUpload,
  disposedError,
  dtypeOf,
  foreignError,
  releasedError,
  type UploadData,
} from '../feeds';
import type { DeviceTensor, Engine, Executable } from '../types';

class HostTensor implements DeviceTensor {
  private data: UploadData | undefined;

  constructor(
    data: UploadData,
    readonly shape: Shape,
    readonly dtype: DType,
  ) {
    this.data = data;
  }

  get values(): UploadData {
    if (this.data) return this.data;
    throw disposedError(this.shape);
  }

  async read(): Promise<UploadData> {
    return this.values;
  }

  dispose(): void {
    this.data = undefined;
  }
}

function valuesOf(name: string, tensor: DeviceTensor): UploadData {
  if (tensor instanceof HostTensor) return tensor.values;
  throw foreignError(name);
}

function run(program: Program, feeds: Readonly<Record<string, DeviceTensor>>): Record<string, DeviceTensor> {
  checkFeeds(program, feeds);
  const values = Object.fromEntries(program.inputs.map(({ name }) => [name, valuesOf(name, feeds[name])]));
  const results = interpret(program, values);
  return Object.fromEntries(
    program.outputs.map(({ name, shape, dtype }) => {
      const data = results[name];
      return [name, new HostTensor(data instanceof Float64Array ? Float32Array.from(data) : data, shape, dtype)];
    }),
  );
}

export function createReferenceEngine(): Engine {
  return {
    id: 'reference',
    title: 'Reference interpreter (slow)',
    async compile(program): Promise<Executable> {
      let isLive = true;
      return {
        program,
        async run(feeds) {
          if (isLive) return run(program, feeds);
          throw releasedError(program);
        },
        async release() {
          isLive = false;
        },
      };
    },
    upload(data, shape, dtype = dtypeOf(data)) {
      checkUpload(data, shape, dtype);
      return new HostTensor(data, shape, dtype);
    },
    async dispose() {},
  };
}
