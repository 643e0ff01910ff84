import type { Extent } from '../plane/transform';

/** Half the width of the blur in cells; it blurs three times with a box, which is close to a Gaussian of σ ≈ 2.4 cells. */
const RADIUS = 2;
const ROUNDS = 3;

/** How many points lie in each cell of a box of the plane, blurred. Its buffers are made once. */
export class Histogram2d {
  readonly columns: number;
  readonly rows: number;
  /** rows × columns, the lowest row first. */
  readonly values: Float32Array;
  private readonly spare: Float32Array;

  /** @param cells Along the longer side of the box; the shorter one gets as many as make them square, at least 8. */
  constructor(
    readonly extent: Extent,
    cells: number,
  ) {
    const [wide, high] = [Math.max(extent.maxX - extent.minX, 1e-9), Math.max(extent.maxY - extent.minY, 1e-9)];
    const longer = Math.max(wide, high);
    this.columns = Math.max(8, Math.round((cells * wide) / longer));
    this.rows = Math.max(8, Math.round((cells * high) / longer));
    this.values = new Float32Array(this.columns * this.rows);
    this.spare = new Float32Array(this.columns * this.rows);
  }

  /** World units along the sides of a cell. */
  get cell(): { width: number; height: number } {
    const { extent, columns, rows } = this;
    return { width: (extent.maxX - extent.minX) / columns, height: (extent.maxY - extent.minY) / rows };
  }

  /** Counts the first `count` of `points` (row-major x, y), `weight` for each; those outside the box are passed over. */
  fill(points: Float32Array, count: number, weight: number): void {
    const { values, columns, rows, extent } = this;
    const { width, height } = this.cell;
    values.fill(0);
    for (let i = 0; i < count; i++) {
      const column = Math.floor((points[2 * i] - extent.minX) / width);
      const row = Math.floor((points[2 * i + 1] - extent.minY) / height);
      if (column >= 0 && column < columns && row >= 0 && row < rows) values[row * columns + column] += weight;
    }
    for (let round = 0; round < ROUNDS; round++) {
      blur(values, this.spare, rows, columns, columns, 1);
      blur(this.spare, values, columns, rows, 1, columns);
    }
  }
}

/** Box blur along one axis with a running sum; what lies outside counts as 0. */
function blur(from: Float32Array, to: Float32Array, lines: number, length: number, line: number, next: number): void {
  const scale = 1 / (2 * RADIUS + 1);
  for (let k = 0; k < lines; k++) {
    const start = k * line;
    let sum = 0;
    for (let i = 0; i < Math.min(RADIUS, length); i++) sum += from[start + i * next];
    for (let i = 0; i < length; i++) {
      if (i + RADIUS < length) sum += from[start + (i + RADIUS) * next];
      if (i > RADIUS) sum -= from[start + (i - RADIUS - 1) * next];
      to[start + i * next] = Math.max(0, sum * scale);
    }
  }
}
