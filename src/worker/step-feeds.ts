import { type Feed, fits, type StepPlan } from '../core/compile';
import type { DeviceTensor, Engine } from '../engine';
import type { DataSource } from './data-source';
import { fillFeeds, type ItemsOf } from './feeds';
import type { LiveSettings } from './live-settings';
import type { FailedUpdate } from './non-finite';
import type { TurnCounts } from './turns';
import { UserError } from './user-error';

interface Fed {
  engine: Engine;
  /** Of the run. */
  seed: number;
  live: LiveSettings;
  /** By data node. */
  sources: ReadonlyMap<string, DataSource>;
  /** Turns taken so far. */
  turns: TurnCounts;
}

/** What the steps of a run are fed. Batches and noise are a function of the seed and of the turns taken. */
export class StepFeeds {
  constructor(private readonly given: Fed) {}

  /** Batches, noise and live settings of the k-th batch of the next step: each update of each turn has its own. */
  next({ feeds, turns }: StepPlan, k: number): Record<string, DeviceTensor> {
    const { engine } = this.given;
    const updates = turns.flatMap((turn) =>
      turn.updates.map((own, i) => this.filled(own, engine, this.given.turns.batch(turn, i + k))),
    );
    const live = feeds.filter(({ type }) => type === 'live');
    return Object.assign(this.filled(live, engine, 0), ...updates);
  }

  /** The updates of the k-th batch of the next step, to be made again where one of them failed. */
  failed({ turns }: StepPlan, k: number): FailedUpdate[] {
    const { seed, sources } = this.given;
    const [[node, source]] = sources;
    return turns.flatMap((turn) =>
      turn.updates.map((own, i): FailedUpdate => {
        const index = this.given.turns.batch(turn, i + k);
        const size = own.flatMap((feed) => (feed.type === 'batch' && feed.node === node ? feed.shape[0] : []))[0] ?? 0;
        const epoch = source.trainCount > 0 ? 1 + Math.floor((index * size) / source.trainCount) : null;
        return {
          trainer: turn.trainer,
          fits: fits(turn.objective),
          batch: { node, title: source.title, size, seed, epoch },
          positions: source.positions(index, size, seed),
          feeds: (feeds, engine) => this.filled(feeds, engine, index, turn.stream),
        };
      }),
    );
  }

  /** @throws UserError where there is no such data node. */
  source(node: string): DataSource {
    const source = this.given.sources.get(node);
    if (!source) throw new UserError(`"${node}" has no data.`);
    return source;
  }

  private filled(feeds: readonly Feed[], engine: Engine, index: number, stream?: string): Record<string, DeviceTensor> {
    const { seed, live } = this.given;
    const items: ItemsOf = (node, count) => this.source(node).batch(index, count, seed);
    return fillFeeds(feeds, { engine, seed, live }, index, items, stream);
  }
}
