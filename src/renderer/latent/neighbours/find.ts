/** How far apart two latent vectors are: ‖a − b‖, or 1 − cos of the angle between them. */
export type Metric = 'euclidean' | 'cosine';

export interface Neighbours {
  /** The item whose neighbours these are. */
  item: number;
  /** Rows of the nearest items, the nearest first, without the item itself. */
  items: Int32Array<ArrayBuffer>;
  distances: Float32Array<ArrayBuffer>;
}

/**
 * The `k` items nearest to one of `count` latent vectors (row-major, `width` wide), compared with all of them. A vector of zeros
 * has no direction: its cosine distance to all others is 1.
 */
export function findNeighbours(
  z: Float32Array,
  width: number,
  count: number,
  item: number,
  k: number,
  metric: Metric,
): Neighbours {
  const length = Math.min(k, count - 1);
  const items = new Int32Array(length);
  const distances = new Float32Array(length).fill(Number.POSITIVE_INFINITY);
  const distance = metric === 'cosine' ? cosineDistance : squareDistance;
  for (let row = 0; row < count; row++) {
    if (row === item) continue;
    const far = distance(z, row * width, item * width, width);
    if (length === 0 || far >= distances[length - 1]) continue;
    let slot = length - 1;
    while (slot > 0 && distances[slot - 1] > far) {
      distances[slot] = distances[slot - 1];
      items[slot] = items[slot - 1];
      slot--;
    }
    distances[slot] = far;
    items[slot] = row;
  }
  return { item, items, distances: metric === 'cosine' ? distances : distances.map(Math.sqrt) };
}

function squareDistance(z: Float32Array, a: number, b: number, width: number): number {
  let sum = 0;
  for (let j = 0; j < width; j++) {
    const difference = z[a + j] - z[b + j];
    sum += difference * difference;
  }
  return sum;
}

function cosineDistance(z: Float32Array, a: number, b: number, width: number): number {
  let dot = 0;
  let squareA = 0;
  let squareB = 0;
  for (let j = 0; j < width; j++) {
    dot += z[a + j] * z[b + j];
    squareA += z[a + j] * z[a + j];
    squareB += z[b + j] * z[b + j];
  }
  return squareA === 0 || squareB === 0 ? 1 : 1 - dot / Math.sqrt(squareA * squareB);
}

/** Share of the neighbours that have the class of their item. */
export function purity({ item, items }: Neighbours, labels: ArrayLike<number>): number {
  const same = items.reduce((sum, row) => sum + Number(labels[row] === labels[item]), 0);
  return items.length === 0 ? 0 : same / items.length;
}
