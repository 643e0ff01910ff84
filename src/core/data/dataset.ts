/**
 * A finite dataset held in memory.
 *
 * Item i occupies `x[i·itemSize … (i + 1)·itemSize)`, row-major in `itemShape` (channels first for images).
 */
export interface ArrayDataset {
  /** Stable name, for instance `mnist/train`. */
  id: string;
  title: string;
  /** Number of items. */
  count: number;
  /** Shape of one item, for instance [1, 28, 28]. */
  itemShape: readonly number[];
  /** [count, …itemShape]. A Uint8Array holds fixed-point values: the byte v means v / 255, in [0, 1]. */
  x: Float32Array | Uint8Array;
  /** [count], each below `classes.length` where classes are named. */
  labels?: Uint8Array;
  /** Names of the classes by label. */
  classes?: readonly string[];
}

/** Number of values in one item. */
export const itemSize = (dataset: Pick<ArrayDataset, 'itemShape'>): number =>
  dataset.itemShape.reduce((product, axis) => product * axis, 1);

/** float32(v / 255) for every byte v: the same numbers as a float32 division. */
const unitInterval = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/**
 * Copies items into a batch.
 * @param indices [B], each below `dataset.count`; an index may repeat.
 * @param out [B, …itemShape], overwritten. Bytes become floats in [0, 1].
 * @throws RangeError if `out` has another length or an index is outside the dataset.
 */
export function gather(dataset: ArrayDataset, indices: Uint32Array, out: Float32Array): void {
  const size = itemSize(dataset);
  if (out.length !== indices.length * size) {
    throw new RangeError(
      `gather "${dataset.id}": the batch array has ${out.length} values, ${indices.length} items need ${indices.length * size}.`,
    );
  }
  checkIndices(dataset, indices);
  for (let row = 0; row < indices.length; row++) {
    const from = indices[row] * size;
    const item = dataset.x.subarray(from, from + size);
    if (item instanceof Float32Array) out.set(item, row * size);
    else for (let i = 0, to = row * size; i < size; i++, to++) out[to] = unitInterval[item[i]];
  }
}

/**
 * Labels of items, [B].
 * @throws RangeError if the dataset has no labels or an index is outside it.
 */
export function gatherLabels(dataset: ArrayDataset, indices: Uint32Array): Uint8Array {
  const { labels } = dataset;
  if (!labels) throw new RangeError(`gather "${dataset.id}": the dataset has no labels.`);
  checkIndices(dataset, indices);
  return Uint8Array.from(indices, (index) => labels[index]);
}

function checkIndices(dataset: ArrayDataset, indices: Uint32Array): void {
  for (const index of indices) {
    if (index >= dataset.count) {
      throw new RangeError(`gather "${dataset.id}": index ${index} is outside its ${dataset.count} items.`);
    }
  }
}
