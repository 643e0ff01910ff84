/**
 * What gives way to a hand: while the pointer moves over a model that trains, its answers have the machine to themselves.
 *
 * A picture under the pointer costs a millisecond of decoding. What it waits for is everything else that follows the weights
 * (encoding all points again, statistics, pictures on nodes, each holding up the process that answers, and each making the
 * window draw) and the training steps that take the core the window draws with. None of it is missed while the pointer
 * moves, so that it waits until the pointer rests.
 */

/** Milliseconds after which a hand that asks no more is gone: pointers tell of their way every 8 to 60. */
const RESTS = 150;
/** Milliseconds that a question waits for a hand at most: a hand that never rests must not freeze the other views. */
const PATIENCE = 4_000;
/** Milliseconds after an answer to the hand in which no step begins: the window draws a frame with it. */
const FRAME = 16;
/** Milliseconds between two telemetry messages at least, each of which makes the window draw its curves. */
const TELEMETRY = { resting: 34, moving: 250 };

/** Knows whether somebody's pointer is moving over the model, from the questions that say so. */
export class Hand {
  private movedAt = Number.NEGATIVE_INFINITY;
  private answeredAt = Number.NEGATIVE_INFINITY;
  private stepped = true;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** A question of the hand has come. */
  move(): void {
    this.movedAt = this.now();
  }

  /** A question of the hand has been answered. Between two rests a step is taken: a quick hand slows training, and never stops it. */
  answer(): void {
    if (!this.stepped) return;
    this.answeredAt = this.now();
    this.stepped = false;
  }

  /** A training step begins. */
  step(): void {
    this.stepped = true;
  }

  get moves(): boolean {
    return this.now() - this.movedAt < RESTS;
  }

  /** Whether a question that came at this time, and that no hand waits for, still waits. */
  holds(cameAt: number): boolean {
    return this.moves && this.now() - cameAt < PATIENCE;
  }

  /** When the next step may begin. */
  get stepsFrom(): number {
    return this.answeredAt + FRAME;
  }

  get telemetryInterval(): number {
    return this.moves ? TELEMETRY.moving : TELEMETRY.resting;
  }
}
