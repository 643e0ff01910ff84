import { findNeighbours, type Metric } from './find';

/** Vectors to search in, or a question about those that came last. */
export type NeighbourMessage =
  | { kind: 'vectors'; z: Float32Array; width: number; count: number }
  | { kind: 'find'; item: number; k: number; metric: Metric };

let vectors = { z: new Float32Array(0), width: 1, count: 0 };

/** The thread of the window that looks for neighbours among all items. */
addEventListener('message', ({ data }: MessageEvent<NeighbourMessage>) => {
  if (data.kind === 'vectors') {
    vectors = { z: new Float32Array(data.z), width: data.width, count: data.count };
    return;
  }
  const { z, width, count } = vectors;
  postMessage(findNeighbours(z, width, count, data.item, data.k, data.metric));
});
