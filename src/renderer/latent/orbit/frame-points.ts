/** A ball around what matters. */
export interface Ball {
  centre: readonly [number, number, number];
  radius: number;
}

/** Points that are looked at to find the ball. */
const LOOKED_AT = 5_000;
/** Share of the points that lie within. */
const WITHIN = 0.97;

/** A ball around the bulk of the points (row-major x, y, z); around the origin, with `prior` inside it, where that is given. */
export function ballAround(positions: Float32Array, count: number, prior: number | null): Ball {
  const stride = Math.max(1, Math.floor(count / LOOKED_AT));
  const rows = Array.from({ length: Math.ceil(count / stride) }, (_, i) => i * stride).filter((row) =>
    positions.subarray(3 * row, 3 * row + 3).every(Number.isFinite),
  );
  const middle = (k: number) => rows.reduce((sum, row) => sum + positions[3 * row + k], 0) / (rows.length || 1);
  const centre: Ball['centre'] = prior === null ? [middle(0), middle(1), middle(2)] : [0, 0, 0];
  const distances = Float32Array.from(rows, (row) =>
    Math.hypot(...centre.map((part, k) => positions[3 * row + k] - part)),
  ).sort();
  const bulk = distances[Math.floor(WITHIN * (distances.length - 1))] ?? 0;
  return { centre, radius: Math.max(bulk, prior ?? 0) || 1 };
}
