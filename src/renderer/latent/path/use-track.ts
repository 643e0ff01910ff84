import { useMemo } from 'react';
import { type Encoded, knotVectors, type LatentPath, type Track, track } from './path';

/** The path under the present weights; null where there is none, or it belongs to a model of another width. */
export function useTrack(path: LatentPath | null, encoded: Encoded | null): Track | null {
  return useMemo(() => {
    if (!path || !encoded || path.knots.length < 2) return null;
    const vectors = knotVectors(path, encoded);
    return vectors && track(vectors, path.legs);
  }, [path, encoded]);
}
