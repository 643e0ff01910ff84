import { BufferAttribute, BufferGeometry, Points, ShaderMaterial } from 'three';
import { type Layer, type Marks, roomFor, type Surface } from '../../lenses/plane/layer';
import { OVERLAID } from '../../lenses/plane/shading';
import { FRAMES_GLSL, type FramesTexture, placeAt } from './frames-texture';

const VERTEX = `
${FRAMES_GLSL}
uniform highp sampler2D frames;
uniform int rows;
uniform float u;
uniform float pixels;
attribute vec4 tint;
varying vec4 colour;
void main() {
  gl_Position = projectionMatrix * modelViewMatrix * vec4(placeAt(frames, rows, u, gl_VertexID), 0.0, 1.0);
  gl_PointSize = pixels;
  colour = tint;
}`;

// A disc whose rim is one device pixel soft.
const FRAGMENT = `
uniform float pixels;
varying vec4 colour;
void main() {
  float inside = 0.5 * pixels - length(gl_PointCoord - 0.5) * pixels;
  float alpha = colour.a * clamp(inside, 0.0, 1.0);
  if (alpha < 0.004) discard;
  gl_FragColor = vec4(colour.rgb, alpha);
}`;

/** The particles of a recorded trajectory as discs; moving along it sets one uniform. */
export class ParticlesLayer implements Layer {
  private readonly geometry = new BufferGeometry();
  private readonly material = new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: {
      frames: { value: null },
      count: { value: 0 },
      rows: { value: 1 },
      u: { value: 0 },
      pixels: { value: 4 },
    },
    ...OVERLAID,
  });
  readonly object = new Points(this.geometry, this.material);
  private capacity = 0;

  /** Diameter in CSS pixels. */
  size = 4;

  constructor() {
    this.object.frustumCulled = false;
    this.object.visible = false;
  }

  set(frames: FramesTexture, u: number): void {
    const { uniforms } = this.material;
    uniforms.frames.value = frames.texture;
    uniforms.count.value = frames.count;
    uniforms.rows.value = frames.rows;
    uniforms.u.value = u;
    this.geometry.setDrawRange(0, Math.min(frames.count, this.capacity));
    this.object.visible = this.capacity > 0;
  }

  /** RGBA of each particle, four bytes each. */
  colour(rgba: Uint8Array): void {
    const count = rgba.length / 4;
    if (count > this.capacity) {
      this.capacity = roomFor(count, this.capacity);
      // Attributes keep their size on the card, so a larger set needs a new buffer.
      this.geometry.dispose();
      this.geometry.setAttribute('tint', new BufferAttribute(new Uint8Array(4 * this.capacity), 4, true));
    }
    const tint = this.geometry.getAttribute('tint');
    tint.array.set(rgba);
    tint.needsUpdate = true;
  }

  prepare({ pixelRatio }: Surface): void {
    this.material.uniforms.pixels.value = this.size * pixelRatio;
  }

  marks(): Marks {
    const { frames, count: all, rows, u } = this.material.uniforms;
    const { count } = this.geometry.drawRange;
    const places = new Float32Array(2 * count);
    for (let i = 0; i < count; i++)
      placeAt(frames.value, { rows: rows.value, count: all.value }, u.value, i, places, 2 * i);
    return { kind: 'points', places, tints: this.geometry.getAttribute('tint').array, count };
  }

  dispose(): void {
    this.geometry.dispose();
    this.material.dispose();
  }
}
