/** Rows of the pad: the kept steps from the lowest up, and above them the newest weights (null). */
export type PadRow = number | null;

export const padRows = (kept: readonly number[]): readonly PadRow[] => [...kept, null];

/** Height of a row, from 0 (bottom) to 1 (top). */
export const rowHeight = (rows: readonly PadRow[], row: PadRow): number =>
  rows.length < 2 ? 1 : Math.max(0, rows.indexOf(row)) / (rows.length - 1);

/** The row at a height. */
export const rowAt = (rows: readonly PadRow[], height: number): PadRow =>
  rows[Math.round(Math.min(1, Math.max(0, height)) * (rows.length - 1))] ?? null;

/** The kept steps next to a row, nearest first: where a hand may go next. */
export function neighbours(rows: readonly PadRow[], row: PadRow, most: number): number[] {
  const at = rows.indexOf(row);
  if (at < 0) return [];
  const near: number[] = [];
  for (let distance = 1; near.length < most && distance < rows.length; distance++) {
    for (const step of [rows[at - distance], rows[at + distance]]) {
      if (typeof step === 'number' && near.length < most) near.push(step);
    }
  }
  return near;
}

/** The row that an arrow key goes to, or undefined when the key is not one for it. */
export function rowByKey(key: string, rows: readonly PadRow[], row: PadRow): PadRow | undefined {
  const at = rows.indexOf(row);
  if (key === 'ArrowUp') return rows[Math.min(rows.length - 1, at + 1)];
  if (key === 'ArrowDown') return rows[Math.max(0, at - 1)];
  if (key === 'PageUp') return rows[rows.length - 1];
  if (key === 'PageDown') return rows[0];
  return undefined;
}
