import { create } from 'zustand';

/** Where the play head stands on the path (share of its length; null before it was used), and whether it moves by itself. */
export const usePathHead = create<{ at: number | null; playing: boolean }>(() => ({ at: null, playing: false }));

export const movePathHead = (at: number | null): void => usePathHead.setState({ at, playing: false });

/** Milliseconds from one end to the other. */
const WALK = 6_000;

/** Starts or stops the walk; it begins anew at the end, and goes round. */
export function playPath(playing: boolean): void {
  const { at } = usePathHead.getState();
  usePathHead.setState({ playing, at: playing && (at === null || at >= 1) ? 0 : at });
  cancelAnimationFrame(frame);
  last = null;
  if (playing) frame = requestAnimationFrame(walk);
}

let frame = 0;
let last: number | null = null;

function walk(now: number): void {
  const { at, playing } = usePathHead.getState();
  if (!playing) return;
  const next = (at ?? 0) + (last === null ? 0 : now - last) / WALK;
  last = now;
  usePathHead.setState({ at: next > 1 ? 0 : next });
  frame = requestAnimationFrame(walk);
}
