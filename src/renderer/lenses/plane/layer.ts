import type { Object3D } from 'three';

/** What a layer needs to know of the surface it is drawn on. */
export interface Surface {
  /** Device pixels per CSS pixel. */
  pixelRatio: number;
  /** CSS pixels per world unit. */
  scale: number;
}

/** What a layer draws, as numbers: points, or separate lines. */
export interface Marks {
  kind: 'points' | 'lines';
  /** World x, y of each point, or of both ends of each line, row-major. */
  places: ArrayLike<number>;
  /** RGBA bytes of each of them. */
  tints: ArrayLike<number>;
  /** How many places. */
  count: number;
}

/** One kind of mark on the plane, drawn in one call. */
export interface Layer {
  readonly object: Object3D;
  /** Called before each drawing. */
  prepare?(surface: Surface): void;
  /** For vector pictures, of layers whose places only the graphics card works out. */
  marks?(): Marks;
  dispose(): void;
}

/** Grows a capacity in doublings so that buffers are seldom made anew. */
export const roomFor = (count: number, capacity: number): number => {
  let room = Math.max(capacity, 256);
  while (room < count) room *= 2;
  return room;
};
