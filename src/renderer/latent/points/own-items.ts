import type { WorkerClient } from '../../client/worker-client';
import type { Decoding } from '../decoding';
import { takeRows } from '../layout/sample';
import type { EncodedSet } from './collector';

/** What stands at some points: the items of the data themselves, or what draws from the prior decode to. */
export function ownItems(
  client: WorkerClient,
  channel: string,
  { split, z, width }: Pick<EncodedSet, 'split' | 'z' | 'width'>,
  rows: readonly number[],
  decoding: Decoding,
): Promise<{ values: Float32Array }> {
  const count = rows.length;
  return split === 'prior'
    ? client.request('probe.decode', { channel, ...decoding.asked, z: takeRows(z, width, rows), count })
    : client.request('probe.data', { channel, split, offset: 0, count, items: [...rows] });
}
