import { mixColours, parseColour, type Rgb } from '../lenses/colour/rgb';
import { type ColourRange, shareOfRange } from './reading';

/** From nothing to the highest: of one hue and even steps of lightness, so that blue and orange points stand out on it. */
const DARK = ['#181b23', '#2b2648', '#483a78', '#6b56a4', '#947dcb', '#bda6e6'].map(parseColour);
const LIGHT = ['#f8f8f6', '#e3dcf2', '#c3b3e2', '#9f88cd', '#7a60b2', '#553c8c'].map(parseColour);

const rampOf = (light: boolean): readonly Rgb[] => (light ? LIGHT : DARK);

/** Colour of a share of the range, from 0 to 1. */
export function densityColour(share: number, light: boolean): Rgb {
  const ramp = rampOf(light);
  const at = Math.min(1, Math.max(0, Number.isNaN(share) ? 0 : share)) * (ramp.length - 1);
  const low = Math.min(ramp.length - 2, Math.floor(at));
  return mixColours(ramp[low], ramp[low + 1], at - low);
}

/** RGBA of each log p, four bytes each; the lines of the plane show through where there is little. */
export function densityTints(logProb: Float32Array, range: ColourRange, light: boolean): Uint8Array {
  const rgba = new Uint8Array(4 * logProb.length);
  for (let i = 0; i < logProb.length; i++) {
    const share = shareOfRange(logProb[i], range);
    rgba.set(densityColour(share, light), 4 * i);
    rgba[4 * i + 3] = 160 + 85 * Math.sqrt(share);
  }
  return rgba;
}

/** For a CSS `background`: the whole range from left to right. */
export const densityGradient = (light: boolean): string =>
  `linear-gradient(to right, ${rampOf(light)
    .map(([r, g, b]) => `rgb(${r}, ${g}, ${b})`)
    .join(', ')})`;
