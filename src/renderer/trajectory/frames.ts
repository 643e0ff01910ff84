/**
 * Positions on a trajectory between its recorded steps. `u` counts steps as a real number: 0 is noise (t = 1), `steps` is data (t = 0).
 */
export interface Frames {
  /** (steps + 1) × count × width, row-major. */
  samples: Float32Array;
  /** steps × count × width: prediction of x_0 made at each step; empty where none is made on the way. */
  predOriginal: Float32Array;
  /** steps + 1 times, falling from 1 to 0. */
  times: Float32Array;
  steps: number;
  count: number;
  /** Numbers in an item. */
  width: number;
}

/** Whether each step predicts where it will end. */
export const predicts = ({ predOriginal }: Pick<Frames, 'predOriginal'>): boolean => predOriginal.length > 0;

const split = (u: number, last: number): [low: number, share: number] => {
  const clamped = Math.min(last, Math.max(0, u));
  const low = Math.min(Math.floor(clamped), Math.max(0, last - 1));
  return [low, clamped - low];
};

function between(values: Float32Array, rows: number, row: number, share: number, out: Float32Array): void {
  const size = values.length / rows;
  const from = row * size;
  const to = Math.min(row + 1, rows - 1) * size;
  const length = Math.min(size, out.length);
  for (let i = 0; i < length; i++) out[i] = values[from + i] + (values[to + i] - values[from + i]) * share;
}

/** x_t at `u`, straight between steps (which is exact for Euler steps), into `out` (count × width). */
export function samplesAt(frames: Frames, u: number, out: Float32Array): void {
  const [row, share] = split(u, frames.steps);
  between(frames.samples, frames.steps + 1, row, share, out);
}

/** The prediction of x_0 at `u`; the last step's prediction holds to the end. */
export function predOriginalAt(frames: Frames, u: number, out: Float32Array): void {
  const [row, share] = split(Math.min(u, frames.steps - 1), Math.max(frames.steps - 1, 1));
  between(frames.predOriginal, frames.steps, row, share, out);
}

export function timeAt(times: Float32Array, u: number): number {
  const last = times.length - 1;
  const [row, share] = split(u, last);
  return times[row] + (times[Math.min(row + 1, last)] - times[row]) * share;
}

/** How many steps (as a real number) lead to time t: the way back from `timeAt`. Lanes with other times meet at the same t. */
export function stepAt(times: ArrayLike<number>, t: number): number {
  const last = times.length - 1;
  if (last < 1 || t >= times[0]) return 0;
  if (t <= times[last]) return last;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle] > t) low = middle;
    else high = middle;
  }
  return low + (times[low] - t) / (times[low] - times[high]);
}

/** Recorded step and share of the way to the next one that `u` stands for. */
export const stepAndShare = ({ steps }: Pick<Frames, 'steps'>, u: number): [low: number, share: number] =>
  split(u, steps);

/** One item's x_t at `u`. */
export function sampleOf({ samples, steps, count, width }: Frames, particle: number, u: number): Float32Array {
  const [row, share] = split(u, steps);
  return itemBetween(samples, steps + 1, row, share, count, width, particle);
}

/** The prediction of x_0 of one item at `u`. */
export function predictionOf({ predOriginal, steps, count, width }: Frames, particle: number, u: number): Float32Array {
  const [row, share] = split(Math.min(u, steps - 1), Math.max(steps - 1, 1));
  return itemBetween(predOriginal, steps, row, share, count, width, particle);
}

function itemBetween(
  values: Float32Array,
  rows: number,
  row: number,
  share: number,
  count: number,
  width: number,
  item: number,
): Float32Array {
  const from = (row * count + item) * width;
  const to = (Math.min(row + 1, rows - 1) * count + item) * width;
  return Float32Array.from({ length: width }, (_, i) => values[from + i] + (values[to + i] - values[from + i]) * share);
}

/** A few numbers that say what a cloud (row-major x, y) looks like, for those who do not see it, and for tests. */
export function cloudSummary(points: Float32Array, count: number): { meanRadius: number; digest: number } {
  let radius = 0;
  let digest = 0;
  for (let i = 0; i < count; i++) {
    const x = points[2 * i];
    const y = points[2 * i + 1];
    radius += Math.sqrt(x * x + y * y);
    // Uneven weights: particles that swap places change the sum too.
    digest += x * (1 + (i % 7)) + y * (1 + (i % 5));
  }
  const rounded = (value: number) => (count === 0 ? 0 : Math.round((value / count) * 1e5) / 1e5);
  return { meanRadius: rounded(radius), digest: rounded(digest) };
}
