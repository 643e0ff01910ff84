import { classes } from '../components/classes';
import { formatCount, formatNumber } from '../format';
import styles from './CurveLegend.module.css';
import { curveToken } from './colours';
import type { CurveTable } from './data';
import type { PlotSeries } from './plot';
import { toggleSeries, useCurvesView } from './view';

interface CurveLegendProps {
  series: readonly PlotSeries[];
  table: CurveTable | null;
  /** Row that the pointer is at; the last values otherwise. */
  hover: number | null;
}

/** Names, values and units of the curves; a click takes one away or brings it back. */
export function CurveLegend({ series, table, hover }: CurveLegendProps) {
  const hidden = useCurvesView((view) => view.hidden);
  const row = hover !== null && table && hover < table.steps.length ? hover : null;
  const step = table ? table.steps[row ?? table.steps.length - 1] : undefined;
  const value = (index: number): number => {
    if (!table) return Number.NaN;
    return row === null ? table.last[index] : (table.smooth[index]?.[row] ?? Number.NaN);
  };
  return (
    <div className={styles.legend}>
      {series.map(({ name, title, unit, repeats }, index) =>
        repeats ? null : (
          <button
            key={name}
            type="button"
            className={classes(styles.entry, hidden.has(name) && styles.hidden)}
            aria-pressed={!hidden.has(name)}
            onClick={() => toggleSeries(name)}
            data-testid={`curves.series.${name}`}
          >
            <span className={styles.swatch} style={{ background: `var(${curveToken(index)})` }} aria-hidden />
            {title}
            <span className={styles.value}>
              {Number.isFinite(value(index)) ? formatNumber(value(index)) : '–'}
              {unit && <span className={styles.unit}> {unit}</span>}
            </span>
          </button>
        ),
      )}
      {row !== null && step !== undefined && <span className={styles.step}>step {formatCount(step)}</span>}
    </div>
  );
}
