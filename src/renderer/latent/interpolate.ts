/** A path between two latent vectors, as `count` vectors of their width (row-major), both ends included. */
export type Interpolation = 'lerp' | 'slerp';

/** z(u) = (1 − u)·a + u·b. */
export function lerpPath(a: ArrayLike<number>, b: ArrayLike<number>, count: number): Float32Array<ArrayBuffer> {
  const width = a.length;
  const out = new Float32Array(count * width);
  for (let k = 0; k < count; k++) {
    const u = count === 1 ? 0 : k / (count - 1);
    for (let i = 0; i < width; i++) out[k * width + i] = (1 - u) * a[i] + u * b[i];
  }
  return out;
}

/**
 * z(u) = sin((1 − u)Ω)/sin Ω · a + sin(uΩ)/sin Ω · b, Ω the angle between a and b (Shoemake 1985, as White 2016 uses it on
 * latent vectors): turns from a to b and blends the lengths. Where the direction is not defined (a zero vector, or vectors
 * that point the same or opposite ways) it is the straight path.
 */
export function slerpPath(a: ArrayLike<number>, b: ArrayLike<number>, count: number): Float32Array<ArrayBuffer> {
  const width = a.length;
  let dot = 0;
  let squareA = 0;
  let squareB = 0;
  for (let i = 0; i < width; i++) {
    dot += a[i] * b[i];
    squareA += a[i] * a[i];
    squareB += b[i] * b[i];
  }
  const lengths = Math.sqrt(squareA * squareB);
  const omega = lengths === 0 ? 0 : Math.acos(Math.min(1, Math.max(-1, dot / lengths)));
  const sine = Math.sin(omega);
  if (sine < 1e-4) return lerpPath(a, b, count);
  const out = new Float32Array(count * width);
  for (let k = 0; k < count; k++) {
    const u = count === 1 ? 0 : k / (count - 1);
    const forA = Math.sin((1 - u) * omega) / sine;
    const forB = Math.sin(u * omega) / sine;
    for (let i = 0; i < width; i++) out[k * width + i] = forA * a[i] + forB * b[i];
  }
  return out;
}

export const interpolate = (
  kind: Interpolation,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  count: number,
): Float32Array<ArrayBuffer> => (kind === 'slerp' ? slerpPath(a, b, count) : lerpPath(a, b, count));
