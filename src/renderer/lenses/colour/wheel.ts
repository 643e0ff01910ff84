import type { Rgb } from './rgb';

const LIGHTNESS = 0.74;
const CHROMA = 0.125;

const gamma = (linear: number): number => {
  const clamped = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (clamped <= 0.0031308 ? 12.92 * clamped : 1.055 * clamped ** (1 / 2.4) - 0.055));
};

/** Colour of a direction in radians: a ring of equal lightness in OKLCH (B. Ottosson 2020), so that no direction stands out. */
export function angleColour(radians: number): Rgb {
  const a = CHROMA * Math.cos(radians);
  const b = CHROMA * Math.sin(radians);
  const l = (LIGHTNESS + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (LIGHTNESS - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (LIGHTNESS - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}
