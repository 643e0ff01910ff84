import { BufferAttribute, BufferGeometry, LineSegments, ShaderMaterial } from 'three';
import { type Layer, roomFor } from './layer';
import { OVERLAID, TINTED_FRAGMENT } from './shading';

const VERTEX = `
attribute vec4 tint;
varying vec4 colour;
void main() {
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position.xy, 0.0, 1.0);
  colour = tint;
}`;

/** Separate hairlines, each end with its own colour. Callers fill `positions` and `tints`, then call `show`. */
export class SegmentsLayer implements Layer {
  private readonly geometry = new BufferGeometry();
  private readonly material = new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: TINTED_FRAGMENT,
    ...OVERLAID,
  });
  readonly object = new LineSegments(this.geometry, this.material);
  private capacity = 0;
  /** x, y of each end: four numbers a segment. */
  positions = new Float32Array(0);
  /** RGBA of each end: eight bytes a segment. */
  tints = new Uint8Array(0);

  constructor() {
    this.object.frustumCulled = false;
    this.reserve(1);
    this.show(0);
  }

  /** Makes room for `segments` segments; what was written before is lost when it grows. */
  reserve(segments: number): void {
    if (segments <= this.capacity) return;
    this.capacity = roomFor(segments, this.capacity);
    this.geometry.dispose();
    this.positions = new Float32Array(4 * this.capacity);
    this.tints = new Uint8Array(8 * this.capacity);
    this.geometry.setAttribute('position', new BufferAttribute(this.positions, 2));
    this.geometry.setAttribute('tint', new BufferAttribute(this.tints, 4, true));
  }

  /** Draws the first `segments` segments as they now are. */
  show(segments: number): void {
    this.geometry.setDrawRange(0, 2 * segments);
    this.geometry.attributes.position.needsUpdate = true;
    this.geometry.attributes.tint.needsUpdate = true;
    this.object.visible = segments > 0;
  }

  dispose(): void {
    this.geometry.dispose();
    this.material.dispose();
  }
}
