/** Numbers of a node as rows and columns: an item a row, a number of it a column. */
import type { NodeValues } from '../../../protocol/worker';
import type { OutputPart } from './pictures';

export interface Grid {
  rows: number;
  columns: number;
  at(row: number, column: number): number;
  /** `3` for rows of numbers, `c2 · 4, 7` for pictures: where a column stands in its item, counted from 0. */
  columnName(column: number): string;
}

export const gridOf = ({ values, shape }: OutputPart): Grid => {
  const [rows = 1, ...item] = shape;
  const columns = rows === 0 ? 0 : Math.max(1, values.length / rows);
  return {
    rows,
    columns,
    at: (row, column) => values[row * columns + column],
    columnName: (column) => indices(column, item).join(','),
  };
};

/** Indices of a number in an item. */
const indices = (at: number, item: readonly number[]): number[] => {
  if (item.length < 2) return [at];
  const found: number[] = [];
  let rest = at;
  for (const size of item.toReversed()) {
    found.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return found;
};

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Comma-separated text with a line of names; with the class of each item where the data has classes. */
export const toCsv = (part: OutputPart, { labels, classes }: Pick<NodeValues, 'labels' | 'classes'>): string => {
  const grid = gridOf(part);
  const labelled = labels.length === grid.rows && grid.rows > 0;
  const columns = Array.from({ length: grid.columns }, (_, i) => i);
  const head = ['item', ...(labelled ? ['class'] : []), ...columns.map(grid.columnName)];
  const lines = Array.from({ length: grid.rows }, (_, row) => [
    String(row),
    ...(labelled ? [classes[labels[row]] ?? String(labels[row])] : []),
    ...columns.map((column) => String(grid.at(row, column))),
  ]);
  return `${[head, ...lines].map((line) => line.map(quoted).join(',')).join('\n')}\n`;
};
