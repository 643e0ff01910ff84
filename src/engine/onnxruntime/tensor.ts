/** Values of ONNX Runtime: in host memory, in the memory of a device, or both. */

import type * as ort from 'onnxruntime-node';
import type { DType, Shape } from '../../core/tensor';
import { TensorError } from '../../core/tensor';
import { disposedError, type UploadData } from '../feeds';
import type { DeviceTensor } from '../types';

/** Copies between host and device; an engine whose values all lie in host memory has none. */
export interface Transfers {
  toHost(value: ort.Tensor): Promise<ort.Tensor>;
  toDevice(value: ort.Tensor): Promise<ort.Tensor>;
}

const isOnHost = (value: ort.Tensor): boolean => value.location === 'cpu' || value.location === 'none';

export class OnnxTensor implements DeviceTensor {
  protected host: ort.Tensor | undefined;
  private device: ort.Tensor | undefined;
  /** Runs and reads that are under way; memory is freed after the last of them. */
  protected users = 0;
  private feeds = 0;
  private moving: Promise<void> | undefined;
  private isDisposed = false;

  /** @param value Undefined where the numbers come later. */
  constructor(
    value: ort.Tensor | undefined,
    readonly shape: Shape,
    readonly dtype: DType,
    private readonly transfers: Transfers | undefined,
  ) {
    if (!value) return;
    if (isOnHost(value)) this.host = value;
    else this.device = value;
  }

  /** Whether an engine with these transfers can take it. */
  isOf(transfers: Transfers | undefined): boolean {
    return this.transfers === transfers;
  }

  /** Whether its numbers must be brought here before a run can take them. */
  get isAway(): boolean {
    return false;
  }

  /** Keeps the memory until `release`, even where the tensor is disposed of meanwhile. */
  acquire(): void {
    this.requireLive();
    this.users++;
  }

  release(): void {
    this.users--;
    if (this.isDisposed) this.free();
  }

  requireLive(): void {
    if (this.isDisposed) throw disposedError(this.shape);
  }

  /** What to feed a session. Between `acquire` and `release` only. */
  get value(): ort.Tensor {
    const value = this.device ?? this.host;
    if (value) return value;
    throw new Error(`tensor [${this.shape.join(', ')}]: its memory was freed while it was in use.`);
  }

  /** Moves what is fed again and again to the device: it would be copied there for every run. */
  async settle(): Promise<void> {
    const { transfers, host } = this;
    if (!transfers || !host || this.device || this.shape.length === 0 || ++this.feeds < 2) return;
    this.moving ??= transfers.toDevice(host).then((value) => {
      this.device = value;
    });
    await this.moving;
  }

  async read(): Promise<UploadData> {
    this.acquire();
    try {
      const value = this.host ?? (await this.transfers?.toHost(this.value));
      const data = value?.data;
      if (data instanceof Float32Array || data instanceof Int32Array || data instanceof Uint8Array) return data;
      throw new TensorError(`tensor: got ${value?.type} values from ONNX Runtime, expected ${this.dtype}.`);
    } finally {
      this.release();
    }
  }

  dispose(): void {
    this.isDisposed = true;
    this.free();
  }

  protected free(): void {
    if (this.users > 0) return;
    this.device?.dispose();
    this.host?.dispose();
    this.device = undefined;
    this.host = undefined;
  }
}
