import {
  BufferAttribute,
  BufferGeometry,
  DataTexture,
  LinearFilter,
  Mesh,
  RGBAFormat,
  ShaderMaterial,
  UnsignedByteType,
} from 'three';
import type { Layer } from './layer';
import type { Extent } from './transform';

const VERTEX = `
attribute vec2 at;
varying vec2 place;
void main() {
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position.xy, 0.0, 1.0);
  place = at;
}`;
const FRAGMENT = `
uniform sampler2D heat;
varying vec2 place;
void main() {
  gl_FragColor = texture2D(heat, place);
}`;

/** Where the cells of a heat map lie: `columns` × `rows` over a box of the world. */
export interface HeatGrid {
  columns: number;
  rows: number;
  extent: Extent;
}

/** Middles of the cells of a grid (row-major x, y, the lowest row first). */
export function cellMiddles({ columns, rows, extent }: HeatGrid): Float32Array {
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
export class HeatLayer implements Layer {
  private readonly geometry = new BufferGeometry();
  private texture: DataTexture | null = null;
  private readonly material = new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: { heat: { value: null } },
    transparent: true,
    depthTest: false,
    depthWrite: false,
  });
  readonly object = new Mesh(this.geometry, this.material);

  constructor() {
    this.object.frustumCulled = false;
    this.object.visible = false;
    this.geometry.setAttribute('position', new BufferAttribute(new Float32Array(12), 2));
    this.geometry.setAttribute('at', new BufferAttribute(new Float32Array([0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 1]), 2));
  }

  /** `rgba` has four bytes for each cell, in the order of `cellMiddles`. */
  set({ columns, rows, extent }: HeatGrid, rgba: Uint8Array): void {
    const { minX, maxX, minY, maxY } = extent;
    const position = this.geometry.getAttribute('position');
    position.array.set([minX, minY, maxX, minY, maxX, maxY, minX, minY, maxX, maxY, minX, maxY]);
    position.needsUpdate = true;
    const { image } = this.texture ?? {};
    if (!this.texture || image?.width !== columns || image?.height !== rows) {
      this.texture?.dispose();
      this.texture = new DataTexture(new Uint8Array(4 * columns * rows), columns, rows, RGBAFormat, UnsignedByteType);
      this.texture.magFilter = LinearFilter;
      this.texture.minFilter = LinearFilter;
      this.texture.generateMipmaps = false;
      this.material.uniforms.heat.value = this.texture;
    }
    this.texture.image.data?.set(rgba);
    this.texture.needsUpdate = true;
    this.object.visible = true;
  }

  hide(): void {
    this.object.visible = false;
  }

  dispose(): void {
    this.texture?.dispose();
    this.geometry.dispose();
    this.material.dispose();
  }
}
