import { labelColour } from '../lenses/colour/labels';
import type { Rgb } from '../lenses/colour/rgb';
import { viridis } from '../lenses/colour/viridis';
import { angleColour } from '../lenses/colour/wheel';
import { nearestPoint } from '../lenses/plane/hit';

/** The 256 colours of viridis, three bytes each: for what is coloured anew at every frame. */
export const VIRIDIS = Uint8Array.from({ length: 256 * 3 }, (_, i) => viridis(Math.floor(i / 3) / 255)[i % 3]);

/** By the class of the data point nearest to where a particle ends, by the direction in which it ends, or all the same. */
export type ParticleColour = 'class' | 'angle' | 'plain';

/** Distances that are looked at, at most: colours must not hold up the window. */
const MOST_PAIRS = 4_000_000;

/** RGBA of each particle from its last position (row-major x, y). */
export function particleTints(
  kind: ParticleColour,
  end: Float32Array,
  count: number,
  data: { values: Float32Array; labels: Uint8Array; count: number } | null,
  plain: Rgb,
  alpha: number,
): Uint8Array {
  const rgba = new Uint8Array(4 * count);
  const known = data ? Math.min(data.count, Math.max(200, Math.floor(MOST_PAIRS / Math.max(1, count)))) : 0;
  for (let i = 0; i < count; i++) {
    const [x, y] = [end[2 * i], end[2 * i + 1]];
    let colour = plain;
    if (kind === 'angle') colour = angleColour(Math.atan2(y, x));
    else if (kind === 'class' && data) {
      const nearest = nearestPoint(data.values, known, x, y, Number.POSITIVE_INFINITY);
      if (nearest >= 0) colour = labelColour(data.labels[nearest]);
    }
    rgba.set([colour[0], colour[1], colour[2], 255 * alpha], 4 * i);
  }
  return rgba;
}
