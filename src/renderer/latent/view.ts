import { create } from 'zustand';
import type { Point } from '../lenses/plane/transform';
import type { PlaneAxes } from './axes';
import type { Interpolation } from './interpolate';
import type { ManifoldKind } from './manifold';

export type Split = 'train' | 'test';
export interface Segment {
  from: Point;
  to: Point;
}

/** How the latent lens looks at a model; kept while another lens is in front. */
export interface LatentView {
  split: Split;
  count: number;
  axes: PlaneAxes;
  /** Classes singled out; none means all. */
  isolated: ReadonlySet<number>;
  manifold: boolean;
  manifoldKind: ManifoldKind;
  /** Tiles from top to bottom. */
  manifoldRows: number;
  segment: Segment | null;
  interpolation: Interpolation;
  /** Values of the latent dimensions that the plane does not show; as long as the user has touched, zero beyond. */
  base: readonly number[];
}

export const COUNTS = [1_000, 5_000, 10_000] as const;
export const MANIFOLD_ROWS = [8, 12, 16, 20] as const;

export const useLatentView = create<LatentView>(() => ({
  split: 'test',
  count: 5_000,
  axes: { x: 0, y: 1 },
  isolated: new Set<number>(),
  manifold: false,
  manifoldKind: 'view',
  manifoldRows: 12,
  segment: null,
  interpolation: 'lerp',
  base: [],
}));

export const changeLatentView = (change: Partial<LatentView>): void => useLatentView.setState(change);

/** Singles a class out, or lets it back among the others. */
export function toggleIsolated(label: number): void {
  const isolated = new Set(useLatentView.getState().isolated);
  if (!isolated.delete(label)) isolated.add(label);
  changeLatentView({ isolated });
}

/** Where in the plane the pointer or the keys look; null when they do not. */
export const useCursor = create<{ at: Point | null }>(() => ({ at: null }));

/** The base vector at a model's width. */
export const baseVector = (base: readonly number[], width: number): number[] =>
  Array.from({ length: width }, (_, i) => base[i] ?? 0);
