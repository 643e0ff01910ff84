import { create } from 'zustand';

/** Where somebody has turned the room to. Lengths are radii of the ball that holds what is in it. */
export interface Eye {
  /** Layout (its key) that it looks at: another one begins from the front. */
  layout: string;
  /** Angle around the upright axis and down from it, radians. */
  theta: number;
  phi: number;
  distance: number;
  /** What is in the middle, from the centre of the ball. */
  target: readonly [number, number, number];
}

/** Kept while another lens is in front, and in bookmarks; null while the room shows everything from where it began. */
export const useOrbitEye = create<{ eye: Eye | null }>(() => ({ eye: null }));
