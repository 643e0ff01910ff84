import type { LayerStatistics } from '../../protocol/worker';
import type { WorkerClient } from '../client/worker-client';
import { type Clock, windowClock } from '../lenses/probe/latest';
import { useSession } from '../state/session';
import { emptyLife, useLife, withReading } from './life';

/** Share of the training process's time that statistics may take. */
const DUTY = 0.03;
/** Rest between two looks at whether there is something new, in milliseconds. */
const LOOK = 500;

/** Name under which the time that the window took to show the newest reading stands in the performance timeline. */
const LIFE_MEASURE = 'life';

async function shown(run: string, reading: LayerStatistics): Promise<void> {
  const start = performance.now();
  useLife.setState(withReading(useLife.getState(), run, reading));
  // The window draws in a microtask that comes before this one.
  await Promise.resolve();
  performance.clearMeasures(LIFE_MEASURE);
  performance.measure(LIFE_MEASURE, { start });
}

/** What a follower needs to know of the session. */
interface Asked {
  client: WorkerClient | null;
  run: string | null;
  weightsVersion: number;
}

const session = (): Asked => {
  const { client, info, weightsVersion } = useSession.getState();
  return { client, run: info?.run ?? null, weightsVersion };
};

/**
 * Asks for statistics while somebody looks at them: not more often than the most curious of those who look wants to know,
 * not for more than a small share of the time, not again for the same weights, and not while the window is hidden.
 */
export class LifeFollower {
  /** Milliseconds between two readings that each who looks wishes for. */
  private readonly wishes = new Map<symbol, number>();
  private cancel: (() => void) | null = null;
  private asking = false;
  private last = { at: Number.NEGATIVE_INFINITY, took: 0, version: -1, run: null as string | null };

  constructor(
    private readonly clock: Clock = windowClock,
    private readonly asked: () => Asked = session,
    private readonly hidden: () => boolean = () => document.hidden,
  ) {}

  /** Begins to look, and gives the way to stop. */
  watch(milliseconds: number): () => void {
    const key = Symbol();
    this.wishes.set(key, milliseconds);
    this.look();
    return () => {
      this.wishes.delete(key);
      if (this.wishes.size === 0) this.cancel?.();
    };
  }

  private look(): void {
    this.cancel?.();
    this.cancel = null;
    if (this.wishes.size === 0 || this.asking) return;
    const { client, run, weightsVersion } = this.asked();
    const { at, took, version } = this.last;
    const sameRun = run === this.last.run;
    const rest = Math.max(Math.min(...this.wishes.values()), took / DUTY);
    const due = !sameRun || this.clock.now() - at >= rest;
    const changed = !sameRun || weightsVersion !== version;
    if (client && run && due && changed && !this.hidden()) void this.ask(client, run, weightsVersion);
    else this.cancel = this.clock.after(LOOK, () => this.look());
  }

  private async ask(client: WorkerClient, run: string, version: number): Promise<void> {
    this.asking = true;
    const started = this.clock.now();
    try {
      const reading = await client.request('probe.layers', { channel: 'life' });
      if (this.asked().run === run) await shown(run, reading);
    } catch {
      // Statistics that cannot be taken are left out; old ones would lie.
      useLife.setState(emptyLife);
    }
    const now = this.clock.now();
    this.last = { at: now, took: now - started, version, run };
    this.asking = false;
    this.look();
  }
}

export const lifeFollower = new LifeFollower();
