import { NearestFilter } from 'three';
import { CORNER_NUMBERS, cornersOf, TexturedQuads } from './textured-quads';

const FRAGMENT = `
uniform sampler2D picture;
uniform float strength;
varying vec2 place;
void main() {
  gl_FragColor = vec4(texture2D(picture, place).rgb, strength);
}`;

/** A picture of all tiles (`pixels`, RGBA, first row at the top) and where each of its rectangles lies in the world. */
export interface TileSheet {
  pixels: Uint8Array;
  width: number;
  height: number;
  /** Per tile: world minX, minY, maxX, maxY. */
  places: Float32Array;
  /** Per tile: left, top, right, bottom in pixels of the sheet. */
  cuts: Float32Array;
  count: number;
}

/** Decoded tiles at their places in the plane: one texture, one call. */
export class TilesLayer extends TexturedQuads {
  constructor() {
    super(FRAGMENT, NearestFilter, { strength: { value: 1 } });
  }

  set strength(opacity: number) {
    this.material.uniforms.strength.value = opacity;
  }

  set({ pixels, width, height, places, cuts, count }: TileSheet): void {
    const positions = new Float32Array(CORNER_NUMBERS * count);
    const at = new Float32Array(CORNER_NUMBERS * count);
    for (let tile = 0; tile < count; tile++) {
      const [minX, minY, maxX, maxY] = places.subarray(4 * tile, 4 * tile + 4);
      const [left, top, right, bottom] = cuts.subarray(4 * tile, 4 * tile + 4);
      positions.set(cornersOf([minX, minY, maxX, maxY]), CORNER_NUMBERS * tile);
      // Texture rows count from the first one in memory, which is the top of the sheet.
      at.set(cornersOf([left / width, bottom / height, right / width, top / height]), CORNER_NUMBERS * tile);
    }
    this.lay(positions, at);
    this.paint(pixels, width, height);
  }
}
