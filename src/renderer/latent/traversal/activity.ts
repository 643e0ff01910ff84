/** Items that are looked at. */
const LOOKED_AT = 5_000;

/**
 * Below this variance of its mean over the data a dimension of a variational autoencoder says nothing of an item: it is
 * inactive (Burda, Grosse & Salakhutdinov 2016, section 5.2).
 */
export const INACTIVE = 0.01;

/** Variance over the data of each number of `count` latent means (row-major, `width` wide). */
export function variances(z: Float32Array, width: number, count: number): Float32Array {
  const stride = Math.max(1, Math.floor(count / LOOKED_AT));
  const used = Math.ceil(count / stride);
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  for (let row = 0; row < count; row += stride) {
    for (let j = 0; j < width; j++) {
      const difference = z[row * width + j] - z[j];
      mean[j] += difference / used;
      square[j] += difference ** 2 / used;
    }
  }
  return Float32Array.from(square, (sum, j) => Math.max(0, sum - mean[j] ** 2));
}

/** The dimensions, those that vary most first. */
export const bySpread = (spread: Float32Array): number[] =>
  Array.from(spread, (_, dimension) => dimension).sort((a, b) => spread[b] - spread[a] || a - b);

/** `base` first, then for each of `dimensions` as many vectors as there are `values`, in which it takes each of them; row-major. */
export function traversals(
  base: readonly number[],
  dimensions: readonly number[],
  values: readonly number[],
): Float32Array<ArrayBuffer> {
  const width = base.length;
  const out = new Float32Array((1 + dimensions.length * values.length) * width);
  out.set(base);
  dimensions.forEach((dimension, row) => {
    values.forEach((value, column) => {
      const at = (1 + row * values.length + column) * width;
      out.set(base, at);
      out[at + dimension] = value;
    });
  });
  return out;
}
