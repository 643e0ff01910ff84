import { normalQuantile } from '../lenses/maths/normal';
import type { TileSheet } from '../lenses/plane/tiles-layer';
import type { Extent } from '../lenses/plane/transform';
import { type PictureShape, writeItem } from '../lenses/tiles/item';
import type { Layout } from './layout/layout';

/** `view` covers what is on screen evenly; `prior` puts tiles at even quantiles of N(0, 1), as Kingma & Welling 2014, figure 4. */
export type ManifoldKind = 'view' | 'prior';

/** Where tiles are, from the upper left one along the rows. */
export interface ManifoldGrid {
  kind: ManifoldKind;
  columns: number;
  rows: number;
  /** What is decoded for each tile: row-major x, y. */
  centres: Float32Array;
  /** Per tile: world minX, minY, maxX, maxY. */
  places: Float32Array;
  count: number;
}

/** At most this many pictures are decoded at a time. */
export const MOST_TILES = 1_600;

/** An even grid of square tiles over an extent, `rows` of them from top to bottom, at whole multiples of the tile's side. */
export function viewGrid(extent: Extent, rows: number): ManifoldGrid {
  let side = (extent.maxY - extent.minY) / rows;
  const across = () => Math.ceil(extent.maxX / side) - Math.floor(extent.minX / side);
  const down = () => Math.ceil(extent.maxY / side) - Math.floor(extent.minY / side);
  while (across() * down() > MOST_TILES) side *= 1.25;
  const left = Math.floor(extent.minX / side);
  const top = Math.ceil(extent.maxY / side);
  const columns = across();
  const lines = down();
  return fill('view', columns, lines, (column, row) => {
    const minX = (left + column) * side;
    const maxY = (top - row) * side;
    return [minX, maxY - side, minX + side, maxY];
  });
}

/**
 * n × n tiles at the quantiles (k + ½)/n of the prior in each direction. A tile reaches half-way to its neighbours, so the
 * tiles leave no gaps: small in the middle, where the prior is dense, and large at the rim.
 */
export function priorGrid(n: number): ManifoldGrid {
  const at = Array.from({ length: n }, (_, k) => normalQuantile((k + 0.5) / n));
  const edges = at.slice(1).map((value, k) => (value + at[k]) / 2);
  const rim = n === 1 ? 1 : at[n - 1] + (at[n - 1] - edges[n - 2]);
  const borders = [-rim, ...edges, rim];
  const grid = fill('prior', n, n, (column, row) => {
    const up = n - 1 - row;
    return [borders[column], borders[up], borders[column + 1], borders[up + 1]];
  });
  for (let tile = 0; tile < grid.count; tile++) {
    grid.centres.set([at[tile % n], at[n - 1 - Math.floor(tile / n)]], 2 * tile);
  }
  return grid;
}

function fill(
  kind: ManifoldKind,
  columns: number,
  rows: number,
  place: (column: number, row: number) => readonly [number, number, number, number],
): ManifoldGrid {
  const count = columns * rows;
  const centres = new Float32Array(2 * count);
  const places = new Float32Array(4 * count);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const tile = row * columns + column;
      const [minX, minY, maxX, maxY] = place(column, row);
      places.set([minX, minY, maxX, maxY], 4 * tile);
      centres.set([(minX + maxX) / 2, (minY + maxY) / 2], 2 * tile);
    }
  }
  return { kind, columns, rows, centres, places, count };
}

/** What stands at the middles of a grid's tiles, and the grid without the tiles at which nothing does. */
export function manifoldVectors(
  grid: ManifoldGrid,
  layout: Pick<Layout, 'toLatent'>,
  width: number,
): { grid: ManifoldGrid; z: Float32Array<ArrayBuffer> } {
  const z = new Float32Array(grid.count * width);
  const centres = new Float32Array(2 * grid.count);
  const places = new Float32Array(4 * grid.count);
  let count = 0;
  for (let tile = 0; tile < grid.count; tile++) {
    const centre = grid.centres.subarray(2 * tile, 2 * tile + 2);
    const vector = layout.toLatent([centre[0], centre[1]]);
    if (!vector) continue;
    z.set(vector, count * width);
    centres.set(centre, 2 * count);
    places.set(grid.places.subarray(4 * tile, 4 * tile + 4), 4 * count);
    count++;
  }
  return {
    z: z.slice(0, count * width),
    grid: { ...grid, centres: centres.slice(0, 2 * count), places: places.slice(0, 4 * count), count },
  };
}

/** Decoded values of a grid as one sheet for the GPU. */
export function tileSheet(grid: ManifoldGrid, values: Float32Array, shape: PictureShape): TileSheet {
  const width = grid.columns * shape.width;
  const height = grid.rows * shape.height;
  const pixels = new Uint8ClampedArray(4 * width * height);
  const cuts = new Float32Array(4 * grid.count);
  for (let tile = 0; tile < grid.count; tile++) {
    const left = (tile % grid.columns) * shape.width;
    const top = Math.floor(tile / grid.columns) * shape.height;
    writeItem(values, tile, shape, pixels, width, left, top);
    cuts.set([left, top, left + shape.width, top + shape.height], 4 * tile);
  }
  return { pixels: new Uint8Array(pixels.buffer), width, height, places: grid.places, cuts, count: grid.count };
}
