/** The step 1, 2 or 5 times a power of ten that puts about `target` ticks into `span`. */
export function niceStep(span: number, target: number): number {
  const raw = span / Math.max(target, 1);
  const power = 10 ** Math.floor(Math.log10(raw));
  const lead = raw / power;
  return power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
}

/** Multiples of a nice step inside [min, max]; an empty list for an empty or endless range. */
export function ticks(min: number, max: number, target: number): { values: number[]; step: number } {
  const span = max - min;
  if (!(span > 0) || !Number.isFinite(span)) return { values: [], step: 1 };
  const step = niceStep(span, target);
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  const values: number[] = [];
  for (let k = first; k <= last; k++) values.push(k * step + 0); // "+ 0" turns −0 into 0
  return { values, step };
}

/** A tick in as few digits as its step needs, with a real minus sign. */
export function tickText(value: number, step: number): string {
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return value.toFixed(Math.min(digits, 8)).replace('-', '−');
}

/** The next number of the form 1, 2, 5 × 10^k that is not below `value` (1 for zero or nonsense). */
export function niceCeiling(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const lead = value / power;
  const nice = lead <= 1 + 1e-9 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10;
  return nice * power;
}
