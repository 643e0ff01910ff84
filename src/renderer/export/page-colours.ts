import { cssColour } from '../lenses/colour/rgb';

/** The colours of a gradient, in their order. */
export const coloursIn = (text: string): string[] => text.match(/rgba?\([^)]*\)/g) ?? [];

/** Style sheets give mixed colours back as `color(srgb 0.1 0.2 0.3 / 0.8)`, which few programs read in an SVG. */
export function plainColour(text: string): string {
  const parts = /^color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)$/.exec(text);
  if (!parts) return text;
  const [red, green, blue] = [parts[1], parts[2], parts[3]].map((part) => Math.round(255 * Number(part)));
  return cssColour([red, green, blue], parts[4] === undefined ? 1 : Number(parts[4]));
}

/** A colour that leaves something to see; null for none. */
export function seenColour(text: string): string | null {
  const colour = plainColour(text);
  return colour === 'none' || colour === 'transparent' || /^rgba\(.*, 0\)$/.test(colour) ? null : colour;
}
