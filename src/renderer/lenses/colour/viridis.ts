import { mixColours, parseColour, type Rgb } from './rgb';

/** Ten even stops of matplotlib's viridis (S. van der Walt and N. Smith, CC0): perceptually uniform, safe for colour-blind eyes. */
const STOPS: readonly Rgb[] = [
  '#440154',
  '#482878',
  '#3e4989',
  '#31688e',
  '#26828e',
  '#1f9e89',
  '#35b779',
  '#6ece58',
  '#b5de2b',
  '#fde725',
].map(parseColour);

/** Colour of a value in [0, 1]; values outside are clamped. */
export function viridis(value: number): Rgb {
  const at = Math.min(1, Math.max(0, Number.isNaN(value) ? 0 : value)) * (STOPS.length - 1);
  const low = Math.min(STOPS.length - 2, Math.floor(at));
  return mixColours(STOPS[low], STOPS[low + 1], at - low);
}

/** For a CSS `background`: the whole map from left to right. */
export const viridisGradient = (): string =>
  `linear-gradient(to right, ${STOPS.map(([r, g, b]) => `rgb(${r}, ${g}, ${b})`).join(', ')})`;
