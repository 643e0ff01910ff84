import { uniforms } from '../../random';

/**
 * `most` of `count` items, or all where there are no more: one from each of `most` equal stretches, so that every part of an
 * ordered set is in it. In rising order; the same each time.
 */
export function sampleIndices(count: number, most: number): Int32Array<ArrayBuffer> {
  if (count <= most) return Int32Array.from({ length: count }, (_, i) => i);
  const next = uniforms(most);
  return Int32Array.from({ length: most }, (_, i) => {
    const from = Math.floor((i * count) / most);
    const to = Math.floor(((i + 1) * count) / most);
    return from + Math.floor(next() * (to - from));
  });
}

/** Rows of a row-major matrix `width` wide. */
export function takeRows(values: Float32Array, width: number, rows: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const out = new Float32Array(rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    out.set(values.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
  }
  return out;
}

/** x and y, row-major, of places in a room (row-major x, y, z). */
export function firstTwo(positions: Float32Array): Float32Array {
  const out = new Float32Array((2 * positions.length) / 3);
  for (let i = 0; i < out.length; i++) out[i] = positions[3 * (i >> 1) + (i & 1)];
  return out;
}
