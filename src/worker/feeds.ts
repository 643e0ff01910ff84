import type { Feed } from '../core/compile';
import { normal, uniform } from '../core/tensor';
import type { DeviceTensor, Engine } from '../engine';
import type { Items } from './data-source';

export interface FeedSource {
  engine: Engine;
  seed: number;
  live: ReadonlyMap<string, number>;
}

/** Items that stand in for the batch of a step, for instance held-out ones. */
export type ItemsOf = (node: string, batchSize: number) => Items;

const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

const upload = (engine: Engine, { field, shape }: Extract<Feed, { type: 'batch' }>, batch: Items): DeviceTensor => {
  if (field === 'x') return engine.upload(batch.values, shape, 'float32');
  const whole = field === 'tokens' ? (batch.tokens ?? Int32Array.from(batch.values)) : Int32Array.from(batch.labels);
  return engine.upload(whole, shape, 'int32');
};

/**
 * Everything a program needs at a step besides its state: batches, noise and live settings.
 * All of it is a function of (seed, stream, step), so any step can be made again.
 */
export const fillFeeds = (
  feeds: readonly Feed[],
  { engine, seed, live }: FeedSource,
  step: number,
  itemsOf: ItemsOf,
  streamPrefix = '',
): Record<string, DeviceTensor> => {
  const items = new Map<string, Items>();
  const filled: Record<string, DeviceTensor> = {};
  for (const feed of feeds) {
    switch (feed.type) {
      case 'live':
        filled[feed.input] = engine.upload(Float32Array.of(live.get(feed.input) ?? feed.value), [], 'float32');
        break;
      case 'random': {
        const values = new Float32Array(count(feed.shape));
        const draw = feed.distribution === 'normal' ? normal : uniform;
        draw(values, { seed, stream: `${streamPrefix}${feed.stream ?? feed.input}`, step });
        filled[feed.input] = engine.upload(values, feed.shape, 'float32');
        break;
      }
      case 'batch': {
        if (feed.field === 'characters') {
          const { characters = 1 } = itemsOf(feed.node, 1);
          filled[feed.input] = engine.upload(Float32Array.of(characters), feed.shape, 'float32');
          break;
        }
        const batch = items.get(feed.node) ?? itemsOf(feed.node, feed.shape[0]);
        items.set(feed.node, batch);
        filled[feed.input] = upload(engine, feed, batch);
      }
    }
  }
  return filled;
};
