import type { Point } from '../../lenses/plane/transform';

/** Cells along each side of the box around a polygon. */
const CELLS = 256;
const OUT = 0;
const IN = 1;
const RIM = 2;

/** An edge of a polygon from its lower end (ax, ay) to its upper one, in cells. */
interface Edge {
  ax: number;
  ay: number;
  bx: number;
  by: number;
}

/** A polygon cut into cells that lie inside, outside, or on its rim: only points of the last kind need a closer look. */
interface Mask {
  cells: Uint8Array;
  /** For each row of cells the edges that pass through it: no others decide about a point in it. */
  rows: Edge[][];
}

/**
 * Indices of the points (row-major x, y) inside a closed polygon, by the even-odd rule: a line that crosses itself leaves out
 * what it goes around twice. The time hangs on the number of points, hardly on that of the corners.
 */
export function pointsInside(points: Float32Array, count: number, polygon: readonly Point[]): Uint32Array {
  if (polygon.length < 3) return new Uint32Array(0);
  const [xs, ys] = [polygon.map(([x]) => x), polygon.map(([, y]) => y)];
  const minX = Math.min(...xs);
  const minY = Math.min(...ys);
  // A little wider, so that the last point is in the last cell.
  const perX = (CELLS * (1 - 1e-9)) / Math.max(Math.max(...xs) - minX, 1e-30);
  const perY = (CELLS * (1 - 1e-9)) / Math.max(Math.max(...ys) - minY, 1e-30);
  const { cells, rows } = maskOf(polygon.map(([x, y]) => [(x - minX) * perX, (y - minY) * perY]));
  const found = new Uint32Array(count);
  let n = 0;
  for (let i = 0; i < count; i++) {
    const column = (points[2 * i] - minX) * perX;
    const row = (points[2 * i + 1] - minY) * perY;
    if (!(column >= 0 && column < CELLS && row >= 0 && row < CELLS)) continue;
    const cell = cells[Math.floor(row) * CELLS + Math.floor(column)];
    if (cell === IN || (cell === RIM && within(rows[Math.floor(row)], column, row))) found[n++] = i;
  }
  return found.slice(0, n);
}

/** Whether a point lies inside, by how often a line from it to the right crosses an edge. */
function within(edges: readonly Edge[], x: number, y: number): boolean {
  let inside = false;
  for (const { ax, ay, bx, by } of edges)
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  return inside;
}

/** `corners` in cells. */
function maskOf(corners: readonly Point[]): Mask {
  const cells = new Uint8Array(CELLS * CELLS);
  const rows = Array.from({ length: CELLS }, (): Edge[] => []);
  corners.forEach(([x, y], i) => {
    const [toX, toY] = corners[(i + 1) % corners.length];
    addEdge({ cells, rows }, y <= toY ? { ax: x, ay: y, bx: toX, by: toY } : { ax: toX, ay: toY, bx: x, by: y });
  });
  for (let row = 0; row < CELLS; row++) fillRow(cells, row, rows[row]);
  return { cells, rows };
}

/** Marks every cell that an edge touches. */
function addEdge({ cells, rows }: Mask, edge: Edge): void {
  const { ax, ay, bx, by } = edge;
  const at = (y: number) => ax + ((bx - ax) * (y - ay)) / (by - ay);
  for (let row = Math.floor(ay); row <= Math.min(CELLS - 1, Math.floor(by)); row++) {
    rows[row].push(edge);
    const [from, to] = by === ay ? [ax, bx] : [at(Math.max(ay, row)), at(Math.min(by, row + 1))];
    // A little more on both sides: rounding must not make a cell of the rim look whole.
    const left = Math.max(0, Math.floor(Math.min(from, to) - 1e-6));
    const right = Math.min(CELLS - 1, Math.floor(Math.max(from, to) + 1e-6));
    cells.fill(RIM, row * CELLS + left, row * CELLS + right + 1);
  }
}

/** Cells between two of the rim are all inside or all outside: one of them is tried. */
function fillRow(cells: Uint8Array, row: number, edges: readonly Edge[]): void {
  const start = row * CELLS;
  for (let column = 0; column < CELLS; column++) {
    if (cells[start + column] === RIM) continue;
    let end = column;
    while (end < CELLS && cells[start + end] !== RIM) end++;
    cells.fill(within(edges, column + 0.5, row + 0.5) ? IN : OUT, start + column, start + end);
    column = end;
  }
}
