/** A lattice of lines over the plane of noise, which a flow bends on its way to data. */

/** Lines run from −EXTENT to EXTENT, SPACING apart, with a point every STRIDE of that. */
const EXTENT = 3;
const SPACING = 0.5;
const STRIDE = 12;

const LINES = Math.round((2 * EXTENT) / SPACING) + 1;
const SIDE = (LINES - 1) * STRIDE + 1;

/** Most that a line is seen by, in the middle of the noise, and what is left of it far outside. */
const STRONG = 0.5;
const FAINT = 0.12;

export interface Lattice {
  /** Row-major x, y. */
  points: Float32Array<ArrayBuffer>;
  count: number;
  /** The two points that each piece of a line joins. */
  pieces: Uint16Array;
  /** How much of each point is seen, 0 to 1: lines fade where the noise is thin. */
  strength: Float32Array;
}

/** The points where lines are, and no others. */
export function latticeOf(): Lattice {
  const index = new Map<number, number>();
  const places: number[] = [];
  const at = (row: number, column: number): number => {
    const key = row * SIDE + column;
    const known = index.get(key);
    if (known !== undefined) return known;
    const made = index.size;
    index.set(key, made);
    const step = SPACING / STRIDE;
    places.push(column * step - EXTENT, row * step - EXTENT);
    return made;
  };
  const pieces: number[] = [];
  for (let line = 0; line < LINES; line++) {
    for (let k = 0; k + 1 < SIDE; k++) {
      pieces.push(at(line * STRIDE, k), at(line * STRIDE, k + 1));
      pieces.push(at(k, line * STRIDE), at(k + 1, line * STRIDE));
    }
  }
  const points = Float32Array.from(places);
  const strength = Float32Array.from(
    { length: index.size },
    (_, i) => FAINT + (STRONG - FAINT) * Math.exp(-(points[2 * i] ** 2 + points[2 * i + 1] ** 2) / 4),
  );
  return { points, count: index.size, pieces: Uint16Array.from(pieces), strength };
}
