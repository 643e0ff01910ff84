import type { AdversarialInfo } from '../../protocol/worker';
import { mixColours, parseColour, type Rgb } from '../lenses/colour/rgb';

/** What the two sides are drawn in: blue and orange are told apart by colour-blind eyes too, and points differ in shape. */
export interface SideColours {
  real: Rgb;
  fake: Rgb;
  /** The same in the heat map, paler, so that points stand out on it. */
  realGround: Rgb;
  fakeGround: Rgb;
  /** Where the discriminator cannot tell. */
  middle: Rgb;
}

const DARK: SideColours = {
  real: parseColour('#8fcaff'),
  fake: parseColour('#ffb45c'),
  realGround: parseColour('#1c5288'),
  fakeGround: parseColour('#7a4210'),
  middle: parseColour('#20252e'),
};
const LIGHT: SideColours = {
  real: parseColour('#0b4f94'),
  fake: parseColour('#a34400'),
  realGround: parseColour('#7db8ec'),
  fakeGround: parseColour('#f3b06c'),
  middle: parseColour('#f7f7f5'),
};

export const sideColours = (light: boolean): SideColours => (light ? LIGHT : DARK);

/** Which score stands for "fake", "cannot tell" and "real". */
export interface ScoreRange {
  low: number;
  middle: number;
  high: number;
}

/**
 * A probability runs from 0 over ½ to 1. A critic's score has no bounds and only differences mean something: it runs evenly to
 * both sides of `middle`, as far as the scores that are seen but for `left` of them at each end.
 */
export function scoreRange(
  scale: AdversarialInfo['scale'],
  scores: Float32Array,
  middle: number,
  left = 0.1,
): ScoreRange {
  if (scale === 'probability') return { low: 0, middle: 0.5, high: 1 };
  const finite = scores.filter(Number.isFinite).sort();
  if (finite.length === 0 || !Number.isFinite(middle)) return { low: -1, middle: 0, high: 1 };
  const low = finite[Math.floor(left * (finite.length - 1))];
  const high = finite[Math.ceil((1 - left) * (finite.length - 1))];
  const reach = Math.max(middle - low, high - middle, 1e-6);
  return { low: middle - reach, middle, high: middle + reach };
}

/** Colour of a score: the middle colour at the middle of the range, the full colour of a side at its end. */
export function scoreColour(score: number, { middle, high }: ScoreRange, colours: SideColours): Rgb {
  const way = Math.min(1, Math.max(-1, (score - middle) / (high - middle)));
  if (Number.isNaN(way)) return colours.middle;
  return mixColours(colours.middle, way < 0 ? colours.fakeGround : colours.realGround, Math.abs(way));
}

/** RGBA of each score, four bytes each. */
export function scoreTints(scores: Float32Array, range: ScoreRange, colours: SideColours): Uint8Array {
  const rgba = new Uint8Array(4 * scores.length);
  for (let i = 0; i < scores.length; i++) {
    rgba.set(scoreColour(scores[i], range, colours), 4 * i);
    // The lines of the plane show through.
    rgba[4 * i + 3] = 205;
  }
  return rgba;
}
