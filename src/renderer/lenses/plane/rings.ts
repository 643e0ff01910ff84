/** Rings of paths that were made here: a `Path2D` does not tell what it consists of, and an SVG has to write it down. */
const known = new WeakMap<Path2D, readonly ArrayLike<number>[]>();

/** Closed rings (row-major x, y) as one path. */
export function closedPath(rings: readonly ArrayLike<number>[]): Path2D {
  const path = new Path2D();
  for (const ring of rings) {
    // A line from where the last ring was closed would be drawn as well.
    for (let i = 0; i < ring.length; i += 2)
      i === 0 ? path.moveTo(ring[0], ring[1]) : path.lineTo(ring[i], ring[i + 1]);
    path.closePath();
  }
  known.set(path, rings);
  return path;
}

/** The rings of a path that `closedPath` made. */
export const ringsOf = (path: Path2D): readonly ArrayLike<number>[] | undefined => known.get(path);
