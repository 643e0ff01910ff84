import type { RunHistory } from '../state/session';
import { bucketEdges, pick, pickExtremes, spanOf } from './decimate';
import { SmoothSeries } from './smooth';

/** What is drawn: steps, then raw and smooth values of each series, in turns. */
export interface CurveTable {
  steps: number[];
  raw: (number | null)[][];
  smooth: (number | null)[][];
  /** Last value of each series, smoothed. */
  last: number[];
}

/** Turns a run's growing history into a table that is no longer than the plot is wide. */
export class CurveData {
  private history: RunHistory | null = null;
  private smoothers: SmoothSeries[] = [];
  private weight = 0;

  /**
   * @param version rises with the history, which grows in place
   * @param range first and last step to draw, or null for all
   */
  read(
    history: RunHistory,
    version: number,
    weight: number,
    range: readonly [number, number] | null,
    width: number,
  ): CurveTable & { version: number } {
    if (history !== this.history || weight !== this.weight) {
      this.history = history;
      this.weight = weight;
      this.smoothers = history.series.map(() => new SmoothSeries(weight));
    }
    const { steps, series } = history;
    const span = range ? spanOf(steps, range[0], range[1]) : { first: 0, end: steps.length };
    const edges = bucketEdges(span, Math.max(50, Math.floor(width)));
    const smoothed = this.smoothers.map((smoother, i) => smoother.follow(series[i]));
    return {
      version,
      steps: edges.map((index) => steps[index]),
      raw: series.map((values) => pickExtremes(values, edges, span)),
      smooth: smoothed.map((values) => pick(values, edges)),
      last: smoothed.map((values) => values[values.length - 1] ?? Number.NaN),
    };
  }
}
