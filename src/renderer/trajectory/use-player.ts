import { useEffect, useState } from 'react';
import { advance } from './playback';
import { usePosition, useTrajectoryView } from './view';

/** While it plays, moves the position on at every frame. */
export function usePlayer(visible: boolean): void {
  const playing = usePosition((position) => position.playing);
  useEffect(() => {
    if (!playing || !visible) return;
    let last = performance.now();
    let frame = 0;
    const run = (now: number) => {
      const { speed, loop } = useTrajectoryView.getState();
      usePosition.setState(advance(usePosition.getState(), Math.max(0, now - last) / 1000, speed, loop));
      last = now;
      if (usePosition.getState().playing) frame = requestAnimationFrame(run);
    };
    frame = requestAnimationFrame(run);
    return () => cancelAnimationFrame(frame);
  }, [playing, visible]);
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
