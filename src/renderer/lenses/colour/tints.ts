import { labelColour } from './labels';
import type { Rgb } from './rgb';

/** The same colour for every point. */
export function evenTints(count: number, [red, green, blue]: Rgb, alpha: number): Uint8Array {
  const rgba = new Uint8Array(4 * count);
  for (let i = 0; i < count; i++) rgba.set([red, green, blue, 255 * alpha], 4 * i);
  return rgba;
}

/** Each point in the colour of its class. */
export function classTints(labels: Uint8Array, alpha: number): Uint8Array {
  const rgba = new Uint8Array(4 * labels.length);
  for (const [i, label] of labels.entries()) rgba.set([...labelColour(label), 255 * alpha], 4 * i);
  return rgba;
}
