import type { LayoutOptions } from './options';
import type { PcaFit } from './pca';

/** What the window asks of its layout thread. */
export type LayoutTask =
  | { kind: 'pca'; z: Float32Array; width: number; count: number; before: PcaFit | null }
  | {
      kind: 'settle';
      /** All items; those of `sample` settle, the others follow them. */
      z: Float32Array;
      width: number;
      count: number;
      sample: Int32Array<ArrayBuffer>;
      options: LayoutOptions;
      /** Places of the sample to begin at, or null. */
      from: Float32Array | null;
    };

/** What the thread is busy with, for a progress bar. */
export interface LayoutProgress {
  task: string;
  done: number;
  total: number;
}

export type LayoutAnswer =
  | { kind: 'pca'; fit: PcaFit }
  | { kind: 'progress'; progress: LayoutProgress }
  /** Places of all items; `finished` when they have settled. */
  | { kind: 'places'; positions: Float32Array<ArrayBuffer>; progress: LayoutProgress; finished: boolean }
  | { kind: 'failed'; message: string };
