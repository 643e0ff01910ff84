import uPlot from 'uplot';
import { readToken } from '../components/tokens';
import { formatCount, formatNumber } from '../format';
import { cssColour, parseColour } from '../lenses/colour/rgb';
import type { Theme } from '../lenses/colour/theme';
import type { Size } from '../lenses/plane/transform';
import { curveToken } from './colours';
import type { CurveTable } from './data';
import { robustRange } from './decimate';

export interface PlotSeries {
  name: string;
  title: string;
  unit: string;
  /** Another series that is always equal: this one is not drawn. */
  repeats?: string;
}

export interface PlotOptions {
  series: readonly PlotSeries[];
  hidden: ReadonlySet<string>;
  log: boolean;
  theme: Theme;
  size: Size;
  /** Row of the table under the pointer, null when it leaves. */
  onHover(row: number | null): void;
  /** Steps that were marked with the pointer; null for a double click (all). */
  onRange(range: [number, number] | null): void;
}

const FONT = "10.5px 'JetBrains Mono Variable', ui-monospace, monospace";
const MARKED_AT_LEAST = 6;
const RAW_ALPHA = 0.16;

/** The curves as uPlot draws them: for each series its raw line, faint, and its smooth line. */
export class CurvePlot {
  private readonly plot: uPlot;
  private table: CurveTable | null = null;

  constructor(
    target: HTMLElement,
    private readonly options: PlotOptions,
  ) {
    const units = [...new Set(options.series.map(({ unit }) => unit))];
    const { theme, size } = options;
    this.plot = new uPlot(
      {
        ...size,
        legend: { show: false },
        padding: [10, units.length > 1 ? 4 : 14, 0, 0],
        cursor: {
          y: false,
          // uPlot moves the dots of curves that are not drawn into a corner when the plot is resized under the pointer.
          points: {
            size: (plot, i) => (plot.series[i].show ? 6 : 0),
            width: (plot, i) => (plot.series[i].show ? 1.5 : 0),
          },
          drag: { x: true, y: false, setScale: false },
        },
        scales: {
          x: { time: false },
          ...Object.fromEntries(units.map((unit) => [scaleOf(unit), this.scale(unit)])),
        },
        series: [{}, ...options.series.flatMap((series, i) => this.lines(series, i))],
        axes: [
          {
            ...look(theme),
            size: 26,
            gap: 4,
            values: (_, splits) => splits.map((step) => (Number.isInteger(step) ? formatCount(step) : '')),
          },
          // Two units get an axis each; a third shares the space without numbers of its own.
          ...units.slice(0, 2).map((unit, side) => ({
            ...look(theme),
            scale: scaleOf(unit),
            side: side === 0 ? 3 : 1,
            size: 52,
            gap: 5,
            grid: { ...look(theme).grid, show: side === 0 },
            values: (_: uPlot, splits: number[]) => splits.map((value) => axisText(value, options.log)),
          })),
        ],
        hooks: {
          setCursor: [(plot) => options.onHover(plot.cursor.idx ?? null)],
          setSelect: [(plot) => this.marked(plot)],
        },
      },
      undefined,
      target,
    );
    // The drawing takes the keyboard itself: arrow keys move the readout.
    this.plot.over.tabIndex = 0;
    this.plot.over.setAttribute('role', 'application');
    this.plot.over.addEventListener('dblclick', () => options.onRange(null));
  }

  show(table: CurveTable): void {
    this.table = table;
    const columns: (number | null)[][] = [];
    for (let i = 0; i < this.options.series.length; i++)
      columns.push(this.clean(table.raw[i]), this.clean(table.smooth[i]));
    this.plot.setData([table.steps, ...columns]);
  }

  /** What the drawing shows, for those who do not see it. */
  describe(label: string): void {
    this.plot.over.setAttribute('aria-label', label);
  }

  resize(size: Size): void {
    this.plot.setSize(size);
  }

  /** Puts the readout on a row of the table. */
  pointAt(row: number): void {
    const step = this.table?.steps[row];
    if (step !== undefined) this.plot.setCursor({ left: this.plot.valToPos(step, 'x'), top: 8 });
  }

  destroy(): void {
    this.plot.destroy();
  }

  /** A logarithmic axis has no place for zero and below. */
  private clean(values: (number | null)[]): (number | null)[] {
    return this.options.log ? values.map((value) => (value !== null && value > 0 ? value : null)) : values;
  }

  private scale(unit: string): uPlot.Scale {
    const { log, series, hidden } = this.options;
    return {
      distr: log ? 3 : 1,
      range: () => {
        const shown = series.flatMap((one, i) =>
          one.unit === unit && !one.repeats && !hidden.has(one.name) ? [i] : [],
        );
        const table = this.table;
        const limits =
          table &&
          robustRange(
            shown.map((i) => table.smooth[i]),
            log,
          );
        return limits ?? (log ? [0.1, 10] : [0, 1]);
      },
    };
  }

  private lines(series: PlotSeries, index: number): uPlot.Series[] {
    const colour = parseColour(readToken(curveToken(index)));
    const shared = {
      scale: scaleOf(series.unit),
      show: !series.repeats && !this.options.hidden.has(series.name),
      spanGaps: true,
    };
    return [
      { ...shared, stroke: cssColour(colour, RAW_ALPHA), width: 1, points: { show: false } },
      { ...shared, stroke: cssColour(colour), width: 1.75, points: { show: false } },
    ];
  }

  private marked(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < MARKED_AT_LEAST) return;
    const range: [number, number] = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')];
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.options.onRange(range);
  }
}

/** On a logarithmic axis only 1, 2 and 5 times a power of ten have numbers. */
function axisText(value: number | null, log: boolean): string {
  if (value === null) return '';
  const lead = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  return log && ![1, 2, 5].some((round) => Math.abs(lead - round) < 1e-6) ? '' : formatNumber(value, 3);
}

const scaleOf = (unit: string): string => `y ${unit}`;

const look = (theme: Theme): Pick<uPlot.Axis, 'stroke' | 'font' | 'grid' | 'ticks'> => ({
  stroke: cssColour(theme.faint),
  font: FONT,
  grid: { stroke: cssColour(theme.line, 0.7), width: 1 },
  ticks: { show: false },
});
