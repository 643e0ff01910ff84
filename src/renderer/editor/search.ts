import type { NodeDefinition } from '../../core/catalogue/types';

/** Anything that is found by typing. */
export interface Searchable {
  title: string;
  /** Further words, less weighty than the title. */
  words?: readonly string[];
}

/**
 * Items that match every word of the query, best first; all of them in their own order for an empty query.
 * A word counts most at the start of the title, then at the start of a word in it, then anywhere in it, then in the other words.
 */
export function rank<T>(items: readonly T[], query: string, describe: (item: T) => Searchable): T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...items];
  return items
    .map((item, order) => ({ item, order, score: score(describe(item), words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.order - b.order)
    .map(({ item }) => item);
}

function score({ title, words = [] }: Searchable, query: readonly string[]): number {
  const name = title.toLowerCase();
  const rest = words.join(' ').toLowerCase();
  let total = 0;
  for (const word of query) {
    const points = wordScore(name, rest, word);
    if (points === 0) return 0;
    total += points;
  }
  return total;
}

function wordScore(name: string, rest: string, word: string): number {
  if (name.startsWith(word)) return 8;
  if (` ${name}`.includes(` ${word}`)) return 6;
  if (name.includes(word)) return 4;
  if (` ${rest}`.includes(` ${word}`)) return 2;
  if (rest.includes(word)) return 1;
  return initials(name).startsWith(word) ? 3 : 0;
}

const initials = (name: string): string =>
  name
    .split(/[\s-]+/)
    .map((part) => part[0] ?? '')
    .join('');

export const describeNode = ({ title, summary, keywords = [], type }: NodeDefinition): Searchable => ({
  title,
  words: [...keywords, summary, type],
});
