import { useEffect, useState } from 'react';
import type { PlaneStage } from '../lenses/plane/stage';
import { advance } from './playback';
import { usePosition, useTrajectoryView } from './view';

/** While it plays, moves the position on at every frame: in the stage's own loop where there is one. */
export function usePlayer(stage: PlaneStage | null, visible: boolean): void {
  const playing = usePosition((position) => position.playing);
  useEffect(() => {
    if (!playing || !visible) return;
    let stopped = false;
    let last = performance.now();
    let frame = 0;
    const step = (now: number): boolean => {
      if (stopped) return false;
      const { speed, loop } = useTrajectoryView.getState();
      usePosition.setState(advance(usePosition.getState(), Math.max(0, now - last) / 1000, speed, loop));
      last = now;
      return usePosition.getState().playing;
    };
    const run = (now: number) => {
      if (step(now)) frame = requestAnimationFrame(run);
    };
    if (stage) stage.animate(step);
    else frame = requestAnimationFrame(run);
    return () => {
      stopped = true;
      cancelAnimationFrame(frame);
    };
  }, [playing, visible, stage]);
}

/** The share of the way as it was at most half a second ago: for words that should not change at every frame. */
export function useSlowShare(): number {
  const [share, setShare] = useState(() => usePosition.getState().share);
  useEffect(() => {
    let timer = 0;
    const stop = usePosition.subscribe((position, before) => {
      if (position.share === before.share || timer) return;
      timer = window.setTimeout(() => {
        timer = 0;
        setShare(usePosition.getState().share);
      }, 500);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, []);
  return share;
}
