import type { HeatGrid } from '../lenses/plane/heat-layer';

/**
 * The line on which a function over a grid takes the value `level` (marching squares, Lorensen and Cline 1987 in two
 * dimensions), as loose segments x0, y0, x1, y1 in the world. `values` stand in the middles of the cells, lowest row first.
 */
export function levelLine({ columns, rows, extent }: HeatGrid, values: Float32Array, level: number): Float32Array {
  const width = (extent.maxX - extent.minX) / columns;
  const height = (extent.maxY - extent.minY) / rows;
  const out: number[] = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const at = row * columns + column;
      const corners = [values[at], values[at + 1], values[at + columns + 1], values[at + columns]];
      const crossings = crossingsOf(corners, level);
      for (let k = 0; k + 3 < crossings.length; k += 4) {
        for (const i of [k, k + 2]) {
          out.push(extent.minX + (column + 0.5 + crossings[i]) * width);
          out.push(extent.minY + (row + 0.5 + crossings[i + 1]) * height);
        }
      }
    }
  }
  return Float32Array.from(out);
}

/** Corners of a unit square, counter-clockwise from the origin; edge k leads from corner k to the next one. */
const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;

/** Where the level is crossed along the edges of a unit square, as x, y pairs in the order of the edges: none, two or four. */
function crossingsOf(corners: readonly number[], level: number): number[] {
  const out: number[] = [];
  for (let edge = 0; edge < 4; edge++) {
    const [from, to] = [corners[edge], corners[(edge + 1) % 4]];
    if (from < level === to < level) continue;
    const share = (level - from) / (to - from);
    const [a, b] = [CORNERS[edge], CORNERS[(edge + 1) % 4]];
    out.push(a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share);
  }
  return out;
}
