import { useMemo } from 'react';
import type { SessionInfo } from '../../../protocol/worker';
import { useProbe } from '../../lenses/probe/use-probe';
import { pictureShape } from '../../lenses/tiles/item';
import type { Split } from '../view';

const NONE: ReadonlyMap<number, Float32Array> = new Map();

/** The data items of some rows of a split, by their row; empty where items are no pictures. */
export function useThumbnails(
  info: SessionInfo,
  split: Split,
  rows: readonly number[],
): ReadonlyMap<number, Float32Array> {
  const shape = useMemo(() => pictureShape(info.data.itemShape), [info]);
  const { value } = useProbe({
    query: shape ? rows : null,
    key: `${split} ${rows.join()}`,
    ask: async (client, items) => ({
      items,
      data: await client.request('probe.data', {
        channel: 'latent.neighbours',
        split,
        offset: 0,
        count: items.length,
        items: [...items],
      }),
    }),
  });
  return useMemo(() => {
    if (!value || !shape) return NONE;
    const { values } = value.data;
    return new Map(value.items.map((row, i) => [row, values.subarray(i * shape.size, (i + 1) * shape.size)]));
  }, [value, shape]);
}
