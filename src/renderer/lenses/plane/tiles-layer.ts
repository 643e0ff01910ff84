import {
  BufferAttribute,
  BufferGeometry,
  DataTexture,
  Mesh,
  NearestFilter,
  RGBAFormat,
  ShaderMaterial,
  UnsignedByteType,
} from 'three';
import type { Layer } from './layer';

const VERTEX = `
attribute vec2 at;
varying vec2 place;
void main() {
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position.xy, 0.0, 1.0);
  place = at;
}`;
const FRAGMENT = `
uniform sampler2D atlas;
uniform float strength;
varying vec2 place;
void main() {
  gl_FragColor = vec4(texture2D(atlas, place).rgb, strength);
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
export class TilesLayer implements Layer {
  private readonly geometry = new BufferGeometry();
  private texture: DataTexture | null = null;
  private readonly material = new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: { atlas: { value: null }, strength: { value: 1 } },
    transparent: true,
    depthTest: false,
    depthWrite: false,
  });
  readonly object = new Mesh(this.geometry, this.material);

  constructor() {
    this.object.frustumCulled = false;
    this.object.visible = false;
  }

  set strength(opacity: number) {
    this.material.uniforms.strength.value = opacity;
  }

  set(sheet: TileSheet): void {
    const positions = new Float32Array(12 * sheet.count);
    const at = new Float32Array(12 * sheet.count);
    for (let tile = 0; tile < sheet.count; tile++) {
      const [minX, minY, maxX, maxY] = sheet.places.subarray(4 * tile, 4 * tile + 4);
      const [left, top, right, bottom] = sheet.cuts.subarray(4 * tile, 4 * tile + 4);
      positions.set([minX, minY, maxX, minY, maxX, maxY, minX, minY, maxX, maxY, minX, maxY], 12 * tile);
      const [u0, u1] = [left / sheet.width, right / sheet.width];
      // Texture rows count from the first one in memory, which is the top of the sheet.
      const [v0, v1] = [bottom / sheet.height, top / sheet.height];
      at.set([u0, v0, u1, v0, u1, v1, u0, v0, u1, v1, u0, v1], 12 * tile);
    }
    this.geometry.dispose();
    this.geometry.setAttribute('position', new BufferAttribute(positions, 2));
    this.geometry.setAttribute('at', new BufferAttribute(at, 2));
    this.geometry.setDrawRange(0, 6 * sheet.count);
    this.texture?.dispose();
    this.texture = new DataTexture(sheet.pixels, sheet.width, sheet.height, RGBAFormat, UnsignedByteType);
    this.texture.magFilter = NearestFilter;
    this.texture.minFilter = NearestFilter;
    this.texture.generateMipmaps = false;
    this.texture.needsUpdate = true;
    this.material.uniforms.atlas.value = this.texture;
    this.object.visible = sheet.count > 0;
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
