import { permutation } from '../tensor/random';

export interface BatchOrder {
  /** Number of items in the dataset. */
  size: number;
  batchSize: number;
  seed: number;
  /** Name of the random stream, `shuffle` by default; another name gives another order. */
  stream?: string;
}

/**
 * Indices of the batch of one training step, [batchSize].
 *
 * The dataset is shuffled anew for each epoch, and the epochs are laid end to end; step k takes positions
 * [k·B, (k + 1)·B) of that endless row. So no item is dropped, every batch is full, every item is seen equally often,
 * and a batch may end one epoch and begin the next. Any step can be asked for at any time.
 * @param order.step number of the step, from 0.
 * @throws RangeError if size or batchSize is not a whole number above 0, or step not one of at least 0.
 */
export function batchIndices({ size, batchSize, step, ...shuffle }: BatchOrder & { step: number }): Uint32Array {
  requireWhole('size', size, 1);
  requireWhole('batch size', batchSize, 1);
  requireWhole('step', step, 0);
  const indices = new Uint32Array(batchSize);
  let position = step * batchSize;
  for (let filled = 0; filled < batchSize; ) {
    const epoch = Math.floor(position / size);
    const start = position % size;
    const part = epochOrder(size, epoch, shuffle).subarray(start, start + batchSize - filled);
    indices.set(part, filled);
    filled += part.length;
    position += part.length;
  }
  return indices;
}

function requireWhole(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`batches: ${name} is ${value}, expected a whole number of at least ${least}.`);
  }
}

/** The latest orders, by everything they depend on: a step needs one epoch's, at a boundary two, for each dataset in use. */
const orders = new Map<string, Uint32Array>();
const ORDERS_KEPT = 4;

function epochOrder(size: number, epoch: number, shuffle: Pick<BatchOrder, 'seed' | 'stream'>): Uint32Array {
  const { seed, stream = 'shuffle' } = shuffle;
  const key = JSON.stringify([seed, stream, epoch, size]);
  const order = orders.get(key) ?? permutation(size, { seed, stream, step: epoch });
  orders.delete(key);
  orders.set(key, order);
  if (orders.size > ORDERS_KEPT) orders.delete([...orders.keys()][0]);
  return order;
}
