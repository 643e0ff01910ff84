import { BufferAttribute, InstancedBufferAttribute, InstancedBufferGeometry, Mesh, ShaderMaterial } from 'three';
import { type Layer, type Marks, roomFor, type Surface } from './layer';
import { OVERLAID, TINTED_FRAGMENT } from './shading';

/** Widths in CSS pixels. */
const SHAFT = 0.65;
const HEAD_LENGTH = 5;
const HEAD = 2.4;

const VERTEX = `
attribute vec2 origin;
attribute vec2 arrow;
attribute vec4 tint;
uniform float scale;
varying vec4 colour;
void main() {
  float world = length(arrow);
  float pixels = world * scale;
  vec2 along = world > 0.0 ? arrow / world : vec2(1.0, 0.0);
  vec2 across = vec2(-along.y, along.x);
  float head = min(${HEAD_LENGTH.toFixed(1)}, pixels * 0.55);
  // position.x: 0 tail, 1 where the head begins, 2 tip; position.z: half width of this corner
  float distance = position.x < 0.5 ? 0.0 : position.x < 1.5 ? pixels - head : pixels;
  float width = position.y * position.z * (position.z > 1.0 ? head / ${HEAD_LENGTH.toFixed(1)} : 1.0);
  vec2 place = origin + (along * distance + across * width) / scale;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(place, 0.0, 1.0);
  colour = tint;
}`;

/** Where along the arrow, on which side, and half how wide: two triangles of shaft, one of head. */
const CORNERS = new Float32Array([
  0,
  -1,
  SHAFT,
  1,
  -1,
  SHAFT,
  1,
  1,
  SHAFT,
  0,
  -1,
  SHAFT,
  1,
  1,
  SHAFT,
  0,
  1,
  SHAFT,
  1,
  -1,
  HEAD,
  2,
  0,
  HEAD,
  1,
  1,
  HEAD,
]);

/** Arrows in one instanced call: a hairline shaft with a head of fixed size in pixels. */
export class ArrowsLayer implements Layer {
  private readonly geometry = new InstancedBufferGeometry();
  private readonly material = new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: TINTED_FRAGMENT,
    uniforms: { scale: { value: 1 } },
    ...OVERLAID,
  });
  readonly object = new Mesh(this.geometry, this.material);
  private capacity = 0;

  constructor() {
    this.object.frustumCulled = false;
    this.geometry.setAttribute('position', new BufferAttribute(CORNERS, 3));
    this.object.visible = false;
  }

  /** Tails (x, y), vectors (x, y) in world units and RGBA bytes of `count` arrows. */
  set(origins: Float32Array, vectors: Float32Array, tints: Uint8Array, count: number): void {
    if (count > this.capacity) {
      this.capacity = roomFor(count, this.capacity);
      this.geometry.dispose();
      this.geometry.setAttribute('origin', new InstancedBufferAttribute(new Float32Array(2 * this.capacity), 2));
      this.geometry.setAttribute('arrow', new InstancedBufferAttribute(new Float32Array(2 * this.capacity), 2));
      this.geometry.setAttribute('tint', new InstancedBufferAttribute(new Uint8Array(4 * this.capacity), 4, true));
    }
    this.write('origin', origins, 2 * count);
    this.write('arrow', vectors, 2 * count);
    this.write('tint', tints, 4 * count);
    this.geometry.instanceCount = count;
    this.object.visible = count > 0;
  }

  hide(): void {
    this.object.visible = false;
  }

  prepare({ scale }: Surface): void {
    this.material.uniforms.scale.value = scale;
  }

  /** Shaft and both sides of the head of each arrow, at the scale of the last drawing. */
  marks(): Marks {
    const count = this.object.visible ? this.geometry.instanceCount : 0;
    const scale = Number(this.material.uniforms.scale.value);
    const [origins, arrows, own] = ['origin', 'arrow', 'tint'].map((name) => this.geometry.getAttribute(name)?.array);
    const places = new Float32Array(12 * count);
    const tints = new Uint8Array(24 * count);
    for (let i = 0; i < count; i++) {
      const [x, y, dx, dy] = [origins[2 * i], origins[2 * i + 1], arrows[2 * i], arrows[2 * i + 1]];
      const length = Math.hypot(dx, dy) || 1;
      const head = Math.min(HEAD_LENGTH, length * scale * 0.55) / scale;
      const half = (head * HEAD) / HEAD_LENGTH;
      const [ax, ay] = [dx / length, dy / length];
      const [tipX, tipY] = [x + dx, y + dy];
      const [neckX, neckY] = [tipX - ax * head, tipY - ay * head];
      const left = [neckX - ay * half, neckY + ax * half];
      const right = [neckX + ay * half, neckY - ax * half];
      places.set([x, y, tipX, tipY, ...left, tipX, tipY, ...right, tipX, tipY], 12 * i);
      for (let end = 0; end < 6; end++) for (let c = 0; c < 4; c++) tints[24 * i + 4 * end + c] = own[4 * i + c];
    }
    return { kind: 'lines', places, tints, count: 6 * count };
  }

  dispose(): void {
    this.geometry.dispose();
    this.material.dispose();
  }

  private write(name: string, values: Float32Array | Uint8Array, length: number): void {
    const attribute = this.geometry.getAttribute(name);
    attribute.array.set(values.subarray(0, length));
    attribute.needsUpdate = true;
  }
}
