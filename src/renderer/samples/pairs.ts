/** Puts reconstructions under their originals: rows of `columns` originals, each followed by a row of their reconstructions. */
export function pairRows(
  original: Float32Array,
  reconstruction: Float32Array,
  count: number,
  columns: number,
  size: number,
): Float32Array {
  const rows = Math.floor(count / columns);
  const out = new Float32Array(2 * rows * columns * size);
  const line = columns * size;
  for (let row = 0; row < rows; row++) {
    out.set(original.subarray(row * line, (row + 1) * line), 2 * row * line);
    out.set(reconstruction.subarray(row * line, (row + 1) * line), (2 * row + 1) * line);
  }
  return out;
}

/** How many tiles fit a box: whole columns and whole groups of `group` rows. */
export function tilesThatFit(
  width: number,
  height: number,
  tile: number,
  gap: number,
  group: number,
): { columns: number; groups: number } {
  const columns = Math.max(1, Math.floor((width + gap) / (tile + gap)));
  const groups = Math.max(1, Math.floor((height + gap) / (group * (tile + gap))));
  return { columns, groups };
}
