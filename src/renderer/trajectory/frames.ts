/**
 * Positions on a trajectory between its recorded steps. `u` counts steps as a real number: 0 is noise (t = 1), `steps` is data (t = 0).
 */
export interface Frames {
  /** (steps + 1) × count × width, row-major. */
  samples: Float32Array;
  /** steps × count × width: prediction of x_0 made at each step. */
  predOriginal: Float32Array;
  /** steps + 1 times, falling from 1 to 0. */
  times: Float32Array;
  steps: number;
  count: number;
  /** Numbers in an item. */
  width: number;
}

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

/**
 * Mean over particles of ‖x_end − x_start‖ / Σ‖x_{k+1} − x_k‖: 1 when every particle travels along a straight line
 * (what rectified flow aims at; Liu et al. 2022 measure the same departure as an integral). Particles that do not move are left out.
 */
export function straightness({ samples, steps, count, width }: Omit<Frames, 'times' | 'predOriginal'>): number {
  const stride = count * width;
  let sum = 0;
  let moved = 0;
  for (let particle = 0; particle < count; particle++) {
    const at = particle * width;
    let path = 0;
    for (let k = 0; k < steps; k++) path += distance(samples, k * stride + at, (k + 1) * stride + at, width);
    if (path === 0) continue;
    sum += distance(samples, at, steps * stride + at, width) / path;
    moved++;
  }
  return moved === 0 ? 1 : sum / moved;
}

function distance(values: Float32Array, a: number, b: number, width: number): number {
  let square = 0;
  for (let i = 0; i < width; i++) square += (values[a + i] - values[b + i]) ** 2;
  return Math.sqrt(square);
}

/** A few numbers that say what a cloud (row-major x, y) looks like, for those who do not see it, and for tests. */
export function cloudSummary(points: Float32Array, count: number): { meanRadius: number; digest: number } {
  let radius = 0;
  let digest = 0;
  for (let i = 0; i < count; i++) {
    const x = points[2 * i];
    const y = points[2 * i + 1];
    radius += Math.hypot(x, y);
    // Uneven weights: particles that swap places change the sum too.
    digest += x * (1 + (i % 7)) + y * (1 + (i % 5));
  }
  const rounded = (value: number) => (count === 0 ? 0 : Math.round((value / count) * 1e5) / 1e5);
  return { meanRadius: rounded(radius), digest: rounded(digest) };
}
