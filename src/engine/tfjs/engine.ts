/** TensorFlow, one operation after the other. Values stay in TensorFlow between runs. */

import type { DType, Program, ProgramNode, Shape } from '../../core/tensor';
import {
  checkFeeds,
  checkUpload,
  disposedError,
  dtypeOf,
  foreignError,
  releasedError,
  type UploadData,
} from '../feeds';
import type { DeviceTensor, Engine, EngineOptions, Executable } from '../types';
import { type Device, loadTensorFlow } from './load';
import { type Step, schedule } from './schedule';
import type { TensorFlow, TfTensor } from './tfjs';

class TensorFlowTensor implements DeviceTensor {
  private held: TfTensor | undefined;

  constructor(
    value: TfTensor,
    readonly shape: Shape,
    readonly dtype: DType,
  ) {
    this.held = value;
  }

  get value(): TfTensor {
    if (this.held) return this.held;
    throw disposedError(this.shape);
  }

  async read(): Promise<UploadData> {
    return this.value.data();
  }

  dispose(): void {
    this.held?.dispose();
    this.held = undefined;
  }
}

function unwrap(name: string, tensor: DeviceTensor): TfTensor {
  if (tensor instanceof TensorFlowTensor) return tensor.value;
  throw foreignError(name);
}

const isConstant = (node: ProgramNode): node is ProgramNode<'constant'> => node.primitive === 'constant';
const isInput = (node: ProgramNode): node is ProgramNode<'input'> => node.primitive === 'input';

class TensorFlowExecutable implements Executable {
  private readonly steps: readonly Step[];
  private constants: ReadonlyMap<number, TfTensor> | undefined;

  constructor(
    private readonly tf: TensorFlow,
    readonly program: Program,
    private readonly onRelease: (executable: TensorFlowExecutable) => void,
  ) {
    this.steps = schedule(program);
    this.constants = new Map(
      program.nodes.flatMap((node, at) =>
        isConstant(node) ? [[at, tf.tensor(node.attributes.data, node.shape, node.dtype)]] : [],
      ),
    );
  }

  async run(feeds: Readonly<Record<string, DeviceTensor>>): Promise<Record<string, DeviceTensor>> {
    const { program, constants } = this;
    if (!constants) throw releasedError(program);
    checkFeeds(program, feeds);
    const values = new Map(constants);
    program.nodes.forEach((node, at) => {
      if (isInput(node)) values.set(at, unwrap(node.attributes.name, feeds[node.attributes.name]));
    });
    const computed = new Map<number, TfTensor>();
    try {
      this.compute(values, computed);
      return this.collect(values);
    } finally {
      for (const value of computed.values()) value.dispose();
    }
  }

  /** Fills `values`; `computed` holds those of them that are this run's own and not yet freed. */
  private compute(values: Map<number, TfTensor>, computed: Map<number, TfTensor>): void {
    for (const { node, inputs, freed, run } of this.steps) {
      const value = run(
        this.tf,
        inputs.map((at) => held(values, at)),
      );
      values.set(node, value);
      computed.set(node, value);
      for (const at of freed) {
        computed.get(at)?.dispose();
        computed.delete(at);
        values.delete(at);
      }
    }
  }

  /** Outputs that are inputs, constants or repeated share memory with what they repeat, but are freed on their own. */
  private collect(values: ReadonlyMap<number, TfTensor>): Record<string, DeviceTensor> {
    const outputs: Record<string, DeviceTensor> = {};
    for (const { name, node, shape, dtype } of this.program.outputs) {
      outputs[name] = new TensorFlowTensor(this.tf.clone(held(values, node)), shape, dtype);
    }
    return outputs;
  }

  async release(): Promise<void> {
    for (const constant of this.constants?.values() ?? []) constant.dispose();
    this.constants = undefined;
    this.onRelease(this);
  }
}

function held(values: ReadonlyMap<number, TfTensor>, at: number): TfTensor {
  const value = values.get(at);
  if (value) return value;
  throw new Error(`TensorFlow: the value ${at} was freed before its last use.`);
}

export const tensorFlowTitles: Readonly<Record<Device, string>> = { cpu: 'TensorFlow, CPU', gpu: 'TensorFlow, GPU' };

/**
 * An engine on TensorFlow, which is not part of the product: a user adds it.
 * @throws Error with one sentence that says why TensorFlow cannot run here and what to do.
 */
export async function createTensorFlowEngine(device: Device, { threads = 1 }: EngineOptions = {}): Promise<Engine> {
  const tf = await loadTensorFlow(device, threads);
  const executables = new Set<TensorFlowExecutable>();
  return {
    id: device === 'cpu' ? 'tensorflow' : 'tensorflow-gpu',
    title: tensorFlowTitles[device],
    async compile(program) {
      const executable = new TensorFlowExecutable(tf, program, (e) => executables.delete(e));
      executables.add(executable);
      return executable;
    },
    upload(data, shape, dtype = dtypeOf(data)) {
      checkUpload(data, shape, dtype);
      return new TensorFlowTensor(tf.tensor(data, shape, dtype), shape, dtype);
    },
    async dispose() {
      await Promise.all([...executables].map((e) => e.release()));
    },
  };
}
