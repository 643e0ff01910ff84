import { create } from 'zustand';
import type { ParticleColour } from './colours';
import { duplicateLane, type Lane, type LaneSetting, plainLane, removeLane } from './lanes';
import { keyTime, type Playing } from './playback';

/** What lies under the particles. */
export type Ground = 'none' | 'velocity' | 'score' | 'density' | 'model_density';

/** How the trajectory lens looks at samplers; kept while another lens is in front. Plain data: bookmarks keep it. */
export interface TrajectoryView {
  lanes: readonly Lane[];
  seed: number;
  /** Particles in the plane. */
  count: number;
  ground: Ground;
  trails: boolean;
  x0: boolean;
  data: boolean;
  /** Lines of a lattice in the plane of noise, bent by each layer. */
  lattice: boolean;
  colour: ParticleColour;
  /** Sample anew as the weights change. */
  follow: boolean;
  loop: boolean;
  speed: number;
  /** The particle or picture that is followed. */
  picked: number | null;
  /** The view goes along with the picked particle. */
  camera: boolean;
  /** The film strip has a picture for every step rather than as many as fit. */
  everyStep: boolean;
  /** The pad of noise time and training time is open. */
  pad: boolean;
}

export const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;
export const COUNTS = [500, 2_000, 10_000] as const;
/** Pictures that a lane shows. */
export const PICTURES = 16;

/** How many samples a lane has of items of this shape, when `count` particles are shown of points in the plane. */
export const sampledCount = (itemShape: readonly number[], count: number): number =>
  itemShape.length === 1 ? count : PICTURES;

export const useTrajectoryView = create<TrajectoryView>(() => ({
  lanes: [plainLane(0)],
  seed: 1,
  count: 2_000,
  ground: 'velocity',
  trails: true,
  x0: false,
  data: true,
  lattice: true,
  colour: 'class',
  follow: true,
  loop: true,
  speed: 1,
  picked: null,
  camera: false,
  everyStep: false,
  pad: false,
}));

export const changeTrajectoryView = (change: Partial<TrajectoryView>): void => useTrajectoryView.setState(change);

export const changeLane = (id: number, change: Partial<Lane>): void =>
  useTrajectoryView.setState(({ lanes }) => ({
    lanes: lanes.map((lane) => (lane.id === id ? { ...lane, ...change } : lane)),
  }));
export const addLane = (after: number, change: Partial<Lane> = {}): void =>
  useTrajectoryView.setState(({ lanes }) => ({ lanes: duplicateLane(lanes, after, change) }));
export const dropLane = (id: number): void =>
  useTrajectoryView.setState(({ lanes }) => ({ lanes: removeLane(lanes, id) }));

/** A setting that is being dragged: lanes show a preview with it until it is let go. */
export interface Draft {
  lane: number;
  setting: LaneSetting;
  value: number;
}
export const useDraft = create<{ draft: Draft | null }>(() => ({ draft: null }));

export const dragSetting = (lane: number, setting: LaneSetting, value: number): void =>
  useDraft.setState({ draft: { lane, setting, value } });

/** The hand lets go: what it dragged becomes the lane's setting. */
export function dropSetting(): void {
  const { draft } = useDraft.getState();
  if (!draft) return;
  changeLane(draft.lane, { [draft.setting]: draft.value });
  useDraft.setState({ draft: null });
}

/** What the pad of noise time and training time asks of the sampling. Not kept. */
interface PadState {
  dragging: boolean;
  /** Training steps that a hand may go to next: asked for when nothing else is wanted. */
  ahead: readonly number[];
}
export const usePad = create<PadState>(() => ({ dragging: false, ahead: [] }));

/** Where on the way from noise to data the lens is. Changes at every frame while it plays: subscribe narrowly. */
export interface Position extends Playing {
  /** The timeline or the pad is being dragged. */
  scrubbing: boolean;
}

/** A lens opens on the data, so that one sees samples while a model trains. */
export const usePosition = create<Position>(() => ({ share: 1, rested: 0, playing: false, scrubbing: false }));

/** The time t at a position: 1 is noise, 0 is data. */
export const timeOf = (share: number): number => 1 - share;

/** Moves by hand; playing stops. */
export const moveTo = (share: number): void => usePosition.setState({ share, rested: 0, playing: false });

/** Starts or pauses; from the data it starts at the noise again. */
export function togglePlaying(): void {
  const { share, playing } = usePosition.getState();
  usePosition.setState(playing ? { playing: false } : { playing: true, rested: 0, share: share >= 1 ? 0 : share });
}

/** Moves by a key of the timeline, whose stops are `times`; true when it was one. */
export function moveByKey(event: { key: string; shiftKey: boolean }, times: readonly number[]): boolean {
  if (event.key === ' ') {
    togglePlaying();
    return true;
  }
  const t = keyTime(event.key, event.shiftKey, timeOf(usePosition.getState().share), times);
  if (t !== null) moveTo(1 - t);
  return t !== null;
}

/** Follows the next or the previous of `count` particles, lets go, or has the view go along; true when it was such a key. */
export function pickByKey(event: { key: string }, count: number): boolean {
  const { picked, camera } = useTrajectoryView.getState();
  const key = event.key.toLowerCase();
  if (count === 0) return false;
  if (key === 'n') changeTrajectoryView({ picked: picked === null ? 0 : (picked + 1) % count });
  else if (key === 'p') changeTrajectoryView({ picked: picked === null ? count - 1 : (picked + count - 1) % count });
  else if (key === 'c' && picked !== null) changeTrajectoryView({ camera: !camera });
  else if (key === 'escape' && picked !== null) changeTrajectoryView({ picked: null, camera: false });
  else return false;
  return true;
}
