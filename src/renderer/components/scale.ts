/** How a slider's travel (0 to 1) maps to a value. */
export interface Scale {
  min: number;
  max: number;
  scale?: 'linear' | 'log';
}

/** Smallest decade that a logarithmic slider reaches when its range starts at zero. */
const DECADES_BELOW_MAX = 6;

const logFloor = ({ min, max }: Scale): number => (min > 0 ? min : max * 10 ** -DECADES_BELOW_MAX);

/** Travel of a value. A log range that starts at zero keeps its first hundredth for zero itself. */
export function toTravel(value: number, range: Scale): number {
  const { min, max, scale } = range;
  if (max <= min) return 0;
  const clamped = Math.min(max, Math.max(min, value));
  if (scale !== 'log' || max <= 0) return (clamped - min) / (max - min);
  const floor = logFloor(range);
  if (clamped <= floor) return 0;
  return Math.log(clamped / floor) / Math.log(max / floor);
}

/** Value of a travel, rounded to `step` (linear) or to three significant digits (log). */
export function fromTravel(travel: number, range: Scale, step?: number): number {
  const { min, max, scale } = range;
  if (travel <= 0) return min;
  if (travel >= 1) return max;
  if (scale === 'log' && max > 0) {
    const floor = logFloor(range);
    const value = Number((floor * (max / floor) ** travel).toPrecision(3));
    return step && step >= 1 ? clampRound(value, range, step) : value;
  }
  const value = min + travel * (max - min);
  return step ? clampRound(value, range, step) : Number(value.toPrecision(6));
}

function clampRound(value: number, { min, max }: Scale, step: number): number {
  const rounded = min + Math.round((value - min) / step) * step;
  return Math.min(max, Math.max(min, Number(rounded.toPrecision(12))));
}
