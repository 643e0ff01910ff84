import { create } from 'zustand';

/** What the density lens shows. */
export interface DensityViewState {
  /** Study node whose density is shown; null for the first. */
  node: string | null;
  /** Another one beside it; null for none. */
  beside: string | null;
  /** Whether colours stand for p or for log p. */
  scale: 'p' | 'log';
  heat: boolean;
  /** Lines around the likeliest places that hold a share of the probability. */
  contours: boolean;
  data: boolean;
  samples: boolean;
  /** The class to condition on; null averages over all. */
  label: number | null;
  /** Seed of the samples. */
  seed: number;
  /** Held-out items and samples that are drawn. */
  count: number;
}

export type DensityLayer = 'heat' | 'contours' | 'data' | 'samples';

export const COUNTS = [100, 250, 500, 1_000, 2_000] as const;

/** Kept while another lens is in front. */
export const useDensityView = create<DensityViewState>(() => ({
  node: null,
  beside: null,
  scale: 'p',
  heat: true,
  contours: true,
  data: true,
  samples: false,
  label: null,
  seed: 1,
  count: 500,
}));

export const changeDensityView = (change: Partial<DensityViewState>): void => useDensityView.setState(change);

export const toggleDensityLayer = (layer: DensityLayer): void =>
  useDensityView.setState((view) => ({ [layer]: !view[layer] }));
