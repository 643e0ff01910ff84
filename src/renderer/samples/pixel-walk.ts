import type { SessionInfo, Trajectory } from '../../protocol/worker';
import { type PictureShape, pictureShape } from '../lenses/tiles/item';

/** A sampler that draws pictures place by place, and can go on from the beginning of one. */
export interface PixelWalk {
  node: string;
  rows: number;
  columns: number;
}

/** The first sampler of a study, where it is one of these. */
export function pixelWalk({ probes: { samplers, walks, decode } }: Pick<SessionInfo, 'probes'>): PixelWalk | null {
  const [walk] = walks;
  if (samplers.length > 0 || decode || !walk?.given || walk.classes > 0) return null;
  return { node: walk.node, ...walk.given };
}

/** Pictures as a sampler gave them, which may be smaller than those of the data. */
export interface Pictures {
  /** count × item. */
  values: Float32Array;
  shape: PictureShape;
  count: number;
  step: number;
}

/** The pictures of one frame of a way: the last one, or the first. */
export function picturesOf({ samples, steps, count, itemShape, step }: Trajectory, frame: 'first' | 'last'): Pictures {
  const shape = pictureShape(itemShape);
  if (!shape) throw new Error(`Items of ${itemShape.join(' × ')} are no pictures.`);
  const size = samples.length / (steps + 1);
  const start = frame === 'first' ? 0 : steps * size;
  return { values: samples.subarray(start, start + size), shape, count, step };
}
