import { BufferAttribute, BufferGeometry, Color, Points, ShaderMaterial } from 'three';
import type { Rgb } from '../../lenses/colour/rgb';
import { roomFor } from '../../lenses/plane/layer';

const VERTEX = `
attribute vec4 tint;
uniform float pixels;
uniform float distance;
varying vec4 colour;
varying float depth;
void main() {
  vec4 seen = modelViewMatrix * vec4(position, 1.0);
  gl_Position = projectionMatrix * seen;
  depth = -seen.z / distance;
  // Points that are faded are also small, so that they do not stand before others.
  gl_PointSize = pixels * clamp(1.0 / depth, 0.5, 2.0) * mix(0.4, 1.0, tint.a);
  colour = tint;
}`;

// A disc; what is farther away takes the colour of the ground.
const FRAGMENT = `
uniform vec3 ground;
varying vec4 colour;
varying float depth;
void main() {
  if (length(gl_PointCoord - 0.5) > 0.5) discard;
  gl_FragColor = vec4(mix(colour.rgb, ground, clamp((depth - 0.75) * 0.7, 0.0, 0.6)), colour.a);
}`;

/** Points in a room: discs that grow smaller and fainter with their distance. */
export class PointsCloud {
  private readonly geometry = new BufferGeometry();
  private readonly material = new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: FRAGMENT,
    uniforms: { pixels: { value: 4 }, distance: { value: 1 }, ground: { value: new Color() } },
    transparent: true,
  });
  readonly object = new Points(this.geometry, this.material);
  private capacity = 0;
  /** Kept for when the buffers grow: colours may come before the points. */
  private rgba: Uint8Array = new Uint8Array(0);

  constructor() {
    this.object.frustumCulled = false;
  }

  /** Row-major x, y, z. */
  place(positions: Float32Array, count: number): void {
    if (count > this.capacity || this.capacity === 0) {
      this.capacity = roomFor(count, this.capacity);
      this.geometry.dispose();
      this.geometry.setAttribute('position', new BufferAttribute(new Float32Array(3 * this.capacity), 3));
      this.geometry.setAttribute('tint', new BufferAttribute(new Uint8Array(4 * this.capacity), 4, true));
      this.colour(this.rgba);
    }
    const attribute = this.geometry.getAttribute('position');
    attribute.array.set(positions.subarray(0, 3 * count));
    attribute.needsUpdate = true;
    this.geometry.setDrawRange(0, count);
  }

  /** RGBA of each point, four bytes each. */
  colour(rgba: Uint8Array): void {
    this.rgba = rgba;
    if (this.capacity === 0) return;
    const attribute = this.geometry.getAttribute('tint');
    attribute.array.set(rgba.subarray(0, 4 * this.capacity));
    attribute.needsUpdate = true;
  }

  /** `pixels`: device pixels of a point at `distance` from the eye; `ground`: what far points turn to. */
  look(pixels: number, distance: number, [red, green, blue]: Rgb): void {
    this.material.uniforms.pixels.value = pixels;
    this.material.uniforms.distance.value = distance;
    // As they are on the screen: the tints are not converted either.
    this.material.uniforms.ground.value.setRGB(red / 255, green / 255, blue / 255);
  }

  dispose(): void {
    this.geometry.dispose();
    this.material.dispose();
  }
}
