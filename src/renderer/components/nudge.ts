/** What a number may be, and how it is stepped. */
export interface NumberRange {
  min?: number;
  max?: number;
  step?: number;
  integer?: boolean;
  scale?: 'linear' | 'log';
}

export const withinRange = (value: number, { min, max }: NumberRange): boolean =>
  (min === undefined || value >= min) && (max === undefined || value <= max);

/** The nearest value inside the range; whole where it must be. */
export function clampToRange(value: number, { min, max, integer }: NumberRange): number {
  const rounded = integer ? Math.round(value) : Number(value.toPrecision(10));
  return Math.min(max ?? Number.POSITIVE_INFINITY, Math.max(min ?? Number.NEGATIVE_INFINITY, rounded));
}

/** Mantissas of the series 1, 2, 5, 10, that a number of any size goes up by. */
const SERIES = [1, 2, 5, 10] as const;

/** The next number of the series 1, 2, 5 above or below a positive one. */
function nextOfSeries(value: number, direction: 1 | -1): number {
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const mantissa = Number((value / decade).toPrecision(10));
  if (direction > 0) return (SERIES.find((each) => each > mantissa) ?? 10) * decade;
  return (SERIES.findLast((each) => each < mantissa) ?? 0.5) * decade;
}

/** A tenth of the number's own size, so that arrows are useful at any scale. */
const ownStep = (value: number): number => (value === 0 ? 0.1 : 10 ** Math.floor(Math.log10(Math.abs(value)) - 0.05));

/** The smallest positive number that a logarithmic field steps to from zero, as part of its maximum. */
const FLOOR = 1e-6;

function logNudged(value: number, direction: 1 | -1, coarse: boolean, range: NumberRange): number {
  if (value <= 0) return direction > 0 ? (range.integer ? 1 : (range.max ?? 1) * FLOOR) : value;
  if (range.integer) {
    const next = value * (coarse ? 8 : 2) ** direction;
    return direction < 0 && next < 1 ? 0 : next;
  }
  const next = coarse ? value * 10 ** direction : nextOfSeries(value, direction);
  return direction < 0 && next < (range.max ?? 1) * FLOOR * 0.99 && (range.min ?? 0) <= 0 ? 0 : next;
}

/**
 * A number after an arrow key, inside its range. Logarithmic ones go up by factors (whole ones by 2, others along 1, 2, 5);
 * the others by their step, or a tenth of their size. Coarse steps (Shift) are about ten times as large.
 */
export function nudged(value: number, direction: 1 | -1, coarse: boolean, range: NumberRange): number {
  if (range.scale === 'log') return clampToRange(logNudged(value, direction, coarse, range), range);
  const step = (range.step ?? (range.integer ? 1 : ownStep(value))) * (coarse ? 10 : 1);
  return clampToRange(value + direction * step, range);
}

/** Pixels that a pointer moves to carry a number over its whole range, and over a decade where it has no end. */
const FULL_RANGE = 260;
const DECADE = 130;

/** A number after its label was dragged by so many pixels from where it began. */
export function scrubbed(start: number, moved: number, range: NumberRange): number {
  const { min, max, scale, step } = range;
  if (scale === 'log') {
    const floor = min !== undefined && min > 0 ? min : (max ?? 1) * FLOOR;
    const per = max === undefined ? Math.log(10) / DECADE : Math.log(max / floor) / FULL_RANGE;
    const next = Math.max(start, floor) * Math.exp(moved * per);
    if (start <= 0 && moved <= 0) return start;
    return clampToRange(moved < 0 && next < floor ? (min ?? 0) : Number(next.toPrecision(3)), range);
  }
  const span = min !== undefined && max !== undefined ? max - min : undefined;
  const per = span === undefined ? (step ?? ownStep(start)) / 4 : span / FULL_RANGE;
  const next = start + moved * per;
  return clampToRange(step ? Math.round(next / step) * step : Number(next.toPrecision(5)), range);
}
