import { FailureError, SupersededError, type WorkerClient } from '../../client/worker-client';
import { type Clock, LatestAsk } from './latest';

export interface Probe<Answer> {
  /** The newest answer; an older one stays until the next has come. */
  value: Answer | null;
  /** One sentence when the newest question failed. */
  error: string | null;
}

export interface ProbeOptions<Query, Answer> {
  /** What to ask; null asks nothing (hidden, or not possible). */
  query: Query | null;
  /** Changes when the question should be put again. */
  key: string;
  ask(client: WorkerClient, query: Query): Promise<Answer>;
  /** Every answer as it comes, also those that the window merges into one drawing. */
  onAnswer?(answer: Answer, query: Query): void;
  /** Waits with new questions until it is let go; the last answer stays. */
  hold?: boolean;
  /** For questions that a hand is waiting on: no rest between answers while training. */
  urgent?: boolean;
}

/** Which model is asked, and whether it is busy learning. */
export interface Asked {
  client: WorkerClient | null;
  run: string | null;
  training: boolean;
}

/** Share of the training process's time that one view may take. */
const TRAINING_DUTY = 0.2;

const nothing = { value: null, error: null };

/** One sentence for a failed request; null for one that was merely replaced. */
export function failureSentence(error: unknown): string | null {
  if (error instanceof SupersededError) return null;
  if (error instanceof FailureError) return error.failure.message;
  return error instanceof Error ? error.message : String(error);
}

/** Puts a question again whenever its key, or the model that is asked, has changed. Never more than one on its way. */
export class Follower<Query, Answer> {
  private probe: Probe<Answer> = nothing;
  private latest: LatestAsk<Query, Answer> | null = null;
  private asked: Asked = { client: null, run: null, training: false };
  private key: string | null = null;
  private options: ProbeOptions<Query, Answer> | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly clock?: Clock) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = (): Probe<Answer> => this.probe;

  update(asked: Asked, options: ProbeOptions<Query, Answer>): void {
    this.options = options;
    const sameRun = asked.run === this.asked.run;
    const sameModel = this.latest !== null && asked.client === this.asked.client && sameRun;
    this.asked = { ...asked };
    // A process that has ended leaves its last answer on the screen.
    if (!asked.client && sameRun) this.close();
    else if (!sameModel) this.connect(asked.client);
    if (options.hold) return;
    if (options.query === null) {
      this.latest?.cancel();
      this.key = null;
    } else if (options.key !== this.key) {
      this.key = options.key;
      this.latest?.ask(options.query, asked.training && !options.urgent ? TRAINING_DUTY : 1);
    }
  }

  close(): void {
    this.latest?.close();
    this.latest = null;
    this.key = null;
  }

  /** Another model: its answers start afresh. */
  private connect(client: WorkerClient | null): void {
    this.close();
    this.tell(nothing);
    if (!client) return;
    this.latest = new LatestAsk<Query, Answer>({
      clock: this.clock,
      ask: (query) => this.options!.ask(client, query),
      onAnswer: (value, query) => {
        this.options?.onAnswer?.(value, query);
        this.tell({ value, error: null });
      },
      onError: (error) => {
        const sentence = failureSentence(error);
        if (sentence) this.tell({ ...this.probe, error: sentence });
      },
    });
  }

  private tell(probe: Probe<Answer>): void {
    if (probe === this.probe) return;
    this.probe = probe;
    for (const listener of this.listeners) listener();
  }
}
