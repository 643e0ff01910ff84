import { useEffect, useState } from 'react';
import type { WorkerClient } from '../client/worker-client';
import { useSession } from '../state/session';

export interface ThumbnailItems {
  /** Row-major, item after item. */
  values: Float32Array;
  itemShape: readonly number[];
}

const TILES = 4;
const POINTS = 400;
/** Milliseconds between two reconstructions while a model trains. */
const REST = 1_000;

/** Pictures for a node: data once a session, reconstructions again as the weights change. */
export function useThumbnails(node: string, shows: 'data' | 'reconstruction'): ThumbnailItems | null {
  const client = useSession((state) => state.client);
  const count = useSession(({ info }) => (info?.data.image ? TILES : POINTS));
  const [items, setItems] = useState<ThumbnailItems | null>(null);
  useEffect(() => {
    if (!client) return;
    return shows === 'data' ? showData(client, node, count, setItems) : followReconstructions(client, node, setItems);
  }, [client, node, shows, count]);
  return items;
}

type Show = (items: ThumbnailItems) => void;

function showData(client: WorkerClient, node: string, count: number, show: Show): () => void {
  let gone = false;
  client
    .request('probe.data', { channel: `thumbnail-${node}`, split: 'test', offset: 0, count })
    .then((answer) => !gone && show(answer), ignore);
  return () => {
    gone = true;
  };
}

/** Asks again when the weights have changed, never more often than `REST` and never before the last answer. */
function followReconstructions(client: WorkerClient, node: string, show: Show): () => void {
  let gone = false;
  let timer = 0;
  let seen = -1;
  const ask = async (): Promise<void> => {
    const { weightsVersion } = useSession.getState();
    if (weightsVersion !== seen && !document.hidden) {
      seen = weightsVersion;
      await client
        .request('probe.reconstruct', { channel: `thumbnail-${node}`, count: TILES })
        .then(({ reconstruction, itemShape }) => !gone && show({ values: reconstruction, itemShape }), ignore);
    }
    if (!gone) timer = window.setTimeout(ask, REST);
  };
  void ask();
  return () => {
    gone = true;
    window.clearTimeout(timer);
  };
}

/** A picture that cannot be made is left out; what is wrong shows where it was asked for. */
const ignore = (): void => undefined;
