/** Helpers for sentences that people read. */

const LONGEST_QUOTE = 40;

/** Text of unknown origin in quotation marks: on one line and never long. */
export function quote(text: string): string {
  const clean = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  const characters = Array.from(clean.slice(0, 2 * LONGEST_QUOTE));
  const short = characters.length > LONGEST_QUOTE || clean.length > 2 * LONGEST_QUOTE;
  return `"${short ? `${characters.slice(0, LONGEST_QUOTE - 1).join('')}…` : clean}"`;
}

/** A number with a true minus sign, so that it does not read as a hyphen. */
export const formatNumber = (value: number): string => String(value).replaceAll('-', '−').replace('Infinity', '∞');

/** `a`, `a or b`, `a, b or c`. */
export function alternatives(items: readonly string[]): string {
  if (items.length <= 1) return items.join('');
  return `${items.slice(0, -1).join(', ')} or ${items[items.length - 1]}`;
}

/** What a value that came out of JSON is, for the "it is …" half of a sentence. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return `the text ${quote(value)}`;
  if (typeof value === 'number') return formatNumber(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (value === undefined) return 'missing';
  if (value === null || typeof value === 'boolean') return String(value);
  return 'an object';
}

/** Levenshtein distance, abandoned (as Infinity) once it must exceed `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return Number.POSITIVE_INFINITY;
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(previous[j] + 1, row[j - 1] + 1, substitution));
    }
    if (Math.min(...row) > limit) return Number.POSITIVE_INFINITY;
    previous = row;
  }
  return previous[b.length];
}

/** `; did you mean "beta"?` or `.`: the end of a sentence about a name that does not exist. */
export function didYouMean(name: string, known: readonly string[]): string {
  const limit = Math.min(3, Math.floor((name.length + 1) / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), limit);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best === undefined ? '.' : `; did you mean ${quote(best)}?`;
}
