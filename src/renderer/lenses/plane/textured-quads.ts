import {
  BufferAttribute,
  BufferGeometry,
  DataTexture,
  type IUniform,
  type MagnificationTextureFilter,
  Mesh,
  RGBAFormat,
  ShaderMaterial,
  UnsignedByteType,
} from 'three';
import type { Layer } from './layer';
import { OVERLAID } from './shading';

const VERTEX = `
attribute vec2 at;
varying vec2 place;
void main() {
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position.xy, 0.0, 1.0);
  place = at;
}`;

/** Left, bottom, right, top. */
export type Sides = readonly [number, number, number, number];

/** The corners of the two triangles of a rectangle: twelve numbers. */
export const cornersOf = ([left, bottom, right, top]: Sides): number[] => [
  ...[left, bottom, right, bottom, right, top],
  ...[left, bottom, right, top, left, top],
];

/** Numbers of one rectangle in `positions` and `at`. */
export const CORNER_NUMBERS = 12;

/** Rectangles of the plane that show pieces of one picture (the uniform `picture`), in one call. */
export class TexturedQuads implements Layer {
  private readonly geometry = new BufferGeometry();
  private texture: DataTexture | null = null;
  protected readonly material: ShaderMaterial;
  readonly object: Mesh;

  /** @param filter How pixels of the picture are enlarged. */
  constructor(
    fragmentShader: string,
    private readonly filter: MagnificationTextureFilter,
    uniforms: Record<string, IUniform<number>> = {},
  ) {
    this.material = new ShaderMaterial({
      vertexShader: VERTEX,
      fragmentShader,
      uniforms: { picture: { value: null }, ...uniforms },
      ...OVERLAID,
    });
    this.object = new Mesh(this.geometry, this.material);
    this.object.frustumCulled = false;
    this.object.visible = false;
  }

  /** Where the rectangles lie in the world (`positions`) and in the picture (`at`, shares of its sides): `CORNER_NUMBERS` each. */
  protected lay(positions: Float32Array, at: Float32Array): void {
    this.geometry.dispose();
    this.geometry.setAttribute('position', new BufferAttribute(positions, 2));
    this.geometry.setAttribute('at', new BufferAttribute(at, 2));
    this.geometry.setDrawRange(0, positions.length / 2);
    this.object.visible = positions.length > 0;
  }

  /** RGBA bytes of the picture; they are read when it is drawn next. */
  protected paint(rgba: Uint8Array, width: number, height: number): void {
    const { image } = this.texture ?? {};
    if (this.texture && image?.width === width && image?.height === height) {
      this.texture.image = { data: rgba, width, height };
    } else {
      this.texture?.dispose();
      this.texture = new DataTexture(rgba, width, height, RGBAFormat, UnsignedByteType);
      this.texture.magFilter = this.filter;
      this.texture.minFilter = this.filter;
      this.texture.generateMipmaps = false;
      this.material.uniforms.picture.value = this.texture;
    }
    this.texture.needsUpdate = true;
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
