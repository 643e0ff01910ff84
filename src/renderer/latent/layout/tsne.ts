import { nearestRows } from './nearest';

/** Neighbours that count, in perplexities (van der Maaten 2014). */
const REACH = 3;
const TRIES = 50;
const TOLERANCE = 1e-4;
/** At first likenesses count more, so that groups find together, and there is less momentum. */
const EXAGGERATION = { factor: 4, steps: 100 };
const MOMENTUM = { early: 0.5, late: 0.8, steps: 250 };
const RATE = 50;

/**
 * How alike `count` vectors (row-major, `width` wide) are, count × count: p = (p(j|i) + p(i|j)) / 2n, Gaussians whose widths give
 * each vector `perplexity` neighbours.
 */
export function likenesses(z: Float32Array, width: number, count: number, perplexity: number): Float32Array {
  // The first of the nearest is, with the distance 0, the vector itself, or one that is equal to it.
  const { k, indices, distances } = nearestRows(z, z, width, Math.min(count, Math.ceil(REACH * perplexity) + 1));
  const out = new Float32Array(count * count);
  for (let i = 0; i < count; i++) {
    const others = Array.from({ length: k }, (_, slot) => i * k + slot).filter((slot) => indices[slot] !== i);
    const shares = sharesAt(
      others.map((slot) => distances[slot] ** 2),
      Math.log(perplexity),
    );
    others.forEach((slot, n) => {
      const j = indices[slot];
      out[i * count + j] += shares[n] / (2 * count);
      out[j * count + i] += shares[n] / (2 * count);
    });
  }
  return out;
}

/** exp(−β d²), which sums to 1, with the β that gives this entropy. */
function sharesAt(squares: readonly number[], entropy: number): number[] {
  const nearest = Math.min(...squares);
  let [low, high, beta] = [0, Number.POSITIVE_INFINITY, 1];
  let shares: number[] = [];
  for (let attempt = 0; attempt < TRIES; attempt++) {
    shares = squares.map((square) => Math.exp(-beta * (square - nearest)));
    const sum = shares.reduce((total, share) => total + share, 0);
    shares = shares.map((share) => share / sum);
    const found = -shares.reduce((total, share) => total + (share > 0 ? share * Math.log(share) : 0), 0);
    if (Math.abs(found - entropy) < TOLERANCE) break;
    if (found > entropy) low = beta;
    else high = beta;
    beta = high === Number.POSITIVE_INFINITY ? 2 * beta : (low + high) / 2;
  }
  return shares;
}

/**
 * The gradient of KL(P ‖ Q) by the places, written to `out`: 4 Σⱼ (f·pᵢⱼ − qᵢⱼ)(yᵢ − yⱼ) / (1 + |yᵢ − yⱼ|²), all pairs, each looked at
 * once. `axes` and `out` hold three arrays of `count`, in a plane the third is zero.
 */
export function tsneGradient(
  p: Float32Array,
  axes: readonly Float64Array[],
  exaggeration: number,
  out: readonly Float64Array[],
): void {
  const [x, y, z] = axes;
  const [outX, outY, outZ] = out;
  const count = x.length;
  // Pull and push are summed apart: what scales the push is known when all pairs have been looked at.
  const push = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const [pushX, pushY, pushZ] = push;
  for (const part of out) part.fill(0);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    for (let j = i + 1, at = i * count + j; j < count; j++, at++) {
      const dx = x[i] - x[j];
      const dy = y[i] - y[j];
      const dz = z[i] - z[j];
      const near = 1 / (1 + dx * dx + dy * dy + dz * dz);
      const square = near * near;
      sum += near;
      pushX[i] += square * dx;
      pushY[i] += square * dy;
      pushZ[i] += square * dz;
      pushX[j] -= square * dx;
      pushY[j] -= square * dy;
      pushZ[j] -= square * dz;
      if (p[at] === 0) continue;
      const pull = p[at] * near;
      outX[i] += pull * dx;
      outY[i] += pull * dy;
      outZ[i] += pull * dz;
      outX[j] -= pull * dx;
      outY[j] -= pull * dy;
      outZ[j] -= pull * dz;
    }
  }
  out.forEach((part, axis) => {
    for (let i = 0; i < count; i++) part[i] = 4 * (exaggeration * part[i] - push[axis][i] / (2 * sum));
  });
}

/** Exact t-SNE (van der Maaten & Hinton 2008), step by step: gradient descent with momentum and a gain for each number. */
export class Tsne {
  private readonly axes: readonly Float64Array[];
  private readonly gradient: readonly Float64Array[];
  private readonly speed: readonly Float64Array[];
  private readonly gains: readonly Float64Array[];
  private done = 0;

  /** `start`: two or three numbers for each item. */
  constructor(
    private readonly p: Float32Array,
    private readonly start: readonly (readonly number[])[],
  ) {
    const arrays = () => [0, 1, 2].map(() => new Float64Array(start.length));
    this.axes = [0, 1, 2].map((axis) => Float64Array.from(start, (place) => place[axis] ?? 0));
    this.gradient = arrays();
    this.speed = arrays();
    this.gains = arrays().map((gains) => gains.fill(1));
  }

  step(): void {
    const { axes, gradient, speed, gains } = this;
    const count = this.start.length;
    tsneGradient(this.p, axes, this.done < EXAGGERATION.steps ? EXAGGERATION.factor : 1, gradient);
    const momentum = this.done < MOMENTUM.steps ? MOMENTUM.early : MOMENTUM.late;
    this.done++;
    axes.forEach((places, axis) => {
      let mean = 0;
      for (let i = 0; i < count; i++) {
        const slope = gradient[axis][i];
        const before = speed[axis][i];
        const gain = Math.sign(slope) === Math.sign(before) ? gains[axis][i] * 0.8 : gains[axis][i] + 0.2;
        gains[axis][i] = Math.max(0.01, gain);
        speed[axis][i] = momentum * before - RATE * gains[axis][i] * slope;
        places[i] += speed[axis][i];
        mean += places[i] / count;
      }
      for (let i = 0; i < count; i++) places[i] -= mean;
    });
  }

  places(): number[][] {
    return this.start.map((place, i) => place.map((_, axis) => this.axes[axis][i]));
  }
}
