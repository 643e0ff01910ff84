/** Numbers, times and shapes as people read them: tabular, thin spaces in thousands, a true minus sign. */

/** Narrow no-break space: separates thousands, and a number from its unit. */
export const THIN = '\u202f';
const MINUS = '\u2212';

const group = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, THIN);

const signed = (negative: boolean, text: string): string => (negative ? MINUS + text : text);

/** Whole number with thin spaces in thousands: `631 588`. */
export function formatCount(value: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  const rounded = Math.round(value);
  return signed(rounded < 0, group(String(Math.abs(rounded))));
}

/**
 * Number with about `digits` significant digits: `157.5`, `0.0183`, `1e-5`, `12 840`.
 * Whole digits are never rounded away.
 */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return signed(value < 0, '∞');
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  const negative = value < 0;
  if (magnitude >= 1e9 || magnitude < 1e-3) {
    const [mantissa, exponent] = magnitude.toExponential(Math.max(0, digits - 1)).split('e');
    return signed(negative, `${trimZeros(mantissa)}e${exponent.replace('+', '')}`);
  }
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(magnitude)));
  const [whole, fraction] = trimZeros(magnitude.toFixed(Math.min(decimals, 12))).split('.');
  const text = fraction ? `${group(whole)}.${fraction}` : group(whole);
  return signed(negative && text !== '0', text);
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Number with a fixed count of decimals, so that a column of them lines up: `157.50`. */
export function formatFixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.');
  const text = fraction ? `${group(whole)}.${fraction}` : group(whole);
  return signed(value < 0 && Number(text.replaceAll(THIN, '')) !== 0, text);
}

const SCALES: readonly [number, string][] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** Three significant digits and a prefix: `632 k`, `41.2 M`; below a thousand as a plain count. */
export function formatCompact(value: number): string {
  const magnitude = Math.abs(value);
  for (const [scale, prefix] of SCALES) {
    if (magnitude >= scale) return `${formatNumber(value / scale, 3)}${THIN}${prefix}`;
  }
  return formatNumber(value, 3);
}

/** Floating-point operations: `41.2 MFLOP`. */
export function formatFlops(value: number): string {
  const text = formatCompact(value);
  return text.includes(THIN) ? `${text}FLOP` : `${text}${THIN}FLOP`;
}

const BYTES: readonly [number, string][] = [
  [2 ** 40, 'TiB'],
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
  [2 ** 10, 'KiB'],
];

/** Memory in binary prefixes: `512 B`, `1.38 MiB`. */
export function formatBytes(value: number): string {
  const [scale, prefix] = BYTES.find(([bound]) => value >= bound) ?? [1, 'B'];
  return `${formatNumber(value / scale, 3)}${THIN}${prefix}`;
}

/** A part of a whole: `12 %`, `0.4 %`, `<0.1 %`. */
export function formatShare(part: number): string {
  const percent = part * 100;
  if (percent > 0 && percent < 0.1) return `<0.1${THIN}%`;
  return `${percent < 9.95 ? trimZeros(percent.toFixed(1)) : Math.round(percent)}${THIN}%`;
}

/** Span of time in seconds: `18 s`, `1 m 27 s`, `2 h 05 m`. Unknown (negative or not finite) is a dash. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '–';
  if (seconds < 1) return `${Math.round(seconds * 1000)}${THIN}ms`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}${THIN}s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}${THIN}m ${String(whole % 60).padStart(2, '0')}${THIN}s`;
  return `${formatCount(Math.floor(minutes / 60))}${THIN}h ${String(minutes % 60).padStart(2, '0')}${THIN}m`;
}

/** Training speed: `213 steps/s`, `0.42 steps/s`. */
export function formatRate(stepsPerSecond: number): string {
  const text = stepsPerSecond >= 100 ? formatCount(stepsPerSecond) : formatNumber(stepsPerSecond, 2);
  return `${text} steps/s`;
}

/** How long ago, given milliseconds: `just now`, `12 s ago`, `3 m ago`, `2 h ago`, `5 d ago`. */
export function formatAgo(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 2) return 'just now';
  if (seconds < 60) return `${seconds}${THIN}s ago`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}${THIN}m ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}${THIN}h ago`;
  return `${Math.floor(hours / 24)}${THIN}d ago`;
}

/** Shape as text: `128 × 784`; the empty shape is `scalar`. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 0 ? 'scalar' : shape.map(formatCount).join(' × ');
}

/** `1 problem`, `2 problems`. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
