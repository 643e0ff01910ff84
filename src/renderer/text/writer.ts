import type { ContinuedText, WeightsRef } from '../../protocol/worker';
import type { WorkerClient } from '../client/worker-client';
import { failureSentence } from '../lenses/probe/follower';
import { type Clock, setAtWork, windowClock } from '../lenses/probe/latest';

/** A text that is to be written. */
export interface Wish {
  client: Pick<WorkerClient, 'request'>;
  weights: WeightsRef | undefined;
  /** Changes with everything that makes another text; a longer one is no other. */
  key: string;
  given: readonly number[];
  length: number;
  temperature: number;
  topK: number;
  seed: number;
  /** Whether the model is in training: then texts that only follow its weights leave it most of the time. */
  training: boolean;
}

/** A text as far as it is written. */
export interface Written {
  key: string;
  tokens: readonly number[];
  pieces: readonly string[];
  logProbs: readonly number[];
  next: ContinuedText['next'] | null;
  step: number;
}

export interface Writing {
  text: Written | null;
  error: string | null;
}

/** Tokens that are asked for at a time: few enough to see them come. */
const AT_A_TIME = 12;
/** Share of the training process's time that following its weights may take. */
const TRAINING_DUTY = 0.2;

const empty = (key: string): Written => ({ key, tokens: [], pieces: [], logProbs: [], next: null, step: 0 });

const longer = (text: Written, { tokens, pieces, logProbs, next, step }: ContinuedText): Written => ({
  key: text.key,
  tokens: [...text.tokens, ...tokens],
  pieces: [...text.pieces, ...pieces],
  logProbs: [...text.logProbs, ...logProbs],
  next,
  step,
});

const shortened = (text: Written, length: number): Written =>
  length >= text.tokens.length
    ? text
    : {
        ...text,
        tokens: text.tokens.slice(0, length),
        pieces: text.pieces.slice(0, length),
        logProbs: text.logProbs.slice(0, length),
        next: null,
      };

/**
 * Writes a text piece by piece, by repeated questions. A text that grows is shown as it grows; one that takes another's place, because
 * the weights or a setting have changed, is shown when it is as long as that one.
 */
export class Writer {
  private wish: Wish | null = null;
  private draft: Written = empty('');
  private shown: Writing = { text: null, error: null };
  private busy = false;
  private closed = false;
  private refused = '';
  private readonly listeners = new Set<() => void>();

  constructor(private readonly clock: Clock = windowClock) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.closed = false;
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = (): Writing => this.shown;

  update(wish: Wish | null): void {
    this.wish = wish;
    if (wish && wish.key === this.draft.key && wish.length < this.draft.tokens.length) {
      this.draft = shortened(this.draft, wish.length);
      this.show();
    }
    if (!this.busy) void this.write();
  }

  close(): void {
    this.closed = true;
    this.wish = null;
    setAtWork(this, false);
  }

  private async write(): Promise<void> {
    this.busy = true;
    for (let wish = this.open(); wish; wish = this.open()) {
      setAtWork(this, true);
      const following = this.draft.key !== wish.key && this.shown.text !== null;
      if (this.draft.key !== wish.key) this.draft = empty(wish.key);
      const began = this.clock.now();
      await this.ask(wish);
      const replaces = following || this.shown.text?.key !== this.draft.key;
      if (wish.training && replaces) await this.rest((this.clock.now() - began) * (1 / TRAINING_DUTY - 1));
    }
    setAtWork(this, false);
    this.busy = false;
  }

  /** What is still to be written. */
  private open(): Wish | null {
    const { wish, draft } = this;
    if (!wish || this.closed || wish.key === this.refused) return null;
    const done = draft.key === wish.key && draft.next !== null && draft.tokens.length >= wish.length;
    return done ? null : wish;
  }

  private async ask({ client, weights, key, given, length, temperature, topK, seed }: Wish): Promise<void> {
    const { tokens } = this.draft;
    try {
      const answer = await client.request('probe.continue', {
        channel: 'text.write',
        weights,
        tokens: Int32Array.from([...given, ...tokens]),
        position: given.length + tokens.length,
        count: Math.max(0, Math.min(AT_A_TIME, length - tokens.length)),
        temperature,
        top_k: topK,
        seed,
      });
      if (this.closed || this.draft.key !== key) return;
      this.draft = longer(this.draft, answer);
      const { text } = this.shown;
      const grown =
        text === null || text.key === key || this.draft.tokens.length >= Math.min(length, text.tokens.length);
      if (grown) this.show();
    } catch (error) {
      const sentence = failureSentence(error);
      if (sentence === null || this.closed) return;
      // Asked again only when something has changed.
      this.refused = key;
      this.tell({ ...this.shown, error: sentence });
    }
  }

  private show(): void {
    this.refused = '';
    this.tell({ text: this.draft, error: null });
  }

  private tell(writing: Writing): void {
    this.shown = writing;
    for (const listener of this.listeners) listener();
  }

  private rest(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.clock.after(milliseconds, resolve));
  }
}
