import { InstancedBufferAttribute, InstancedBufferGeometry, LineSegments, ShaderMaterial } from 'three';
import type { Layer, Marks } from '../../lenses/plane/layer';
import { OVERLAID, TINTED_FRAGMENT } from '../../lenses/plane/shading';
import { FRAMES_GLSL, type FramesTexture, placeAt } from './frames-texture';

/** Particles that get a line; more would hide what they show. */
export const LINED_PARTICLES = 320;
/** Pieces of a trail. */
const PIECES = 24;
/** How far back a trail reaches, in t. */
export const TRAIL_TIME = 0.28;
const TRAIL_ALPHA = 0.55;
const LINK_ALPHA = 0.22;

// A trail: piece j of the way from `tail` to `head`. A link: from x_t at `head` to the prediction at `target`.
const VERTEX = `
${FRAMES_GLSL}
uniform highp sampler2D frames;
uniform int rows;
uniform highp sampler2D predictions;
uniform int predictedRows;
uniform float head;
uniform float tail;
uniform float target;
uniform bool links;
attribute vec4 tint;
varying vec4 colour;
void main() {
  vec2 place;
  float alpha = ${LINK_ALPHA};
  if (links) {
    place = gl_VertexID == 0
      ? placeAt(frames, rows, head, gl_InstanceID)
      : placeAt(predictions, predictedRows, target, gl_InstanceID);
  } else {
    float share = float((gl_VertexID + 1) / 2) / ${PIECES.toFixed(1)};
    place = placeAt(frames, rows, mix(tail, head, share), gl_InstanceID);
    alpha = ${TRAIL_ALPHA} * share;
  }
  gl_Position = projectionMatrix * modelViewMatrix * vec4(place, 0.0, 1.0);
  colour = vec4(tint.rgb, alpha);
}`;

/** Lines of the first particles: where they came from, or where they are predicted to end. The graphics card finds the places. */
export class LinesLayer implements Layer {
  private readonly geometry = new InstancedBufferGeometry();
  private readonly material = new ShaderMaterial({
    vertexShader: VERTEX,
    fragmentShader: TINTED_FRAGMENT,
    uniforms: {
      frames: { value: null },
      count: { value: 0 },
      rows: { value: 1 },
      predictions: { value: null },
      predictedRows: { value: 1 },
      head: { value: 0 },
      tail: { value: 0 },
      target: { value: 0 },
      links: { value: false },
    },
    ...OVERLAID,
  });
  readonly object = new LineSegments(this.geometry, this.material);
  private tinted = 0;

  constructor() {
    this.object.frustumCulled = false;
    this.object.visible = false;
    this.geometry.setAttribute('tint', new InstancedBufferAttribute(new Uint8Array(4 * LINED_PARTICLES), 4, true));
  }

  /** RGBA of each particle, four bytes each; alpha is the layer's own. */
  colour(rgba: Uint8Array): void {
    this.tinted = Math.min(LINED_PARTICLES, rgba.length / 4);
    const tint = this.geometry.getAttribute('tint');
    tint.array.set(rgba.subarray(0, 4 * this.tinted));
    tint.needsUpdate = true;
  }

  trails(frames: FramesTexture, tail: number, head: number): void {
    const { uniforms } = this.material;
    this.show(frames, 2 * PIECES);
    uniforms.predictions.value = frames.texture;
    uniforms.tail.value = tail;
    uniforms.head.value = head;
    uniforms.links.value = false;
  }

  links(frames: FramesTexture, head: number, predictions: FramesTexture, target: number): void {
    const { uniforms } = this.material;
    this.show(frames, 2);
    uniforms.predictions.value = predictions.texture;
    uniforms.predictedRows.value = predictions.rows;
    uniforms.head.value = head;
    uniforms.target.value = target;
    uniforms.links.value = true;
  }

  hide(): void {
    this.object.visible = false;
  }

  /** Both ends of every piece, as the vertex shader places and tints them. */
  marks(): Marks {
    const { geometry } = this;
    const { uniforms } = this.material;
    const links = Boolean(uniforms.links.value);
    const particles = Math.min(geometry.instanceCount, LINED_PARTICLES);
    const ends = geometry.drawRange.count;
    const table = (rows: number) => ({ rows, count: Number(uniforms.count.value) });
    const places = new Float32Array(2 * ends * particles);
    const tints = new Uint8Array(4 * ends * particles);
    const own = geometry.getAttribute('tint').array;
    const { head, tail, target } = uniforms;
    for (let i = 0, at = 0; i < particles; i++) {
      for (let vertex = 0; vertex < ends; vertex++, at++) {
        const share = Math.floor((vertex + 1) / 2) / PIECES;
        if (links && vertex === 1)
          placeAt(uniforms.predictions.value, table(uniforms.predictedRows.value), target.value, i, places, 2 * at);
        else {
          const u = links ? head.value : tail.value + (head.value - tail.value) * share;
          placeAt(uniforms.frames.value, table(uniforms.rows.value), u, i, places, 2 * at);
        }
        tints.set([own[4 * i], own[4 * i + 1], own[4 * i + 2]], 4 * at);
        tints[4 * at + 3] = 255 * (links ? LINK_ALPHA : TRAIL_ALPHA * share);
      }
    }
    return { kind: 'lines', places, tints, count: ends * particles };
  }

  dispose(): void {
    this.geometry.dispose();
    this.material.dispose();
  }

  private show(frames: FramesTexture, vertices: number): void {
    const { uniforms } = this.material;
    uniforms.frames.value = frames.texture;
    uniforms.count.value = frames.count;
    uniforms.rows.value = frames.rows;
    this.geometry.setDrawRange(0, vertices);
    this.geometry.instanceCount = Math.min(frames.count, this.tinted);
    this.object.visible = this.tinted > 0;
  }
}
