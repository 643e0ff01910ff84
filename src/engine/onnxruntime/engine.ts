/** ONNX Runtime on the CPU. Values are plain typed arrays, so outputs are fed back without a copy. */

import * as ort from 'onnxruntime-node';
import type { DType, Program, Shape } from '../../core/tensor';
import { TensorError } from '../../core/tensor';
import { checkFeeds, checkUpload, dtypeOf, type UploadData } from '../feeds';
import type { DeviceTensor, Engine, EngineOptions, Executable } from '../types';
import { encode } from './encode';

class CpuTensor implements DeviceTensor {
  private held: ort.Tensor | undefined;

  constructor(
    value: ort.Tensor,
    readonly shape: Shape,
    readonly dtype: DType,
  ) {
    this.held = value;
  }

  get value(): ort.Tensor {
    if (this.held) return this.held;
    throw new TensorError(
      `tensor [${this.shape.join(', ')}]: got a disposed tensor, expected a live one; keep it until its last use.`,
    );
  }

  async read(): Promise<UploadData> {
    const { data } = this.value;
    if (data instanceof Float32Array || data instanceof Int32Array || data instanceof Uint8Array) return data;
    throw new TensorError(`tensor: got ${this.value.type} values from ONNX Runtime, expected ${this.dtype}.`);
  }

  dispose(): void {
    this.held = undefined;
  }
}

function unwrap(name: string, tensor: DeviceTensor): ort.Tensor {
  if (tensor instanceof CpuTensor) return tensor.value;
  throw new TensorError(
    `input "${name}": got a tensor of another engine, expected one of ONNX Runtime; upload the values to this engine.`,
  );
}

class OnnxExecutable implements Executable {
  private session: ort.InferenceSession | undefined;

  constructor(
    readonly program: Program,
    session: ort.InferenceSession,
    private readonly onRelease: (executable: OnnxExecutable) => void,
  ) {
    this.session = session;
  }

  async run(feeds: Readonly<Record<string, DeviceTensor>>): Promise<Record<string, DeviceTensor>> {
    if (!this.session) {
      throw new TensorError(
        `program "${this.program.name}": got a run after release, expected a live one; compile again.`,
      );
    }
    checkFeeds(this.program, feeds);
    const values: Record<string, ort.Tensor> = {};
    for (const { name } of this.program.inputs) values[name] = unwrap(name, feeds[name]);
    const results = await this.session.run(values);
    const outputs: Record<string, DeviceTensor> = {};
    for (const { name, shape, dtype } of this.program.outputs) {
      outputs[name] = new CpuTensor(results[name], shape, dtype);
    }
    return outputs;
  }

  async release(): Promise<void> {
    const { session } = this;
    this.session = undefined; // ONNX Runtime throws at a second release.
    this.onRelease(this);
    await session?.release();
  }
}

/** An engine that runs programs on `threads` CPU threads (1 unless given). */
export function createOnnxRuntimeEngine({ threads = 1 }: EngineOptions = {}): Engine {
  const executables = new Set<OnnxExecutable>();
  return {
    id: 'cpu',
    title: 'ONNX Runtime, CPU',
    async compile(program) {
      const session = await ort.InferenceSession.create(encode(program, 'cpu'), {
        executionProviders: ['cpu'],
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        enableMemPattern: false, // saves a quarter of the memory at equal speed
        logSeverityLevel: 3,
      });
      const executable = new OnnxExecutable(program, session, (e) => executables.delete(e));
      executables.add(executable);
      return executable;
    },
    upload(data, shape, dtype = dtypeOf(data)) {
      checkUpload(data, shape, dtype);
      return new CpuTensor(new ort.Tensor(dtype, data, shape), shape, dtype);
    },
    async dispose() {
      await Promise.all([...executables].map((e) => e.release()));
    },
  };
}
