/** A way between two latent vectors. */
export type Interpolation = 'lerp' | 'slerp';

/** Below this sine of the angle two directions count as one, or as opposite. */
const LEAST_SINE = 1e-4;

/** (1 − u)·a + u·b, u from 0 to 1. */
export function lerp(a: ArrayLike<number>, b: ArrayLike<number>, u: number): Float32Array<ArrayBuffer> {
  return blend(a, b, 1 - u, u);
}

/**
 * sin((1 − u)Ω)/sin Ω · a + sin(uΩ)/sin Ω · b, Ω the angle between a and b (Shoemake 1985, as White 2016 uses it on latent
 * vectors): turns from a to b and blends the lengths. Where the direction is not defined (a zero vector, or vectors that
 * point the same or opposite ways) it is the straight way.
 */
export function slerp(a: ArrayLike<number>, b: ArrayLike<number>, u: number): Float32Array<ArrayBuffer> {
  let dot = 0;
  let squareA = 0;
  let squareB = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i] * b[i];
    squareA += a[i] * a[i];
    squareB += b[i] * b[i];
  }
  const lengths = Math.sqrt(squareA * squareB);
  const omega = lengths === 0 ? 0 : Math.acos(Math.min(1, Math.max(-1, dot / lengths)));
  const sine = Math.sin(omega);
  if (sine < LEAST_SINE) return lerp(a, b, u);
  return blend(a, b, Math.sin((1 - u) * omega) / sine, Math.sin(u * omega) / sine);
}

export const between = (
  kind: Interpolation,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  u: number,
): Float32Array<ArrayBuffer> => (kind === 'slerp' ? slerp(a, b, u) : lerp(a, b, u));

function blend(a: ArrayLike<number>, b: ArrayLike<number>, forA: number, forB: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(a.length);
  for (let i = 0; i < a.length; i++) out[i] = forA * a[i] + forB * b[i];
  return out;
}
