import type { ArrayData } from '../../../core/export';

/** Arrays as the bytes of an NPZ file, made in a thread of its own, which takes them over. Rejects with a sentence. */
export function packNpz(arrays: ReadonlyMap<string, ArrayData>): Promise<Uint8Array<ArrayBuffer>> {
  const worker = new Worker(new URL('./npz.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Uint8Array<ArrayBuffer>>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Uint8Array<ArrayBuffer>>) => resolve(data);
    worker.onerror = () => reject(new Error('There is not enough memory for so many numbers; export fewer items.'));
    worker.postMessage(arrays, { transfer: [...new Set([...arrays.values()].map(({ data }) => data.buffer))] });
  }).finally(() => worker.terminate());
}
