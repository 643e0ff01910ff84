import { create } from 'zustand';
import type { ParticleColour } from './colours';
import { keyPosition, type Playing } from './playback';

/** How the trajectory lens looks at a sampler; kept while another lens is in front. */
export interface TrajectoryView {
  /** Sampler node, or null for the first one. */
  sampler: string | null;
  /** null: the sampler's own setting. */
  num_inference_steps: number | null;
  seed: number;
  field: boolean;
  trails: boolean;
  x0: boolean;
  data: boolean;
  colour: ParticleColour;
  /** Sample anew as the weights change. */
  follow: boolean;
  loop: boolean;
  speed: number;
}

export const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;

export const useTrajectoryView = create<TrajectoryView>(() => ({
  sampler: null,
  num_inference_steps: null,
  seed: 1,
  field: true,
  trails: true,
  x0: false,
  data: true,
  colour: 'class',
  follow: true,
  loop: true,
  speed: 1,
}));

export const changeTrajectoryView = (change: Partial<TrajectoryView>): void => useTrajectoryView.setState(change);

/** Where on the way from noise to data the lens is. Changes at every frame while it plays: subscribe narrowly. */
export interface Position extends Playing {
  /** The timeline is being dragged. */
  scrubbing: boolean;
}

/** A lens opens on the data, so that one sees samples while a model trains. */
export const usePosition = create<Position>(() => ({ share: 1, rested: 0, playing: false, scrubbing: false }));

/** Moves by hand; playing stops. */
export const moveTo = (share: number): void => usePosition.setState({ share, rested: 0, playing: false });

/** Starts or pauses; from the data it starts at the noise again. */
export function togglePlaying(): void {
  const { share, playing } = usePosition.getState();
  usePosition.setState(playing ? { playing: false } : { playing: true, rested: 0, share: share >= 1 ? 0 : share });
}

/** Moves by a key of the timeline; true when it was one. */
export function moveByKey(event: { key: string; shiftKey: boolean }, steps: number): boolean {
  if (event.key === ' ') {
    togglePlaying();
    return true;
  }
  const u = keyPosition(event.key, event.shiftKey, usePosition.getState().share * steps, steps);
  if (u !== null) moveTo(u / steps);
  return u !== null;
}
