import { create } from 'zustand';

/** What the adversarial lens draws, and how many generated points. */
export interface AdversarialViewState {
  heat: boolean;
  boundary: boolean;
  real: boolean;
  fake: boolean;
  arrows: boolean;
  /** D*, on a line only. */
  optimal: boolean;
  /** Seed of the noise that generated points come from: the same points all through training. */
  seed: number;
  count: number;
  /** Trainer whose turn was taken last by hand in the present step; null at the beginning of a step. */
  lastTurn: string | null;
}

export type LayerName = 'heat' | 'boundary' | 'real' | 'fake' | 'arrows' | 'optimal';

export const COUNTS = [100, 250, 500, 1_000, 2_000] as const;

/** Kept while another lens is in front. */
export const useAdversarialView = create<AdversarialViewState>(() => ({
  heat: true,
  boundary: true,
  real: true,
  fake: true,
  arrows: true,
  optimal: true,
  seed: 1,
  count: 500,
  lastTurn: null,
}));

export const changeAdversarialView = (change: Partial<AdversarialViewState>): void =>
  useAdversarialView.setState(change);

export const toggleLayer = (layer: LayerName): void =>
  useAdversarialView.setState((view) => ({ [layer]: !view[layer] }));
