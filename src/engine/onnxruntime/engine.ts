/**
 * ONNX Runtime with any of its execution providers. On the CPU values are plain typed arrays, so outputs are fed back
 * without a copy; WebGPU keeps them in its own memory; the other providers take and give values in host memory.
 */

import * as ort from 'onnxruntime-node';
import type { DType, Program, Shape } from '../../core/tensor';
import { deviceError } from '../device-lost';
import { checkFeeds, checkUpload, dtypeOf, foreignError, releasedError, type UploadData } from '../feeds';
import type { CompileOptions, DeviceTensor, Engine, EngineOptions, Executable } from '../types';
import { ApartExecutable } from './apart';
import { findConvolutionBlock } from './convolution-block';
import { encodeFor } from './encode';
import type { Provider } from './providers';
import { OnnxTensor, type Transfers } from './tensor';
import { OrtThread } from './thread';
import { openTransfers } from './transfers';

/** What the executables of one engine share. */
interface Context {
  readonly provider: Provider;
  readonly title: string;
  readonly threads: number;
  readonly profilePrefix: string | undefined;
  readonly transfers: Transfers | undefined;
  readonly convolutionBlock: number | undefined;
}

function unwrap(name: string, tensor: DeviceTensor, { transfers }: Context): OnnxTensor {
  if (tensor instanceof OnnxTensor && tensor.isOf(transfers)) return tensor;
  throw foreignError(name);
}

class OnnxExecutable implements Executable {
  private session: ort.InferenceSession | undefined;

  constructor(
    readonly program: Program,
    session: ort.InferenceSession,
    private readonly context: Context,
    private readonly onRelease: (executable: OnnxExecutable) => void,
  ) {
    this.session = session;
  }

  async run(feeds: Readonly<Record<string, DeviceTensor>>): Promise<Record<string, DeviceTensor>> {
    const { session, program, context } = this;
    if (!session) throw releasedError(program);
    checkFeeds(program, feeds);
    const inputs = program.inputs.map(({ name }) => unwrap(name, feeds[name], context));
    for (const input of inputs) input.requireLive();
    for (const input of inputs) input.acquire();
    try {
      return this.wrap(await this.compute(session, inputs));
    } catch (error) {
      throw context.provider.name === 'cpu' ? error : deviceError(error, context.title);
    } finally {
      for (const input of inputs) input.release();
    }
  }

  async release(): Promise<void> {
    const { session } = this;
    this.session = undefined; // ONNX Runtime throws at a second release.
    this.onRelease(this);
    await session?.release();
  }

  private async compute(session: ort.InferenceSession, inputs: readonly OnnxTensor[]) {
    if (this.context.transfers || inputs.some(({ isAway }) => isAway))
      await Promise.all(inputs.map((input) => input.settle()));
    const values: Record<string, ort.Tensor> = {};
    this.program.inputs.forEach(({ name }, i) => {
      values[name] = inputs[i].value;
    });
    return session.run(values);
  }

  private wrap(results: ort.InferenceSession.ReturnType): Record<string, DeviceTensor> {
    const outputs: Record<string, DeviceTensor> = {};
    for (const { name, shape, dtype } of this.program.outputs) {
      outputs[name] = new OnnxTensor(results[name], shape, dtype, this.context.transfers);
    }
    return outputs;
  }
}

/** Scalars, such as a loss, are there to be read; everything else stays on the device. */
const outputLocations = (program: Program): Record<string, 'cpu' | 'gpu-buffer'> =>
  Object.fromEntries(program.outputs.map(({ name, shape }) => [name, shape.length === 0 ? 'cpu' : 'gpu-buffer']));

/**
 * Programs of more operations than this are run as they are. They are simplified already; what ONNX Runtime's own
 * optimisation still fuses made the steps of shorter reference workloads up to 3 % faster, but those of longer ones 2 to
 * 4 % slower, and its time grows with the square of the length: two seconds for a recurrence of 256 steps.
 */
const longProgram = 600;

function sessionOf(
  program: Program,
  { provider, threads, profilePrefix, transfers, convolutionBlock }: Context,
): { bytes: Uint8Array; options: ort.InferenceSession.SessionOptions } {
  const { bytes, cpuNodes: forceCpuNodeNames } = encodeFor(program, provider.target, convolutionBlock);
  const name = provider.name;
  const options: ort.InferenceSession.SessionOptions = {
    executionProviders: [forceCpuNodeNames.length > 0 && name === 'webgpu' ? { name, forceCpuNodeNames } : name],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: name === 'cpu' && program.nodes.length > longProgram ? 'disabled' : 'all',
    logSeverityLevel: 3,
    ...(profilePrefix ? { enableProfiling: true, profileFilePrefix: profilePrefix } : {}),
    ...(transfers ? { preferredOutputLocation: outputLocations(program) } : {}),
  };
  return { bytes, options };
}

/** Undefined where no thread can be had here: the program then runs on this one. */
async function compileApart(
  program: Program,
  thread: OrtThread,
  bytes: Uint8Array,
  options: ort.InferenceSession.SessionOptions,
  context: Context,
): Promise<Executable | undefined> {
  const session = thread.number();
  try {
    await thread.ask({ type: 'compile', session, bytes, options });
  } catch (error) {
    if (thread.isOver) return undefined;
    throw error;
  }
  const make = (data: UploadData, shape: Shape, dtype: DType) => new ort.Tensor(dtype, data, shape);
  return new ApartExecutable(program, thread, session, make, (name, tensor) => unwrap(name, tensor, context));
}

/** An engine on one execution provider; `threads` (1 unless given) are the CPU threads of a run. */
export async function createOnnxRuntimeEngine(
  provider: Provider,
  { threads = 1, profilePrefix }: EngineOptions = {},
  title = provider.title,
): Promise<Engine> {
  const executables = new Set<OnnxExecutable>();
  let thread: OrtThread | undefined;
  const transfers = provider.keepsOutputs ? await openTransfers(provider) : undefined;
  const convolutionBlock = provider.name === 'cpu' ? await findConvolutionBlock() : undefined;
  const context: Context = { provider, title, threads, profilePrefix, transfers, convolutionBlock };
  return {
    id: provider.id,
    title,
    async compile(program, { apart = false }: CompileOptions = {}) {
      const { bytes, options } = sessionOf(program, context);
      if (apart && provider.name === 'cpu') {
        thread ??= new OrtThread();
        const there = await compileApart(program, thread, bytes, options, context);
        if (there) return there;
      }
      const session = await ort.InferenceSession.create(bytes, options);
      const executable = new OnnxExecutable(program, session, context, (e) => executables.delete(e));
      executables.add(executable);
      return executable;
    },
    upload(data, shape, dtype = dtypeOf(data)) {
      checkUpload(data, shape, dtype);
      return new OnnxTensor(new ort.Tensor(dtype, data, shape), shape, dtype, transfers);
    },
    async dispose() {
      await Promise.all([...executables].map((e) => e.release()));
      await thread?.end();
    },
  };
}
