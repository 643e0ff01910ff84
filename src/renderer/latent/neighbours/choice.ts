import { create } from 'zustand';
import type { Metric } from './find';

/** How many neighbours are looked for, and by which distance. */
export interface NeighbourChoice {
  k: number;
  metric: Metric;
}

export const COUNTS = [5, 10, 20, 50] as const;

export const useNeighbourChoice = create<NeighbourChoice>(() => ({ k: 10, metric: 'euclidean' }));
export const changeNeighbourChoice = (change: Partial<NeighbourChoice>): void => useNeighbourChoice.setState(change);
