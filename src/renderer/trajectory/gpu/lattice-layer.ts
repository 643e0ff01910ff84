import { BufferAttribute, BufferGeometry, LineSegments, ShaderMaterial } from 'three';
import type { Rgb } from '../../lenses/colour/rgb';
import type { Layer, Marks } from '../../lenses/plane/layer';
import { OVERLAID, TINTED_FRAGMENT } from '../../lenses/plane/shading';
import type { Lattice } from '../lattice';
import { FRAMES_GLSL, type FramesTexture, placeAt } from './frames-texture';

const VERTEX = `
${FRAMES_GLSL}
uniform highp sampler2D frames;
uniform int rows;
uniform float u;
attribute float which;
attribute vec4 tint;
varying vec4 colour;
void main() {
  gl_Position = projectionMatrix * modelViewMatrix * vec4(placeAt(frames, rows, u, int(which)), 0.0, 1.0);
  colour = tint;
}`;

/** Lines between points of a recorded trajectory, two vertices a piece; moving along it sets one uniform. */
export class LatticeLayer implements Layer {
  private readonly geometry = new BufferGeometry();
  private readonly material = new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: TINTED_FRAGMENT,
    uniforms: { frames: { value: null }, count: { value: 0 }, rows: { value: 1 }, u: { value: 0 } },
    ...OVERLAID,
  });
  readonly object = new LineSegments(this.geometry, this.material);
  private readonly tints: Uint8Array;

  constructor(private readonly lattice: Lattice) {
    const { pieces } = lattice;
    this.tints = new Uint8Array(4 * pieces.length);
    this.geometry.setAttribute('which', new BufferAttribute(Float32Array.from(pieces), 1));
    this.geometry.setAttribute('tint', new BufferAttribute(this.tints, 4, true));
    this.geometry.setDrawRange(0, pieces.length);
    this.object.frustumCulled = false;
    this.object.visible = false;
  }

  colour(rgb: Rgb): void {
    const { pieces, strength } = this.lattice;
    for (let i = 0; i < pieces.length; i++) this.tints.set([...rgb, 255 * strength[pieces[i]]], 4 * i);
    this.geometry.getAttribute('tint').needsUpdate = true;
  }

  set(frames: FramesTexture, u: number): void {
    const { uniforms } = this.material;
    uniforms.frames.value = frames.texture;
    uniforms.count.value = frames.count;
    uniforms.rows.value = frames.rows;
    uniforms.u.value = u;
    this.object.visible = true;
  }

  hide(): void {
    this.object.visible = false;
  }

  marks(): Marks {
    const { pieces } = this.lattice;
    const { frames, count, rows, u } = this.material.uniforms;
    const places = new Float32Array(2 * pieces.length);
    for (let i = 0; i < pieces.length; i++)
      placeAt(frames.value, { rows: rows.value, count: count.value }, u.value, pieces[i], places, 2 * i);
    return { kind: 'lines', places, tints: this.tints, count: pieces.length };
  }

  dispose(): void {
    this.geometry.dispose();
    this.material.dispose();
  }
}
