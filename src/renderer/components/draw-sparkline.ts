export interface Columns {
  low: Float32Array;
  high: Float32Array;
  mean: Float32Array;
}

/** Smallest, largest and mean value of each column, so that a long run costs no more than a short one and no spike is lost. */
export function bucket(values: readonly number[], columns: number): Columns {
  const low = new Float32Array(columns).fill(Number.NaN);
  const high = new Float32Array(columns).fill(Number.NaN);
  const mean = new Float32Array(columns).fill(Number.NaN);
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * values.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * values.length) / columns));
    let sum = 0;
    let count = 0;
    for (let i = from; i < to && i < values.length; i++) {
      const value = values[i];
      if (!Number.isFinite(value)) continue;
      if (!(low[column] <= value)) low[column] = value;
      if (!(high[column] >= value)) high[column] = value;
      sum += value;
      count++;
    }
    if (count > 0) mean[column] = sum / count;
  }
  return { low, high, mean };
}

/** Curves that wait for the next frame, by the canvas that each is drawn on. */
const waiting = new Map<HTMLCanvasElement, readonly number[]>();

/**
 * Draws the values over the whole canvas in its CSS `color`: a line of means in a faint band from smallest to largest. All
 * curves of a frame are measured before the first is drawn: a canvas that changes makes the page measure itself again.
 */
export function drawSparkline(canvas: HTMLCanvasElement, values: readonly number[]): void {
  if (waiting.size === 0) requestAnimationFrame(drawWaiting);
  waiting.set(canvas, values);
}

function drawWaiting(): void {
  const measured = [...waiting].map(([canvas, values]) => {
    const { clientWidth: width, clientHeight: height } = canvas;
    return { canvas, values, width, height, color: getComputedStyle(canvas).color };
  });
  waiting.clear();
  for (const curve of measured) drawNow(curve);
}

interface Curve {
  canvas: HTMLCanvasElement;
  values: readonly number[];
  width: number;
  height: number;
  color: string;
}

function drawNow({ canvas, values, width, height, color }: Curve): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  if (values.length < 2 || width === 0) return;
  context.scale(ratio, ratio);
  const count = Math.max(2, Math.min(values.length, Math.floor(width / 2)));
  const columns = bucket(values, count);
  const [bottom, top] = robustRange(columns);
  const x = (column: number) => (column / (count - 1)) * width;
  const y = (value: number) => {
    const t = (Math.min(top, Math.max(bottom, value)) - bottom) / (top - bottom);
    return height - 2 - t * (height - 4);
  };
  const known = [...columns.mean.keys()].filter((column) => !Number.isNaN(columns.mean[column]));
  context.fillStyle = color;
  context.globalAlpha = 0.18;
  context.beginPath();
  for (const column of known) context.lineTo(x(column), y(columns.high[column]));
  for (const column of known.toReversed()) context.lineTo(x(column), y(columns.low[column]));
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = color;
  context.lineWidth = 1.4;
  context.lineJoin = 'round';
  context.beginPath();
  for (const column of known) context.lineTo(x(column), y(columns.mean[column]));
  context.stroke();
}

/** From the smallest value to the largest mean but a few: the first steps of a run would flatten the rest. */
function robustRange({ low, mean }: Columns): [bottom: number, top: number] {
  const lows = low.filter(Number.isFinite).sort();
  const means = mean.filter(Number.isFinite).sort();
  const bottom = lows[0] ?? 0;
  const top = means[Math.floor((means.length - 1) * 0.97)] ?? 1;
  const room = (top - bottom) * 0.1;
  return top > bottom ? [bottom, top + room] : [bottom - 0.5, bottom + 0.5];
}
