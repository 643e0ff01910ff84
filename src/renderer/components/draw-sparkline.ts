/** Columns of the smallest and largest value, so that a long run costs no more than a short one and no spike is lost. */
export function bucketRange(values: readonly number[], columns: number): { low: Float32Array; high: Float32Array } {
  const low = new Float32Array(columns).fill(Number.NaN);
  const high = new Float32Array(columns).fill(Number.NaN);
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * values.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * values.length) / columns));
    for (let i = from; i < to && i < values.length; i++) {
      const value = values[i];
      if (!Number.isFinite(value)) continue;
      if (!(low[column] <= value)) low[column] = value;
      if (!(high[column] >= value)) high[column] = value;
    }
  }
  return { low, high };
}

/** Draws the values over the whole canvas in its CSS `color`; the y axis leaves the first outliers out. */
export function drawSparkline(canvas: HTMLCanvasElement, values: readonly number[]): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  if (values.length < 2 || width === 0) return;
  context.scale(ratio, ratio);
  const columns = Math.max(2, Math.min(values.length, Math.floor(width)));
  const { low, high } = bucketRange(values, columns);
  const [bottom, top] = robustRange(low, high);
  const y = (value: number) => {
    const t = (Math.min(top, Math.max(bottom, value)) - bottom) / (top - bottom);
    return height - 2 - t * (height - 4);
  };
  context.strokeStyle = getComputedStyle(canvas).color;
  context.lineWidth = 1.4;
  context.lineJoin = 'round';
  context.beginPath();
  for (let column = 0; column < columns; column++) {
    if (Number.isNaN(low[column])) continue;
    const x = (column / (columns - 1)) * width;
    context.lineTo(x, y(high[column]));
    if (low[column] !== high[column]) context.lineTo(x, y(low[column]));
  }
  context.stroke();
}

/** Range from the 0th to the 98th percentile of the highs, never of zero height. */
function robustRange(low: Float32Array, high: Float32Array): [number, number] {
  const lows = low.filter(Number.isFinite).sort();
  const highs = high.filter(Number.isFinite).sort();
  const bottom = lows[0] ?? 0;
  const top = highs[Math.floor((highs.length - 1) * 0.98)] ?? 1;
  return top > bottom ? [bottom, top] : [bottom - 0.5, bottom + 0.5];
}
