import { ClipboardCopy } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import type { NodeValues } from '../../../protocol/worker';
import { Button } from '../../components/Button';
import { formatNumber } from '../../format';
import { useSize } from '../../lenses/hooks/use-size';
import { useUi } from '../../state/ui';
import styles from './Output.module.css';
import type { OutputPart } from './pictures';
import { gridOf, toCsv } from './table';

/** Size of a cell, and of the column and line of names, in pixels. */
const CELL = { width: 76, height: 21 };
const NAMES = 62;
/** Cells beyond the edge that are there already. */
const BEYOND = 3;

interface OutputTableProps {
  part: OutputPart;
  output: NodeValues;
}

/** First items × numbers. Only the cells in sight exist. */
export function OutputTable({ part, output }: OutputTableProps) {
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const [place, setPlace] = useState({ left: 0, top: 0 });
  const grid = useMemo(() => gridOf(part), [part]);
  const rows = inSight(place.top, size.height, CELL.height, grid.rows);
  const columns = inSight(place.left, size.width, CELL.width, grid.columns);
  const labelled = output.labels.length >= grid.rows && part.shape.length > 0;
  const name = (row: number): string => {
    const label = labelled ? output.classes[output.labels[row]] : undefined;
    return label === undefined ? String(row) : `${row} · ${label}`;
  };
  const copy = (): void => {
    const toast = useUi.getState().toast;
    navigator.clipboard.writeText(toCsv(part, output)).then(
      () => toast({ tone: 'success', message: `${grid.rows} × ${grid.columns} numbers are on the clipboard as CSV.` }),
      () => toast({ tone: 'error', message: 'The clipboard did not take the numbers; try again.' }),
    );
  };
  return (
    <div className={styles.body}>
      <section
        ref={frame}
        className={styles.table}
        aria-label="Numbers"
        onScroll={({ currentTarget: { scrollLeft: left, scrollTop: top } }) => setPlace({ left, top })}
        data-testid="output.table"
      >
        <table
          aria-rowcount={grid.rows + 1}
          aria-colcount={grid.columns + 1}
          style={{ width: NAMES + grid.columns * CELL.width, height: (grid.rows + 1) * CELL.height }}
        >
          <thead>
            <tr style={{ height: CELL.height }}>
              <th scope="col" className={styles.corner} style={{ width: NAMES }}>
                item
              </th>
              {columns.map((column) => (
                <th key={column} scope="col" aria-colindex={column + 2} style={{ left: NAMES + column * CELL.width }}>
                  {grid.columnName(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row} aria-rowindex={row + 2} style={{ top: (row + 1) * CELL.height }}>
                <th scope="row" style={{ width: NAMES }}>
                  {name(row)}
                </th>
                {columns.map((column) => (
                  <td key={column} style={{ left: NAMES + column * CELL.width }}>
                    {formatNumber(grid.at(row, column), 4)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <div className={styles.foot}>
        <Button size="small" icon={ClipboardCopy} onClick={copy} testId="output.copy">
          Copy as CSV
        </Button>
      </div>
    </div>
  );
}

/** Indices of the cells along one axis that can be seen, and a few beyond. */
const inSight = (from: number, room: number, cell: number, count: number): number[] => {
  const first = Math.max(0, Math.floor(from / cell) - BEYOND);
  const last = Math.min(count, Math.ceil((from + room) / cell) + BEYOND);
  return Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
};
