import { BufferAttribute, BufferGeometry, Points, ShaderMaterial } from 'three';
import { type Layer, roomFor, type Surface } from './layer';
import { OVERLAID } from './shading';
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

// A disc, or a square on its corner, whose rim is one device pixel soft.
const FRAGMENT = `
uniform float pixels;
uniform float strength;
uniform float diamond;
varying vec4 colour;
void main() {
  vec2 away = abs(gl_PointCoord - 0.5);
  float inside = (0.5 - mix(length(away), away.x + away.y, diamond)) * pixels;
  float alpha = colour.a * strength * clamp(inside, 0.0, 1.0);
  if (alpha < 0.004) discard;
  gl_FragColor = vec4(colour.rgb, alpha);
}`;

/** How large points are drawn, and how opaque. */
export interface PointLook {
  /** Diameter in CSS pixels. */
  size: number;
  /** Factor of every point's own alpha. */
  strength: number;
}

/** Points of one size, round ones or diamonds. Each glides from where it was to where it is now; the GPU does the gliding. */
export class PointsLayer implements Layer {
  private readonly geometry = new BufferGeometry();
  private readonly material = new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: { glide: { value: 1 }, pixels: { value: 4 }, strength: { value: 1 }, diamond: { value: 0 } },
    ...OVERLAID,
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
  /** Where the look depends on how far the plane is zoomed in (CSS pixels per world unit); goes before `size`. */
  look: ((scale: number) => PointLook) | null = null;

  constructor(shape: 'disc' | 'diamond' = 'disc') {
    this.material.uniforms.diamond.value = shape === 'diamond' ? 1 : 0;
    this.object.frustumCulled = false;
    this.reserve(0);
  }

  /** Puts points (row-major x, y) at once where they belong. The first `kept` of them are there already. */
  place(points: Float32Array, count: number, kept = 0): void {
    const from = this.reserve(count) ? 0 : Math.min(kept, count);
    write(this.position, points, 2 * from, 2 * count);
    this.glide = 1;
  }

  /** Starts a glide from where the points are seen at this moment to `points`. */
  moveTo(points: Float32Array, count: number): void {
    if (count !== this.count) {
      this.place(points, count);
      return;
    }
    const glide = this.glide;
    if (glide < 1) {
      const at = this.position.array;
      const from = this.origin.array;
      for (let i = 0; i < 2 * count; i++) from[i] += (at[i] - from[i]) * glide;
      changed(this.origin, 0, 2 * count);
    } else {
      // Where the points are is where they come from: the buffers change places, and one of them is sent instead of two.
      [this.position, this.origin] = [this.origin, this.position];
      this.geometry.setAttribute('position', this.position);
      this.geometry.setAttribute('origin', this.origin);
    }
    write(this.position, points, 0, 2 * count);
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
    write(this.tint, rgba, 0, Math.min(rgba.length, 4 * this.capacity));
  }

  prepare({ pixelRatio, scale }: Surface): void {
    const { size, strength } = this.look?.(scale) ?? { size: this.size, strength: 1 };
    this.material.uniforms.pixels.value = size * pixelRatio;
    this.material.uniforms.strength.value = strength;
  }

  dispose(): void {
    this.geometry.dispose();
    this.material.dispose();
  }

  /** Makes room; true when the buffers are new ones. */
  private reserve(count: number): boolean {
    const grows = count > this.capacity || !this.position;
    this.count = count;
    if (grows) {
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
    return grows;
  }
}

/** Copies numbers to the same place in an attribute; only they are sent to the GPU. */
function write(attribute: BufferAttribute, values: Float32Array | Uint8Array, start: number, end: number): void {
  if (end <= start) return;
  attribute.array.set(values.subarray(start, end), start);
  changed(attribute, start, end);
}

function changed(attribute: BufferAttribute, start: number, end: number): void {
  const last = attribute.updateRanges.at(-1);
  // While nothing is drawn the ranges wait: one that is waiting already need not wait twice.
  if (!last || last.start > start || last.start + last.count < end) attribute.addUpdateRange(start, end - start);
  attribute.needsUpdate = true;
}

/** Diameter (CSS pixels) at which `count` points fill a plane without hiding each other. */
export const pointSize = (count: number, { width, height }: Size): number =>
  Math.min(4.4, Math.max(2.4, 0.34 * Math.sqrt((width * height) / Math.max(count, 1))));

/** Above this many points they get smaller and more transparent than points that are told apart. */
const CROWD = 20_000;

/**
 * How `count` points look that just fill a plane at `fitted` CSS pixels per world unit: a crowd is drawn small and thin so that
 * its density shows, and zooming in makes its points larger and solid.
 */
export function crowdLook(count: number, size: Size, fitted: number): (scale: number) => PointLook {
  return (scale) => {
    const zoom = Math.max(1, scale / Math.max(fitted, 1e-9));
    const near = count / zoom ** 2;
    if (near <= CROWD) return { size: pointSize(near, size), strength: 1 };
    const thin = Math.sqrt(CROWD / near);
    return { size: Math.max(1.5, 2.4 * thin), strength: Math.max(0.22, thin) };
  };
}
