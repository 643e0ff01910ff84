import type { LatentVectors } from './linear';
import type { LayoutProgress } from './messages';
import { type LayoutOptions, layoutKey, SAMPLE, settles } from './options';
import { sampleIndices, takeRows } from './sample';
import type { SettledPlaces } from './scattered';
import { LayoutThread } from './thread';

/** Encoded items and the training step of the weights that encoded them. */
export interface EncodedVectors extends LatentVectors {
  step: number;
}

export interface Settled {
  places: (SettledPlaces & { step: number }) | null;
  progress: LayoutProgress | null;
  /** The places were still on their way when they were stopped. */
  stopped: boolean;
  error: string | null;
}

const NOTHING: Settled = { places: null, progress: null, stopped: false, error: null };
/** Finished pictures that are kept to come back to. */
const KEPT = 6;
const finished = new Map<string, Settled>();

function keep(id: string, settled: Settled): void {
  finished.delete(id);
  finished.set(id, settled);
  for (const oldest of [...finished.keys()].slice(0, -KEPT)) finished.delete(oldest);
}

/** Settles places when asked to, one picture at a time, and keeps those that are finished. */
export class SettleRun {
  private settled = NOTHING;
  private id: string | null = null;
  /** The last places that were seen, and which items by which method they are of. */
  private last: { kin: string; places: SettledPlaces } | null = null;
  private readonly thread = new LayoutThread();
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = (): Settled => this.settled;

  /** Turns to another picture, by the name of its items and of its layout; null for none. */
  show(id: string | null): void {
    if (id === this.id) return;
    this.thread.end();
    this.id = id;
    this.tell((id === null ? undefined : finished.get(id)) ?? NOTHING);
  }

  /**
   * Begins at the places that are there, or that `items` had with other parameters, so that the picture stays recognisable;
   * else at those of `like` (count × dimensions), else at the principal components. Another seed begins anew: from
   * places that have settled it would give much the same picture.
   */
  start(encoded: EncodedVectors, options: LayoutOptions, items: string, like: Float32Array | null = null): void {
    const { id } = this;
    const { z, width, count, step } = encoded;
    const { method, dimensions, seed } = options;
    if (id === null || !settles(method)) return;
    this.thread.end();
    const sample = sampleIndices(count, SAMPLE[method]);
    const kin = `${items} ${count} ${method} ${dimensions} ${seed}`;
    const before = this.settled.places ?? (this.last?.kin === kin ? this.last.places : null);
    const begin = before?.count === count ? before.positions : like?.length === count * dimensions ? like : null;
    const from = begin && takeRows(begin, dimensions, sample);
    const key = layoutKey(options, dimensions);
    this.tell({ ...this.settled, error: null, stopped: false, progress: { task: 'Starting', done: 0, total: 1 } });
    this.thread.start({ kind: 'settle', z, width, count, sample, options, from }, (answer) => {
      if (answer.kind === 'failed') {
        this.thread.end();
        this.tell({ ...this.settled, progress: null, error: answer.message });
      } else if (answer.kind === 'progress') {
        this.tell({ ...this.settled, progress: answer.progress });
      } else if (answer.kind === 'places') {
        const places: Settled['places'] = { key, dimensions, positions: answer.positions, count, sample, step };
        this.last = { kin, places };
        this.tell({ places, progress: answer.finished ? null : answer.progress, stopped: false, error: null });
        if (!answer.finished) return;
        keep(id, this.settled);
        this.thread.end();
      }
    });
  }

  /** Ends at once; places that have been shown stay. */
  cancel(): void {
    this.thread.end();
    if (this.settled.progress) this.tell({ ...this.settled, progress: null, stopped: this.settled.places !== null });
  }

  private tell(settled: Settled): void {
    if (settled === this.settled) return;
    this.settled = settled;
    for (const listener of this.listeners) listener();
  }
}
