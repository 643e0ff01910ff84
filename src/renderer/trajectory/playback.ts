/** Seconds from noise to data at speed 1, however many steps that takes. */
export const SECONDS = 4;
/** Seconds the picture rests at the data before a loop begins anew. */
export const REST = 0.9;

export interface Playing {
  /** How much of the way from noise (0) to data (1) is done. */
  share: number;
  /** Seconds rested at the end. */
  rested: number;
  playing: boolean;
}

/** The position after `seconds` more of playing. Without a loop it stops at the data. */
export function advance(at: Playing, seconds: number, speed: number, loop: boolean): Playing {
  if (at.share < 1) {
    const share = Math.min(1, at.share + (seconds * speed) / SECONDS);
    return { share, rested: 0, playing: loop || share < 1 };
  }
  if (!loop) return { ...at, playing: false };
  const rested = at.rested + seconds;
  return rested < REST ? { ...at, rested } : { share: 0, rested: 0, playing: true };
}

/** All times at which a lane has a step, falling, each once. */
export function commonTimes(lanes: readonly Float32Array[]): number[] {
  const all = lanes.flatMap((times) => [...times]).toSorted((a, b) => b - a);
  return all.filter((time, i) => i === 0 || all[i - 1] - time > SAME_TIME);
}
const SAME_TIME = 1e-5;

/**
 * The time that a key moves to from `t`, or null when it is not for the timeline: arrows go to the next time at which a lane
 * has a step, with Shift a tenth of the way.
 */
export function keyTime(key: string, coarse: boolean, t: number, times: readonly number[]): number | null {
  if (key === 'ArrowRight') {
    return coarse ? Math.max(0, t - 0.1) : (times.find((time) => time < t - SAME_TIME) ?? 0);
  }
  if (key === 'ArrowLeft') {
    return coarse ? Math.min(1, t + 0.1) : (times.findLast((time) => time > t + SAME_TIME) ?? 1);
  }
  if (key === 'Home') return 1;
  if (key === 'End') return 0;
  return null;
}

/** Steps that get a tick when at most `most` fit: every one, or every 2nd, 5th, 10th…; the last step always has one. */
export function tickSteps(steps: number, most: number): number[] {
  let stride = 1;
  for (let k = 0; steps / stride > most; k++) stride = [2, 5, 10][k % 3] * 10 ** Math.floor(k / 3);
  const ticks = [];
  for (let step = 0; step < steps; step += stride) ticks.push(step);
  return [...ticks, steps];
}
