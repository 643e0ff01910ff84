import fuzzysort from 'fuzzysort';

/** Anything that is found by typing. */
export interface Searchable {
  title: string;
  summary?: string;
  /** Further words that it goes by. */
  words?: readonly string[];
  /** KaTeX source. */
  formula?: string;
  /** Paper, author, year. */
  source?: string;
}

export type MatchField = 'title' | 'summary' | 'words' | 'formula' | 'source';

export interface Match<T> {
  item: T;
  /** From 0 to 1; 1 for an empty query. */
  score: number;
  /** What was found in, best of all; null for an empty query. */
  by: MatchField | null;
  /** Places of the matched letters. */
  marks: { title: readonly number[]; summary: readonly number[]; source: readonly number[] };
}

/** Fields in the order of the search keys, with how much a find in each counts. */
const FIELDS: readonly [MatchField, number][] = [
  ['title', 1],
  ['words', 0.85],
  ['source', 0.8],
  ['formula', 0.75],
  ['summary', 0.6],
];

/** Letters scattered over a title are an abbreviation; over a longer text they are chance. */
const LEAST = { title: 0.22, other: 0.5 } as const;

/** What people would type of a formula: its letters and words, without the language that sets it. */
export const formulaText = (source: string): string =>
  source
    .replace(/\\(?:mathrm|mathbf|mathbb|mathcal|operatorname|text|left|right|frac|tfrac|big|Big|quad|,|;|!)\b\*?/g, ' ')
    .replace(/[\\{}_^$&,;!]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const fieldText: Readonly<Record<MatchField, (item: Searchable) => string>> = {
  title: ({ title }) => title,
  summary: ({ summary = '' }) => summary,
  words: ({ words = [] }) => words.join(' '),
  source: ({ source = '' }) => source,
  formula: ({ formula = '' }) => formulaText(formula),
};

const none = { title: [], summary: [], source: [] } as const;

/** Items that hold every word of the query in any of their fields, best first; all in their own order for an empty query. */
export function find<T>(items: readonly T[], query: string, describe: (item: T) => Searchable): Match<T>[] {
  const wanted = query.trim();
  if (wanted === '') return items.map((item) => ({ item, score: 1, by: null, marks: none }));
  const targets = items.map((item, order) => ({ item, order, text: describe(item) }));
  const found = fuzzysort.go(wanted, targets, {
    keys: FIELDS.map(
      ([field]) =>
        ({ text }: (typeof targets)[number]) =>
          fieldText[field](text),
    ),
    limit: 0,
    threshold: 0,
    scoreFn: (result) => {
      if (result[0].score < LEAST.title && result.score < LEAST.other) return 0;
      const best = Math.max(...FIELDS.map(([, weight], i) => weight * result[i].score));
      // Words that were found in several fields together count less than one field that has them all.
      return Math.max(best, 0.6 * result.score);
    },
  });
  return found
    .map((result) => {
      const scores = FIELDS.map(([, weight], i) => weight * result[i].score);
      const [title, , source, , summary] = result;
      return {
        item: result.obj.item,
        order: result.obj.order,
        score: result.score,
        by: FIELDS[scores.indexOf(Math.max(...scores))][0],
        marks: { title: marksOf(title), summary: marksOf(summary), source: marksOf(source) },
      };
    })
    .sort((a, b) => b.score - a.score || a.order - b.order);
}

/** Letters to mark: those of a find that is no chance. */
const marksOf = ({ score, indexes }: Fuzzysort): readonly number[] =>
  score >= LEAST.title ? [...indexes].sort((a, b) => a - b) : [];

type Fuzzysort = Pick<NonNullable<ReturnType<typeof fuzzysort.single>>, 'score' | 'indexes'>;
