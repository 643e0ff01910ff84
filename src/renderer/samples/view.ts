import { create } from 'zustand';

/** What the samples lens keeps while another lens is in front. */
export const useSamplesView = create<{ seed: number }>(() => ({ seed: 1 }));

export const newNoise = (): void => useSamplesView.setState(({ seed }) => ({ seed: seed + 1 }));
