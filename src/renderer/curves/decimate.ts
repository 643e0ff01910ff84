/** Which part of a run is drawn, by index into its rows: from `first` up to and without `end`. */
export interface Span {
  first: number;
  end: number;
}

/** Rows whose step lies in [min, max], and one more on either side so that lines reach the edge. */
export function spanOf(steps: readonly number[], min: number, max: number): Span {
  const first = lowerBound(steps, min);
  const end = lowerBound(steps, max + 1);
  return { first: Math.max(0, first - 1), end: Math.min(steps.length, end + 1) };
}

/** First index with steps[index] ≥ value. */
function lowerBound(steps: readonly number[], value: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Two rows for each of at most `buckets` equal parts of a span: enough to draw it pixel for pixel. Gives the indices that the
 * two rows of each part stand for (its first and its last); all indices when the span is short.
 */
export function bucketEdges({ first, end }: Span, buckets: number): number[] {
  const length = end - first;
  if (length <= 2 * buckets) return Array.from({ length }, (_, i) => first + i);
  const edges: number[] = [];
  for (let b = 0; b < buckets; b++) {
    edges.push(first + Math.floor((b * length) / buckets), first + Math.floor(((b + 1) * length) / buckets) - 1);
  }
  return edges;
}

/** The values at the edges (for smooth series). */
export const pick = (series: readonly number[], edges: readonly number[]): (number | null)[] =>
  edges.map((index) => finite(series[index]));

/** Lowest and highest value of each part, in the order in which they come (for noisy series). */
export function pickExtremes(series: readonly number[], edges: readonly number[], span: Span): (number | null)[] {
  if (edges.length === span.end - span.first) return pick(series, edges);
  const out: (number | null)[] = [];
  for (let e = 0; e < edges.length; e += 2) {
    let low = -1;
    let high = -1;
    for (let i = edges[e]; i <= edges[e + 1]; i++) {
      if (!Number.isFinite(series[i])) continue;
      if (low < 0 || series[i] < series[low]) low = i;
      if (high < 0 || series[i] > series[high]) high = i;
    }
    if (low < 0) out.push(null, null);
    else out.push(series[Math.min(low, high)], series[Math.max(low, high)]);
  }
  return out;
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/**
 * Limits for an axis that a few wild values (the first steps of a run) do not stretch: all values below the 98th percentile
 * fit, with a little air. Null without values.
 */
export function robustRange(columns: readonly (readonly (number | null)[])[], log: boolean): [number, number] | null {
  const values: number[] = [];
  for (const column of columns)
    for (const value of column) if (value !== null && (!log || value > 0)) values.push(value);
  if (values.length === 0) return null;
  values.sort((a, b) => a - b);
  const low = values[Math.floor(0.002 * (values.length - 1))];
  // Short series are shown whole.
  const high = values[values.length < 60 ? values.length - 1 : Math.floor(0.98 * (values.length - 1))];
  // Room above the curves for the legend.
  if (log) return low === high ? [low / 2, high * 2] : [low * 0.93, high * 2];
  const air = high === low ? Math.max(Math.abs(high) * 0.1, 1e-6) : (high - low) * 0.07;
  const floor = low >= 0 && low - air < 0 ? 0 : low - air;
  return [floor, high + air];
}
