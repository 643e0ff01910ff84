import type { EncodedPoints, LatentColumn, WeightsRef } from '../../../protocol/worker';
import type { WorkerClient } from '../../client/worker-client';
import { failureSentence } from '../../lenses/probe/follower';
import { type Clock, setAtWork, windowClock } from '../../lenses/probe/latest';
import type { PointsOf, Split } from '../view';

/** Encoded items as far as they have come, rows 0 to `count` of a split; or draws from the prior. */
export interface EncodedSet {
  /** count × width, row-major. */
  z: Float32Array;
  width: number;
  labels: Uint8Array;
  columns: Partial<Record<LatentColumn, Float32Array>>;
  count: number;
  /** Items that were asked for. */
  total: number;
  split: PointsOf;
  /** Training step of the weights of the newest rows; 0 for draws, which no weights make. */
  step: number;
  /** Changes with the items that are asked for; their rows mean the same as long as it does not. */
  items: string;
}

export interface Wanted {
  split: Split;
  count: number;
  columns: readonly LatentColumn[];
  weights: WeightsRef | undefined;
  /** Changes when the same items should be encoded again. */
  key: string;
}

export interface Collected {
  set: EncodedSet | null;
  /** Rows of the present sweep that have come, while it is under way; null when all is there. */
  done: number | null;
  /** One sentence when the newest question failed. */
  error: string | null;
}

export interface CollectorModel {
  client: WorkerClient | null;
  run: string | null;
  training: boolean;
}

/** Rows of the first question, so that something is seen at once, and the most of any. */
const FIRST_PIECE = 5_000;
const LARGEST_PIECE = 50_000;
/** Milliseconds an answer may take: pieces grow while they come sooner, and shrink when they take twice as long. */
const PIECE_TIME = { idle: 150, training: 60 };
/** A window that is busy drawing gets its answers late: that alone must not make pieces tiny. */
const SMALLEST_PIECE = { idle: 5_000, training: 500 };
/** How much more there must be than what is shown before it is shown: each showing is work on all that is there. */
const GROWTH = 1.5;
/** Milliseconds before a question that another one has replaced is asked again. */
const AGAIN = 100;
/** Share of the training process's time that encoding may take while a model learns. */
const TRAINING_DUTY = 0.2;

const nothing: Collected = { set: null, done: null, error: null };

/** Buffers of one sweep over the items. */
interface Sweep {
  wanted: Wanted;
  z: Float32Array;
  width: number;
  labels: Uint8Array;
  columns: Partial<Record<LatentColumn, Float32Array>>;
  count: number;
  step: number;
}

/**
 * Encodes the items of a split piece by piece. New items are shown as they come; when only the weights have changed the old places
 * stay until all new ones are there. Other items than before end the sweep under way, other weights wait for its end: a
 * model that learns faster than it is encoded would otherwise never be seen whole.
 */
export class Collector {
  private told: Collected = nothing;
  private model: CollectorModel = { client: null, run: null, training: false };
  private wanted: Wanted | null = null;
  /** What the last sweep that was begun asked for. */
  private begun = '';
  private sweep: Sweep | null = null;
  private piece = FIRST_PIECE;
  private readonly listeners = new Set<() => void>();

  constructor(
    /** Requests on a channel replace each other while they wait: each collector has its own. */
    private readonly channel: string,
    private readonly clock: Clock = windowClock,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = (): Collected => this.told;

  /** Says which items are wanted of which model; null leaves what is there and asks for nothing. */
  update(model: CollectorModel, wanted: Wanted | null): void {
    const otherModel = model.run !== this.model.run || (model.client !== null && model.client !== this.model.client);
    this.model = model;
    if (otherModel) this.forget();
    if (!model.client || !wanted) {
      this.sweep = null;
      this.begun = '';
      this.wanted = null;
      if (this.told.done !== null) this.tell({ ...this.told, done: null });
      return;
    }
    this.wanted = wanted;
    if (this.sweep && questionOf(this.sweep.wanted) !== questionOf(wanted)) this.sweep = null;
    if (!this.sweep) this.begin();
  }

  close(): void {
    this.sweep = null;
    this.begun = '';
  }

  private forget(): void {
    this.sweep = null;
    this.begun = '';
    this.tell(nothing);
  }

  private begin(): void {
    const { wanted } = this;
    const question = wanted && `${questionOf(wanted)} ${wanted.key}`;
    if (!wanted || !question || this.begun === question) return;
    this.begun = question;
    const none = new Float32Array(0);
    this.sweep = { wanted, z: none, width: 0, labels: new Uint8Array(0), columns: {}, count: 0, step: 0 };
    const { sweep } = this;
    setAtWork(sweep, true);
    void this.run(sweep).finally(() => setAtWork(sweep, false));
  }

  private async run(sweep: Sweep): Promise<void> {
    const current = () => this.sweep === sweep;
    try {
      for (let more = true; more && current(); ) {
        const start = this.clock.now();
        more = await this.addPiece(sweep);
        if (this.model.training) await this.rest((this.clock.now() - start) * (1 / TRAINING_DUTY - 1));
      }
    } catch (error) {
      const sentence = failureSentence(error);
      if (current() && sentence) this.tell({ ...this.told, done: null, error: sentence });
      if (current() && !sentence) {
        this.begun = '';
        await this.rest(AGAIN);
      }
    }
    if (!current()) return;
    this.sweep = null;
    this.begin();
  }

  /** Asks for the next rows; false when there are no more. */
  private async addPiece(sweep: Sweep): Promise<boolean> {
    const { client, training } = this.model;
    if (!client) return false;
    const { split, count, columns, weights } = sweep.wanted;
    const asked = Math.min(this.piece, count - sweep.count);
    const start = this.clock.now();
    const answer = await client.request('probe.encode', {
      channel: this.channel,
      weights,
      split,
      offset: sweep.count,
      count: asked,
      ...(columns.length > 0 && { columns: [...columns] }),
    });
    if (this.sweep !== sweep) return false;
    const took = this.clock.now() - start;
    const state = training ? 'training' : 'idle';
    if (took < PIECE_TIME[state]) this.piece = Math.min(LARGEST_PIECE, this.piece * 2);
    else if (took > 2 * PIECE_TIME[state]) this.piece = Math.max(SMALLEST_PIECE[state], Math.round(this.piece / 2));
    take(sweep, answer);
    const more = answer.count === asked && sweep.count < count;
    this.show(sweep, more);
    return more;
  }

  private show(sweep: Sweep, more: boolean): void {
    const items = itemsOf(sweep.wanted);
    const { set: before } = this.told;
    const done = more ? sweep.count : null;
    if (more && before?.items === items && sweep.count < GROWTH * before.count) {
      this.tell({ ...this.told, done, error: null });
      return;
    }
    const { wanted, z, width, labels, count, step } = sweep;
    const columns = Object.fromEntries(
      Object.entries(sweep.columns).map(([name, values]) => [name, values.subarray(0, count)]),
    );
    const total = more ? wanted.count : count;
    const set: EncodedSet = {
      z: z.subarray(0, count * width),
      width,
      labels: labels.subarray(0, count),
      columns,
      count,
      total,
      split: wanted.split,
      step,
      items,
    };
    this.tell({ set, done, error: null });
  }

  private rest(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.after(milliseconds, resolve);
    });
  }

  private tell(collected: Collected): void {
    this.told = collected;
    for (const listener of this.listeners) listener();
  }
}

/** What makes rows of two sweeps stand for the same items. */
const itemsOf = ({ split, count, weights }: Wanted): string => `${split} ${count} ${weights?.run ?? ''}`;

/** What a sweep under way cannot change any more, apart from the weights. */
const questionOf = (wanted: Wanted): string => `${itemsOf(wanted)} ${wanted.columns.join()}`;

/** Copies an answer behind the rows that are there. */
function take(sweep: Sweep, answer: EncodedPoints): void {
  const { count: total } = sweep.wanted;
  if (sweep.count === 0) {
    sweep.width = answer.width;
    // An answer with every item is used as it is.
    const whole = answer.count >= total;
    sweep.z = whole ? answer.z : new Float32Array(total * answer.width);
    sweep.labels = whole ? answer.labels : new Uint8Array(total);
    for (const name of names(answer.columns))
      sweep.columns[name] = whole ? answer.columns[name] : new Float32Array(total);
  }
  if (sweep.z !== answer.z) {
    sweep.z.set(answer.z, sweep.count * answer.width);
    sweep.labels.set(answer.labels, sweep.count);
    for (const name of names(answer.columns)) {
      const values = answer.columns[name];
      if (values) sweep.columns[name]?.set(values, sweep.count);
    }
  }
  sweep.count += answer.count;
  sweep.step = answer.step;
}

const COLUMNS: readonly LatentColumn[] = ['reconstruction_error', 'posterior_std', 'cluster', 'component'];
const names = (columns: EncodedPoints['columns']): LatentColumn[] => COLUMNS.filter((name) => columns[name]);
