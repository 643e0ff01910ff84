/**
 * Counter-based random numbers: Philox 4×32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").
 * A draw is a function of (seed, stream, step), so any training step can be made again without running the earlier ones.
 */

/** Names a draw. Different streams and steps of one seed are independent. */
export interface RandomKey {
  /** A whole number from 0 to 2⁵³ − 1. */
  readonly seed: number;
  /** What the numbers are for, for instance 'noise' or 'batch'. */
  readonly stream: string | number;
  /** A whole number from 0 to 2⁵³ − 1. */
  readonly step: number;
}

const two32 = 2 ** 32;

/** One Philox block: counter and key as four and two 32-bit words → four 32-bit words. */
export function philox(counter: readonly number[], key: readonly number[]): Uint32Array {
  const out = new Uint32Array(4);
  block(out, 0, counter[0], counter[1], counter[2], counter[3], key[0], key[1]);
  return out;
}

/** Ten rounds in 32-bit integer arithmetic; products of 64 bits are put together from 16-bit halves. */
function block(
  out: Uint32Array,
  at: number,
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key0: number,
  key1: number,
): void {
  let c0 = counter0 | 0;
  let c1 = counter1 | 0;
  let c2 = counter2 | 0;
  let c3 = counter3 | 0;
  let k0 = key0 | 0;
  let k1 = key1 | 0;
  for (let round = 0; round < 10; round++) {
    const low0 = c0 & 0xffff;
    const high0 = c0 >>> 16;
    const cross0 = Math.imul(high0, 0x1f53) + (Math.imul(low0, 0x1f53) >>> 16);
    const rest0 = Math.imul(low0, 0xd251) + (cross0 & 0xffff);
    const upper0 = Math.imul(high0, 0xd251) + (cross0 >>> 16) + (rest0 >>> 16);

    const low2 = c2 & 0xffff;
    const high2 = c2 >>> 16;
    const cross2 = Math.imul(high2, 0x8d57) + (Math.imul(low2, 0x8d57) >>> 16);
    const rest2 = Math.imul(low2, 0xcd9e) + (cross2 & 0xffff);
    const upper2 = Math.imul(high2, 0xcd9e) + (cross2 >>> 16) + (rest2 >>> 16);

    const lower0 = Math.imul(c0, 0xd2511f53);
    const lower2 = Math.imul(c2, 0xcd9e8d57);
    c0 = upper2 ^ c1 ^ k0;
    c1 = lower2;
    c2 = upper0 ^ c3 ^ k1;
    c3 = lower0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[at] = c0;
  out[at + 1] = c1;
  out[at + 2] = c2;
  out[at + 3] = c3;
}

/** FNV-1a, 32 bits, over UTF-16 code units. A number and its decimal text name the same stream. */
function hashStream(stream: string | number): number {
  const text = String(stream);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function check(what: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw new RangeError(
    `random ${what}: got ${value}, expected a whole number from 0 to 2⁵³ − 1; choose another ${what}.`,
  );
}

/** The first `count` random words of a key. */
export function words(count: number, { seed, stream, step }: RandomKey): Uint32Array {
  check('seed', seed);
  check('step', step);
  const out = new Uint32Array(Math.ceil(count / 4) * 4);
  const [seedHigh, stepHigh] = [Math.floor(seed / two32), Math.floor(step / two32)];
  const [seedLow, stepLow, hash] = [seed % two32, step % two32, hashStream(stream)];
  for (let at = 0; at < out.length; at += 4) block(out, at, at >>> 2, stepLow, stepHigh, seedHigh, seedLow, hash);
  return out;
}

/** Fills `out` with uniform numbers in [0, 1), multiples of 2⁻²⁴. */
export function uniform(out: Float32Array, key: RandomKey): Float32Array {
  const w = words(out.length, key);
  for (let i = 0; i < out.length; i++) out[i] = (w[i] >>> 8) * 2 ** -24;
  return out;
}

/** Fills `out` with standard normal numbers (Box–Muller). */
export function normal(out: Float32Array, key: RandomKey): Float32Array {
  const w = words(out.length + (out.length & 1), key);
  for (let i = 0; i < out.length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log((w[i] + 1) / two32));
    const angle = (2 * Math.PI * w[i + 1]) / two32;
    out[i] = radius * Math.cos(angle);
    if (i + 1 < out.length) out[i + 1] = radius * Math.sin(angle);
  }
  return out;
}

/** Fills `out` with uniform whole numbers from 0 to `bound` − 1; the bound is at most 2²¹, so that none is favoured. */
export function integers(out: Int32Array, bound: number, key: RandomKey): Int32Array {
  if (!(Number.isInteger(bound) && bound >= 1 && bound <= 2 ** 21)) {
    throw new RangeError(
      `random integers: got bound ${bound}, expected a whole number from 1 to 2²¹; lower the bound.`,
    );
  }
  const w = words(out.length, key);
  for (let i = 0; i < out.length; i++) out[i] = Math.floor((w[i] * bound) / two32);
  return out;
}

/** A random order of 0 … n − 1 (Fisher–Yates). */
export function permutation(n: number, key: RandomKey): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const w = words(n, key);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor((w[i] * (i + 1)) / two32);
    const moved = order[i];
    order[i] = order[j];
    order[j] = moved;
  }
  return order;
}
