/** Programs that run in a thread of their own, so that the thread that asks for them stays free. */

import type * as ort from 'onnxruntime-node';
import type { DType, Program, Shape } from '../../core/tensor';
import { checkFeeds, releasedError, type UploadData } from '../feeds';
import type { DeviceTensor, Executable } from '../types';
import { OnnxTensor } from './tensor';
import type { Fed, OrtThread, Wanted } from './thread';

/** Runs for which an output is given at once after something outside of the thread has used it. */
const KEEP_GIVING = 100;

/** A value that lies in a thread; its numbers are here too, once they were given or fetched. */
export class ApartTensor extends OnnxTensor {
  private arriving: Promise<void> | undefined;

  constructor(
    readonly thread: OrtThread,
    readonly held: number,
    shape: Shape,
    dtype: DType,
    private readonly make: (data: UploadData) => ort.Tensor,
    private readonly onUse: () => void,
  ) {
    super(undefined, shape, dtype, undefined);
  }

  override get isAway(): boolean {
    return !this.host;
  }

  /** Numbers that came with the run. */
  arrive(data: UploadData): void {
    this.host = this.make(data);
  }

  /** Brings the numbers here, because a run outside of the thread takes them. Between `acquire` and `release` only. */
  override async settle(): Promise<void> {
    this.onUse();
    await this.fetch();
  }

  override async read(): Promise<UploadData> {
    this.acquire();
    try {
      await this.fetch();
      return await super.read();
    } finally {
      this.release();
    }
  }

  private async fetch(): Promise<void> {
    if (this.host) return;
    this.arriving ??= this.thread.ask({ type: 'read', held: this.held }).then(({ value }) => this.arrive(value));
    await this.arriving;
  }

  protected override free(): void {
    if (this.users === 0) this.thread.free(this.held);
    super.free();
  }
}

/** A program in a thread. What comes out stays there and is fed back without a copy. */
export class ApartExecutable implements Executable {
  /** Runs for which each output is still given at once. */
  private readonly giving = new Map<string, number>();
  private live = true;

  constructor(
    readonly program: Program,
    private readonly thread: OrtThread,
    private readonly session: number,
    private readonly make: (data: UploadData, shape: Shape, dtype: DType) => ort.Tensor,
    private readonly unwrap: (name: string, tensor: DeviceTensor) => OnnxTensor,
  ) {}

  async run(feeds: Readonly<Record<string, DeviceTensor>>): Promise<Record<string, DeviceTensor>> {
    const { program, thread, session } = this;
    if (!this.live) throw releasedError(program);
    checkFeeds(program, feeds);
    const inputs = program.inputs.map(({ name }) => ({ name, tensor: this.unwrap(name, feeds[name]) }));
    for (const { tensor } of inputs) tensor.requireLive();
    for (const { tensor } of inputs) tensor.acquire();
    try {
      const fed: Record<string, Fed> = {};
      for (const { name, tensor } of inputs) fed[name] = await this.fed(tensor);
      const outputs = Object.fromEntries(program.outputs.map(({ name, shape }) => [name, this.wanted(name, shape)]));
      const given = await thread.ask({ type: 'run', session, feeds: fed, outputs });
      return Object.fromEntries(
        program.outputs.map(({ name, shape, dtype }) => {
          const made = this.output(name, shape, dtype, outputs[name].held);
          if (given[name]) made.arrive(given[name]);
          return [name, made];
        }),
      );
    } finally {
      for (const { tensor } of inputs) tensor.release();
    }
  }

  async release(): Promise<void> {
    if (!this.live) return;
    this.live = false;
    if (!this.thread.isOver) await this.thread.ask({ type: 'release', session: this.session });
  }

  private async fed(tensor: OnnxTensor): Promise<Fed> {
    if (tensor instanceof ApartTensor && tensor.thread === this.thread) return { held: tensor.held };
    return { dtype: tensor.dtype, shape: tensor.shape, data: await tensor.read() };
  }

  /** Scalars, such as a loss, are there to be read. */
  private wanted(name: string, shape: Shape): Wanted {
    const left = this.giving.get(name) ?? 0;
    if (left > 0) this.giving.set(name, left - 1);
    return { held: this.thread.number(), give: shape.length === 0 || left > 0 };
  }

  private output(name: string, shape: Shape, dtype: DType, held: number): ApartTensor {
    const onUse = (): void => void this.giving.set(name, KEEP_GIVING);
    return new ApartTensor(this.thread, held, shape, dtype, (data) => this.make(data, shape, dtype), onUse);
  }
}
