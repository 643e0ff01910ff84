import { type ArrayData, writeNpz } from '../../../core/export';

/** Packs arrays in a thread of its own: summing up some hundred megabytes takes a while. */
self.onmessage = ({ data }: MessageEvent<ReadonlyMap<string, ArrayData>>) => {
  const bytes = writeNpz(data, { compress: true });
  self.postMessage(bytes, { transfer: [bytes.buffer] });
};
