import { LinearFilter } from 'three';
import { CORNER_NUMBERS, cornersOf, TexturedQuads } from './textured-quads';
import type { Extent } from './transform';

const FRAGMENT = `
uniform sampler2D picture;
varying vec2 place;
void main() {
  gl_FragColor = texture2D(picture, place);
}`;
/** The whole picture. */
const WHOLE = Float32Array.from(cornersOf([0, 0, 1, 1]));

/** Where the cells of a heat map lie: `columns` × `rows` over a box of the world. */
export interface HeatGrid {
  columns: number;
  rows: number;
  extent: Extent;
}

/** Middles of the cells of a grid (row-major x, y, the lowest row first). */
export function cellMiddles({ columns, rows, extent }: HeatGrid): Float32Array<ArrayBuffer> {
  const middles = new Float32Array(2 * columns * rows);
  const width = (extent.maxX - extent.minX) / columns;
  const height = (extent.maxY - extent.minY) / rows;
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      middles[at++] = extent.minX + (column + 0.5) * width;
      middles[at++] = extent.minY + (row + 0.5) * height;
    }
  }
  return middles;
}

/** A smooth picture of a function over the plane: one colour for each cell, mixed evenly between their middles. */
export class HeatLayer extends TexturedQuads {
  private readonly positions = new Float32Array(CORNER_NUMBERS);

  constructor() {
    super(FRAGMENT, LinearFilter);
  }

  /** `rgba` has four bytes for each cell, in the order of `cellMiddles`. */
  set({ columns, rows, extent }: HeatGrid, rgba: Uint8Array): void {
    this.positions.set(cornersOf([extent.minX, extent.minY, extent.maxX, extent.maxY]));
    this.lay(this.positions, WHOLE);
    this.paint(rgba, columns, rows);
  }
}
