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

/** Where a key moves the position to (in steps), or null when it is not for the timeline. Shift makes tenths of the way. */
export function keyPosition(key: string, coarse: boolean, u: number, steps: number): number | null {
  const stride = coarse ? Math.max(1, Math.round(steps / 10)) : 1;
  if (key === 'ArrowRight') return Math.min(steps, Math.floor(u + 1e-6) + stride);
  if (key === 'ArrowLeft') return Math.max(0, Math.ceil(u - 1e-6) - stride);
  if (key === 'Home') return 0;
  if (key === 'End') return steps;
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
