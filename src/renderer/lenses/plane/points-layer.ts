import { BufferAttribute, BufferGeometry, Points, ShaderMaterial } from 'three';
import { type Layer, roomFor, type Surface } from './layer';
import type { Size } from './transform';

const VERTEX = `
attribute vec2 origin;
attribute vec4 tint;
uniform float glide;
uniform float pixels;
varying vec4 colour;
void main() {
  gl_Position = projectionMatrix * modelViewMatrix * vec4(mix(origin, position.xy, glide), 0.0, 1.0);
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

/** Round points of one size. Each glides from where it was to where it is now; the GPU does the gliding. */
export class PointsLayer implements Layer {
  private readonly geometry = new BufferGeometry();
  private readonly material = new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: { glide: { value: 1 }, pixels: { value: 4 } },
    transparent: true,
    depthTest: false,
    depthWrite: false,
  });
  readonly object = new Points(this.geometry, this.material);
  private capacity = 0;
  private count = 0;
  private position!: BufferAttribute;
  private origin!: BufferAttribute;
  private tint!: BufferAttribute;
  /** Kept for when the buffers grow: colours may come before the points. */
  private rgba: Uint8Array = new Uint8Array(0);

  /** Diameter in CSS pixels. */
  size = 4;

  constructor() {
    this.object.frustumCulled = false;
    this.reserve(0);
  }

  /** Puts points (row-major x, y) at once where they belong. */
  place(points: Float32Array, count: number): void {
    this.reserve(count);
    this.position.array.set(points.subarray(0, 2 * count));
    this.origin.array.set(points.subarray(0, 2 * count));
    this.changed();
    this.glide = 1;
  }

  /** Starts a glide from where the points are seen at this moment to `points`. */
  moveTo(points: Float32Array, count: number): void {
    if (count !== this.count) {
      this.place(points, count);
      return;
    }
    const at = this.position.array;
    const from = this.origin.array;
    const glide = this.glide;
    for (let i = 0; i < 2 * count; i++) from[i] += (at[i] - from[i]) * glide;
    at.set(points.subarray(0, 2 * count));
    this.changed();
    this.glide = 0;
  }

  /** How far the glide has come, from 0 to 1. */
  get glide(): number {
    return this.material.uniforms.glide.value;
  }
  set glide(amount: number) {
    this.material.uniforms.glide.value = amount;
  }

  /** RGBA of each point, four bytes each. */
  colour(rgba: Uint8Array): void {
    this.rgba = rgba;
    this.tint.array.set(rgba.subarray(0, 4 * this.capacity));
    this.tint.needsUpdate = true;
  }

  prepare({ pixelRatio }: Surface): void {
    this.material.uniforms.pixels.value = this.size * pixelRatio;
  }

  dispose(): void {
    this.geometry.dispose();
    this.material.dispose();
  }

  private changed(): void {
    this.position.needsUpdate = true;
    this.origin.needsUpdate = true;
  }

  private reserve(count: number): void {
    this.count = count;
    if (count > this.capacity || !this.position) {
      this.capacity = roomFor(count, this.capacity);
      // Attributes keep their size on the GPU, so a larger set needs a new buffer.
      this.geometry.dispose();
      this.position = new BufferAttribute(new Float32Array(2 * this.capacity), 2);
      this.origin = new BufferAttribute(new Float32Array(2 * this.capacity), 2);
      this.tint = new BufferAttribute(new Uint8Array(4 * this.capacity), 4, true);
      this.geometry.setAttribute('position', this.position);
      this.geometry.setAttribute('origin', this.origin);
      this.geometry.setAttribute('tint', this.tint);
      this.colour(this.rgba);
    }
    this.geometry.setDrawRange(0, count);
  }
}

/** Diameter (CSS pixels) at which `count` points fill a plane without hiding each other. */
export const pointSize = (count: number, { width, height }: Size): number =>
  Math.min(4.4, Math.max(2.4, 0.34 * Math.sqrt((width * height) / Math.max(count, 1))));
