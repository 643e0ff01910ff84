import type { ClassSummary } from '../classes';
import type { Contour } from '../density/density';

/** Points to be indexed: x, y and class of each. Density comes along where it is seen. */
export interface PointsQuestion {
  id: number;
  positions: Float32Array;
  labels: Uint8Array;
  density: boolean;
}

export interface PointsAnswer {
  id: number;
  /** Bytes of a `KDBush` over the points. */
  index: ArrayBufferLike;
  classes: ClassSummary[];
  density: Contour[] | null;
}
