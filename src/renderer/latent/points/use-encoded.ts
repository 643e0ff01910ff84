import { useEffect, useState, useSyncExternalStore } from 'react';
import type { LatentColumn, WeightsRef } from '../../../protocol/worker';
import { useSession } from '../../state/session';
import type { Split } from '../view';
import { type Collected, Collector } from './collector';

interface EncodedOptions {
  /** Each place that shows encoded items asks on a channel of its own. */
  channel: string;
  split: Split;
  count: number;
  columns: readonly LatentColumn[];
  weights: WeightsRef | undefined;
  /** Of the weights: the items are encoded again when it changes. */
  weightsKey: string;
  /** Hidden lenses ask for nothing; what they have stays. */
  visible: boolean;
}

/** The first `count` items of a split as points in latent space, piece by piece, and again when the weights have changed. */
export function useEncoded(options: EncodedOptions): Collected {
  const client = useSession((session) => session.client);
  const run = useSession((session) => session.info?.run ?? null);
  const training = useSession((session) => session.state === 'training');
  const [collector] = useState(() => new Collector(options.channel));
  const { split, count, columns, weights, weightsKey, visible } = options;
  // Without a list: the collector compares for itself what has changed.
  useEffect(() =>
    collector.update(
      { client, run, training },
      visible && count > 0 ? { split, count, columns, weights, key: weightsKey } : null,
    ),
  );
  useEffect(() => () => collector.close(), [collector]);
  return useSyncExternalStore(collector.subscribe, collector.snapshot);
}
