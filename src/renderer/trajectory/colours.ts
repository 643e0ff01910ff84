import { labelColour } from '../lenses/colour/labels';
import type { Rgb } from '../lenses/colour/rgb';
import { angleColour } from '../lenses/colour/wheel';
import { nearestPoint } from '../lenses/plane/hit';

/** By the class of the data point nearest to where a particle ends, by the direction in which it ends, or all the same. */
export type ParticleColour = 'class' | 'angle' | 'plain';

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
  for (let i = 0; i < count; i++) {
    const [x, y] = [end[2 * i], end[2 * i + 1]];
    let colour = plain;
    if (kind === 'angle') colour = angleColour(Math.atan2(y, x));
    else if (kind === 'class' && data) {
      const nearest = nearestPoint(data.values, data.count, x, y, Number.POSITIVE_INFINITY);
      if (nearest >= 0) colour = labelColour(data.labels[nearest]);
    }
    rgba.set([colour[0], colour[1], colour[2], 255 * alpha], 4 * i);
  }
  return rgba;
}
