/**
 * The point (row-major x, y, z) that is drawn nearest to (left, top), CSS pixels from the upper left corner, or −1 when none
 * lies within `radius` of it. Of points about equally near the one in front counts. `matrix` takes the world to clip space,
 * 16 numbers column by column, as WebGL has them.
 */
export function nearestOnScreen(
  positions: Float32Array,
  count: number,
  matrix: ArrayLike<number>,
  size: { width: number; height: number },
  left: number,
  top: number,
  radius: number,
): number {
  // Read once: the loop runs over every point with each movement of the pointer.
  const [m0, m1, , m3, m4, m5, , m7, m8, m9, , m11, m12, m13, , m15] = Array.from(matrix);
  const halfWidth = size.width / 2;
  const halfHeight = size.height / 2;
  const atX = left - halfWidth;
  const atY = halfHeight - top;
  let best = -1;
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = 0, at = 0; i < count; i++, at += 3) {
    const x = positions[at];
    const y = positions[at + 1];
    const z = positions[at + 2];
    const w = m3 * x + m7 * y + m11 * z + m15;
    // Behind the eye.
    if (w <= 0) continue;
    // Times w, which saves dividing for the many that are far off.
    const across = (m0 * x + m4 * y + m8 * z + m12) * halfWidth - atX * w;
    const reach = radius * w;
    if (across > reach || across < -reach) continue;
    const up = (m1 * x + m5 * y + m9 * z + m13) * halfHeight - atY * w;
    if (up > reach || up < -reach) continue;
    const square = (across * across + up * up) / (w * w);
    if (square > radius * radius) continue;
    // Pixels count; among those within the same pixel or so, the depth decides.
    const cost = Math.round(square / 4) + w / 1e6;
    if (cost >= lowest) continue;
    lowest = cost;
    best = i;
  }
  return best;
}

/**
 * Where all points (row-major x, y, z) are drawn: row-major left and −top in CSS pixels, the screen as a plane whose y goes up.
 * Not a number behind the eye.
 */
export function allOnScreen(
  positions: Float32Array,
  count: number,
  matrix: ArrayLike<number>,
  size: { width: number; height: number },
): Float32Array<ArrayBuffer> {
  const [m0, m1, , m3, m4, m5, , m7, m8, m9, , m11, m12, m13, , m15] = Array.from(matrix);
  const out = new Float32Array(2 * count).fill(Number.NaN);
  for (let i = 0, at = 0; i < count; i++, at += 3) {
    const [x, y, z] = [positions[at], positions[at + 1], positions[at + 2]];
    const w = m3 * x + m7 * y + m11 * z + m15;
    if (w <= 0) continue;
    out[2 * i] = (size.width / 2) * (1 + (m0 * x + m4 * y + m8 * z + m12) / w);
    out[2 * i + 1] = (size.height / 2) * ((m1 * x + m5 * y + m9 * z + m13) / w - 1);
  }
  return out;
}

/** Where a point is drawn, CSS pixels from the upper left corner; null behind the eye. */
export function onScreen(
  positions: Float32Array,
  index: number,
  matrix: ArrayLike<number>,
  size: { width: number; height: number },
): readonly [left: number, top: number] | null {
  const [x, y, z] = positions.subarray(3 * index, 3 * index + 3);
  const row = (r: number) => matrix[r] * x + matrix[r + 4] * y + matrix[r + 8] * z + matrix[r + 12];
  const w = row(3);
  if (w <= 0) return null;
  return [(size.width / 2) * (1 + row(0) / w), (size.height / 2) * (1 - row(1) / w)];
}
