/** What drives time; tests give their own. */
export interface Clock {
  now(): number;
  after(milliseconds: number, run: () => void): () => void;
}

export const windowClock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, run) => {
    const timer = window.setTimeout(run, milliseconds);
    return () => window.clearTimeout(timer);
  },
};

/** Questions that are on their way or wait for their turn, in all views. */
const atWork = new Set<object>();

/** Whether every view has its answers. */
export const allAnswered = (): boolean => atWork.size === 0;

/** Says whether somebody waits for answers by other means than `LatestAsk`. */
export function setAtWork(owner: object, working: boolean): void {
  if (working) atWork.add(owner);
  else atWork.delete(owner);
}

export interface LatestOptions<Query, Answer> {
  ask(query: Query): Promise<Answer>;
  onAnswer(answer: Answer, query: Query): void;
  onError(error: unknown, query: Query): void;
  clock?: Clock;
}

/**
 * Asks with at most one question on its way. Questions put meanwhile replace each other, and the last one is asked when the
 * answer has come: a pointer that moves never makes a queue.
 *
 * `duty` below 1 also rests after an answer, so that views of a model in training take only that share of its time: an answer
 * that took d milliseconds is followed by d · (1 / duty − 1) of rest.
 */
export class LatestAsk<Query, Answer> {
  private waiting: { query: Query; duty: number } | null = null;
  private inFlight = false;
  /** What the last answer took, and when it came. */
  private last = { took: 0, at: Number.NEGATIVE_INFINITY };
  private cancelRest: (() => void) | null = null;
  private closed = false;

  constructor(private readonly options: LatestOptions<Query, Answer>) {}

  ask(query: Query, duty = 1): void {
    if (this.closed) return;
    this.waiting = { query, duty };
    this.next();
    this.count();
  }

  /** Forgets a question that has not been asked yet. */
  cancel(): void {
    this.waiting = null;
    this.count();
  }

  /** Answers that come later are dropped. */
  close(): void {
    this.closed = true;
    this.waiting = null;
    this.cancelRest?.();
    this.count();
  }

  private count(): void {
    setAtWork(this, !this.closed && (this.inFlight || this.waiting !== null));
  }

  private next(): void {
    this.cancelRest?.();
    this.cancelRest = null;
    if (this.inFlight || !this.waiting || this.closed) return;
    const clock = this.options.clock ?? windowClock;
    const { query, duty } = this.waiting;
    const rest = this.last.at + this.last.took * (1 / duty - 1) - clock.now();
    if (rest > 0) {
      this.cancelRest = clock.after(rest, () => this.next());
      return;
    }
    this.waiting = null;
    this.inFlight = true;
    const started = clock.now();
    const settle = (report: () => void) => {
      this.inFlight = false;
      this.last = { took: clock.now() - started, at: clock.now() };
      if (this.closed) return;
      report();
      this.next();
      this.count();
    };
    this.options.ask(query).then(
      (answer) => settle(() => this.options.onAnswer(answer, query)),
      (error: unknown) => settle(() => this.options.onError(error, query)),
    );
  }
}
