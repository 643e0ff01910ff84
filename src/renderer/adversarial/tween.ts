/** How a change of the picture is told: a run in training flows on, a turn taken by hand is shown step by step. */
export interface Pace {
  /** Milliseconds for which the arrows stand before the points follow them. */
  hold: number;
  /** Milliseconds that points and colours take to their new places. */
  move: number;
}

export const FLOWING: Pace = { hold: 0, move: 220 };
export const BY_HAND: Pace = { hold: 450, move: 700 };
export const AT_ONCE: Pace = { hold: 0, move: 0 };

/** Numbers on their way from one list to another of the same length; from where they are, when they set out again. */
export class Tween {
  private from: Float32Array;
  private to: Float32Array;
  /** Where the numbers are now. */
  readonly now: Float32Array;

  constructor(values: Float32Array) {
    this.from = values;
    this.to = values;
    this.now = values.slice();
  }

  get target(): Float32Array {
    return this.to;
  }

  /** Sets out to new numbers. Null where there are not as many as before: then a new tween is needed. */
  go(to: Float32Array): Tween | null {
    if (to.length !== this.to.length) return null;
    this.from = this.now.slice();
    this.to = to;
    return this;
  }

  /** Goes to a share of the way, from 0 to 1. */
  at(share: number): void {
    const { from, to, now } = this;
    for (let i = 0; i < now.length; i++) now[i] = from[i] + (to[i] - from[i]) * share;
  }
}

/** Sets out to new numbers where that can be followed, else is there at once. */
export const towards = (tween: Tween | null, values: Float32Array): Tween => tween?.go(values) ?? new Tween(values);

/** How far a change has come `elapsed` milliseconds after it began: 0 while it holds, then eased to 1. */
export function shareAt(elapsed: number, { hold, move }: Pace): number {
  if (elapsed >= hold + move) return 1;
  const share = Math.max(0, elapsed - hold) / Math.max(move, 1);
  return 1 - (1 - share) ** 3;
}
