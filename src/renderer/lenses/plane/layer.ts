import type { Object3D } from 'three';

/** What a layer needs to know of the surface it is drawn on. */
export interface Surface {
  /** Device pixels per CSS pixel. */
  pixelRatio: number;
  /** CSS pixels per world unit. */
  scale: number;
}

/** One kind of mark on the plane, drawn in one call. */
export interface Layer {
  readonly object: Object3D;
  /** Called before each drawing. */
  prepare?(surface: Surface): void;
  dispose(): void;
}

/** Grows a capacity in doublings so that buffers are seldom made anew. */
export const roomFor = (count: number, capacity: number): number => {
  let room = Math.max(capacity, 256);
  while (room < count) room *= 2;
  return room;
};
