import { useEffect, useMemo, useRef, useState } from 'react';
import 'uplot/dist/uPlot.min.css';
import { useTheme } from '../lenses/colour/theme';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { useSize } from '../lenses/hooks/use-size';
import { type RunHistory, useSession } from '../state/session';
import styles from './CurvesLens.module.css';
import { CurveData, type CurveTable } from './data';
import { CurvePlot, type PlotSeries } from './plot';
import { smoothingWeight } from './smooth';
import { useCurvesView } from './view';

interface CurvePanelProps {
  series: readonly PlotSeries[];
  history: RunHistory;
  /** Steps that are shown; null for all. */
  range: [number, number] | null;
  onRange(range: [number, number] | null): void;
  /** Row of the table that is read; null for the last one. */
  onHover(row: number | null): void;
  onTable(table: CurveTable): void;
  label: string;
}

/** The plot itself: follows the history while it can be seen. */
export function CurvePanel({ series, history, range, onRange, onHover, onTable, label }: CurvePanelProps) {
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const visible = useOnScreen(frame);
  const theme = useTheme();
  const { smoothing, log, hidden } = useCurvesView();
  const version = useSession((session) => session.historyVersion);
  const [data] = useState(() => new CurveData());
  const [plot, setPlot] = useState<CurvePlot | null>(null);
  const row = useRef<number | null>(null);
  const measured = size.width > 0 && size.height > 0;

  useEffect(() => {
    const element = frame.current;
    if (!element || !measured) return;
    const hover = (at: number | null) => {
      row.current = at;
      onHover(at);
    };
    const made = new CurvePlot(element, {
      series,
      hidden,
      log,
      theme,
      size: { width: element.clientWidth, height: element.clientHeight },
      onHover: hover,
      onRange,
    });
    setPlot(made);
    return () => {
      made.destroy();
      setPlot(null);
    };
  }, [measured, series, hidden, log, theme, onHover, onRange]);

  useEffect(() => {
    if (measured) plot?.resize(size);
  }, [plot, size, measured]);

  const table = useMemo(
    () => (visible ? data.read(history, version, smoothingWeight(smoothing), range, size.width) : null),
    [visible, data, history, version, smoothing, range, size.width],
  );
  useEffect(() => {
    if (!table) return;
    plot?.show(table);
    onTable(table);
  }, [plot, table, onTable]);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const last = (table?.steps.length ?? 0) - 1;
      const stride = event.shiftKey ? 20 : 1;
      const from = row.current ?? last;
      const to = { ArrowLeft: from - stride, ArrowRight: from + stride, Home: 0, End: last }[event.key];
      if (to === undefined || last < 0) return;
      event.preventDefault();
      event.stopPropagation();
      plot?.pointAt(Math.min(last, Math.max(0, to)));
    };
    element.addEventListener('keydown', onKeyDown);
    return () => element.removeEventListener('keydown', onKeyDown);
  }, [plot, table]);

  useEffect(() => plot?.describe(label), [plot, label]);

  return <div ref={frame} className={styles.plot} data-testid="curves.plot" />;
}
