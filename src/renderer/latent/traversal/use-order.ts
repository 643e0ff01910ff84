import { useMemo, useState } from 'react';
import type { EncodedVectors } from '../layout/settle-run';
import { bySpread, variances } from './activity';

export interface DimensionOrder {
  /** Dimensions in the order in which they are listed. */
  order: readonly number[];
  /** Variance of each over the data; null before data is encoded. */
  spread: Float32Array | null;
}

/**
 * The order of the dimensions: as they are, or those that vary most first. While a model trains it is renewed each time the
 * number of steps has doubled, so that rows seldom jump under the hand.
 */
export function useOrder(encoded: EncodedVectors | null, width: number, sorted: boolean): DimensionOrder {
  const spread = useMemo(
    () => (encoded && encoded.width === width ? variances(encoded.z, width, encoded.count) : null),
    [encoded, width],
  );
  const age = Math.floor(Math.log2((encoded?.step ?? 0) + 1));
  const name = `${width} ${sorted} ${spread !== null} ${age}`;
  const [kept, setKept] = useState<{ name: string; order: number[] }>({ name: '', order: [] });
  if (kept.name === name) return { order: kept.order, spread };
  const order = sorted && spread ? bySpread(spread) : Array.from({ length: width }, (_, i) => i);
  setKept({ name, order });
  return { order, spread };
}
