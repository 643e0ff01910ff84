import { useEffect, useState } from 'react';
import { LatestAsk } from '../../lenses/probe/latest';
import type { LatentVectors } from './linear';
import { SAMPLE } from './options';
import type { PcaFit } from './pca';
import { sampleIndices, takeRows } from './sample';
import { LayoutThread } from './thread';

/** Share of a core that following a model in training may take. */
const DUTY = 0.25;
/** Multiplications for the covariance, about a tenth of a second. */
const BUDGET = 1e8;

/** Wide vectors are fitted to fewer of them, at least two for each dimension. */
const sampleSize = (width: number): number =>
  Math.min(SAMPLE.pca, Math.max(2 * width, Math.floor(BUDGET / width ** 2)));

/** The principal components of vectors, again when they have changed; those of the ones before until then. Null asks nothing. */
export function usePca(vectors: LatentVectors | null): { fit: PcaFit | null; error: string | null } {
  const [fit, setFit] = useState<PcaFit | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [ask, setAsk] = useState<LatestAsk<LatentVectors, PcaFit> | null>(null);

  useEffect(() => {
    const thread = new LayoutThread();
    let before: PcaFit | null = null;
    const made = new LatestAsk<LatentVectors, PcaFit>({
      ask: ({ z, width, count }) =>
        new Promise((resolve, reject) => {
          const sample = sampleIndices(count, sampleSize(width));
          const rows = takeRows(z, width, sample);
          thread.start({ kind: 'pca', z: rows, width, count: sample.length, before }, (answer) => {
            if (answer.kind === 'pca') resolve(answer.fit);
            else if (answer.kind === 'failed') reject(new Error(answer.message));
          });
        }),
      onAnswer: (found) => {
        before = found;
        setFit(found);
        setError(null);
      },
      onError: (reason) => setError(reason instanceof Error ? reason.message : String(reason)),
    });
    setAsk(made);
    return () => {
      made.close();
      thread.end();
    };
  }, []);

  useEffect(() => {
    if (vectors && vectors.count > 0) ask?.ask(vectors, DUTY);
  }, [ask, vectors]);

  return { fit: fit && vectors && fit.width === vectors.width ? fit : null, error };
}
