/**
 * Puts reconstructions under their originals: rows of `columns` originals, each followed by a row of what every model makes of
 * them.
 */
export function pairRows(
  original: Float32Array,
  reconstructions: readonly Float32Array[],
  count: number,
  columns: number,
  size: number,
): Float32Array {
  const sources = [original, ...reconstructions];
  const rows = Math.floor(count / columns);
  const line = columns * size;
  const out = new Float32Array(sources.length * rows * line);
  for (let row = 0; row < rows; row++)
    for (const [i, values] of sources.entries())
      out.set(values.subarray(row * line, (row + 1) * line), (sources.length * row + i) * line);
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
