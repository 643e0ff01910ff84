import { useEffect, useState } from 'react';
import { LatestAsk } from '../../lenses/probe/latest';
import type { LatentVectors } from '../layout/linear';
import { useNeighbourChoice } from './choice';
import type { Metric, Neighbours } from './find';
import { useFocusItem } from './focus';
import type { NeighbourMessage } from './neighbours.worker';

interface Question {
  vectors: LatentVectors;
  item: number;
  k: number;
  metric: Metric;
}

/** Searches in a thread, which is given the vectors only when they have changed. */
class NeighbourThread {
  private readonly worker = new Worker(new URL('./neighbours.worker.ts', import.meta.url), { type: 'module' });
  private vectors: LatentVectors | null = null;

  find({ vectors, item, k, metric }: Question): Promise<Neighbours> {
    if (vectors !== this.vectors) {
      this.vectors = vectors;
      this.post({ kind: 'vectors', z: vectors.z, width: vectors.width, count: vectors.count });
    }
    return new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data }: MessageEvent<Neighbours>) => resolve(data);
      this.worker.onerror = (event) =>
        reject(new Error(`The search for neighbours has ended: ${event.message || 'no reason given'}.`));
      this.post({ kind: 'find', item, k, metric });
    });
  }

  end(): void {
    this.worker.terminate();
  }

  private post(message: NeighbourMessage): void {
    this.worker.postMessage(message);
  }
}

export interface FocusNeighbours {
  /** The item in focus; null for none, or where the items have fewer rows. */
  item: number | null;
  /** Its neighbours; those of an earlier question until the newest are there. */
  found: Neighbours | null;
  error: string | null;
}

/** The items nearest to the one in focus, in the whole latent space. */
export function useNeighbours(vectors: LatentVectors | null): FocusNeighbours {
  const focus = useFocusItem((focused) => focused.item);
  const { k, metric } = useNeighbourChoice();
  const item = focus !== null && vectors !== null && focus < vectors.count ? focus : null;
  const [found, setFound] = useState<Neighbours | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [ask, setAsk] = useState<LatestAsk<Question, Neighbours> | null>(null);
  const wanted = item !== null;

  useEffect(() => {
    if (!wanted) return;
    const thread = new NeighbourThread();
    const made = new LatestAsk<Question, Neighbours>({
      ask: (question) => thread.find(question),
      onAnswer: (answer) => {
        setFound(answer);
        setError(null);
      },
      onError: (reason) => setError(reason instanceof Error ? reason.message : String(reason)),
    });
    setAsk(made);
    return () => {
      made.close();
      thread.end();
      setAsk(null);
      setFound(null);
    };
  }, [wanted]);

  useEffect(() => {
    if (vectors && item !== null) ask?.ask({ vectors, item, k, metric });
  }, [ask, vectors, item, k, metric]);

  return { item, found: found?.items.every((row) => row < (vectors?.count ?? 0)) ? found : null, error };
}
