import type { SegmentsLayer } from '../lenses/plane/segments-layer';
import type { Frames } from './frames';

/** Particles that get a line; more would hide what they show. */
export const LINED_PARTICLES = 320;
/** How many steps back a trail reaches. */
export const TRAIL_STEPS = 14;
const TRAIL_ALPHA = 0.55;
const LINK_ALPHA = 0.22;

/** Buffers of a set of separate lines, as `SegmentsLayer` has them. */
export type SegmentBuffers = Pick<SegmentsLayer, 'positions' | 'tints' | 'reserve'>;

/** Writes the way of the first particles over the last steps before `u`, fading backwards. Gives the number of segments. */
export function writeTrails(
  { samples, count, steps }: Frames,
  u: number,
  now: Float32Array,
  colours: Uint8Array,
  out: SegmentBuffers,
): number {
  const particles = Math.min(count, LINED_PARTICLES);
  const head = Math.min(steps, Math.max(0, u));
  const newest = Math.floor(head);
  const oldest = Math.max(0, newest - TRAIL_STEPS + 1);
  const knots = newest - oldest + 1;
  out.reserve(particles * knots);
  const alpha = (k: number) => 255 * TRAIL_ALPHA * Math.max(0, 1 - (head - k) / TRAIL_STEPS);
  let segment = 0;
  for (let particle = 0; particle < particles; particle++) {
    for (let k = oldest; k <= newest; k++) {
      const from = 2 * (k * count + particle);
      const last = k === newest;
      const to = last ? 2 * particle : 2 * ((k + 1) * count + particle);
      const ends = last ? now : samples;
      join(out.positions, segment, samples, from, ends, to);
      tint(out.tints, 8 * segment, colours, particle, alpha(k));
      tint(out.tints, 8 * segment + 4, colours, particle, alpha(last ? head : k + 1));
      segment++;
    }
  }
  return segment;
}

/** Writes lines between the first particles at two places (x_t and the prediction of x_0). Gives the number of segments. */
export function writeLinks(
  from: Float32Array,
  to: Float32Array,
  count: number,
  colours: Uint8Array,
  out: SegmentBuffers,
): number {
  const particles = Math.min(count, LINED_PARTICLES);
  out.reserve(particles);
  for (let i = 0; i < particles; i++) {
    join(out.positions, i, from, 2 * i, to, 2 * i);
    tint(out.tints, 8 * i, colours, i, 255 * LINK_ALPHA);
    tint(out.tints, 8 * i + 4, colours, i, 255 * LINK_ALPHA);
  }
  return particles;
}

function join(
  positions: Float32Array,
  segment: number,
  from: Float32Array,
  fromAt: number,
  to: Float32Array,
  toAt: number,
): void {
  positions[4 * segment] = from[fromAt];
  positions[4 * segment + 1] = from[fromAt + 1];
  positions[4 * segment + 2] = to[toAt];
  positions[4 * segment + 3] = to[toAt + 1];
}

function tint(tints: Uint8Array, at: number, colours: Uint8Array, particle: number, alpha: number): void {
  tints[at] = colours[4 * particle];
  tints[at + 1] = colours[4 * particle + 1];
  tints[at + 2] = colours[4 * particle + 2];
  tints[at + 3] = alpha;
}
