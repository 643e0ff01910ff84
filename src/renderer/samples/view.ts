import { create } from 'zustand';

interface SamplesView {
  seed: number;
  /** The level of latents that samples of a row have in common; null where each has its own. */
  frozen: string | null;
  /** The one class that is drawn, where the model can be told; null for all of them. */
  label: number | null;
  /** The held-out picture whose first rows are given, and how many of them; null for half. */
  item: number;
  given: number | null;
}

/** What the samples lens keeps while another lens is in front. */
export const useSamplesView = create<SamplesView>(() => ({
  seed: 1,
  frozen: null,
  label: null,
  item: 0,
  given: null,
}));

export const newNoise = (): void => useSamplesView.setState(({ seed }) => ({ seed: seed + 1 }));

export const freeze = (frozen: string | null): void => useSamplesView.setState({ frozen });

export const showClass = (label: number | null): void => useSamplesView.setState({ label });

export const chooseItem = (item: number): void => useSamplesView.setState({ item });

export const giveRows = (given: number): void => useSamplesView.setState({ given });
