/** Byte-pair encoding (Gage 1994; Sennrich et al. 2016) over the bytes of UTF-8, so that no text is out of reach (Radford et al. 2019). */
import type { Tokenizer } from './tokenizer';
import { encodeUtf8 } from './utf8';

/** Tokens that stand for a single byte; merges follow them. */
export const BYTES = 256;

/** Merges are learned from the beginning of a text: more of it changes few of them. */
const LEARNED_FROM = 2 ** 20;

/**
 * A word with the space before it, a number, signs, or white space: no token reaches from one into the next. What is longer than any
 * word is cut, as the time that a piece takes grows with the square of its length.
 */
const WORDS = / ?\p{L}{1,40}| ?\p{N}{1,8}| ?[^\s\p{L}\p{N}]{1,40}|\s{1,40}/gu;

export type Merge = readonly [left: number, right: number];

/** A pair as a single number, for maps. */
const pairKey = (left: number, right: number): number => left * 65_536 + right;

/** Puts one token in place of each pair, from left to right. */
const merged = (tokens: readonly number[], [left, right]: Merge, token: number): number[] => {
  const out: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (tokens[i] === left && i + 1 < tokens.length && tokens[i + 1] === right) {
      out.push(token);
      i++;
    } else out.push(tokens[i]);
  }
  return out;
};

/** How often each pair occurs in the words that are left of it, and where; kept up while pairs are merged. */
class PairCounts {
  private readonly counts = new Map<number, number>();
  private readonly holders = new Map<number, Set<number>>();

  constructor(private readonly words: { tokens: readonly number[]; count: number }[]) {
    for (let word = 0; word < words.length; word++) this.add(word, 1);
  }

  /** The most frequent pair; of equals the one with the lower left, then the lower right token. Undefined below two. */
  most(): Merge | undefined {
    let [best, most] = [-1, 1];
    for (const [key, count] of this.counts)
      if (count > most || (count === most && best >= 0 && key < best)) [best, most] = [key, count];
    return best < 0 ? undefined : [Math.floor(best / 65_536), best % 65_536];
  }

  merge(pair: Merge, token: number): void {
    for (const word of [...(this.holders.get(pairKey(...pair)) ?? [])]) {
      this.add(word, -1);
      this.words[word].tokens = merged(this.words[word].tokens, pair, token);
      this.add(word, 1);
    }
  }

  private add(word: number, sign: 1 | -1): void {
    const { tokens, count } = this.words[word];
    for (let i = 0; i + 1 < tokens.length; i++) {
      const key = pairKey(tokens[i], tokens[i + 1]);
      const now = (this.counts.get(key) ?? 0) + sign * count;
      if (now > 0) this.counts.set(key, now);
      else this.counts.delete(key);
      const holders = this.holders.get(key) ?? new Set();
      if (sign > 0) this.holders.set(key, holders.add(word));
      else holders.delete(word);
    }
  }
}

/** The merges of a text, in the order in which they are learned; fewer than `count` where no pair is left that occurs twice. */
export const learnMerges = (text: string, count: number): Merge[] => {
  const counts = new Map<string, number>();
  for (const [word] of text.slice(0, LEARNED_FROM).matchAll(WORDS)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const words = [...counts].map(([word, times]) => ({ tokens: [...encodeUtf8(word)], count: times }));
  const pairs = new PairCounts(words);
  const merges: Merge[] = [];
  for (let pair = pairs.most(); pair && merges.length < count; pair = pairs.most()) {
    pairs.merge(pair, BYTES + merges.length);
    merges.push(pair);
  }
  return merges;
};

/** Tokens of one word: the earliest learned of the pairs in it is merged, until none is left. */
const encodeWord = (bytes: Uint8Array, ranks: ReadonlyMap<number, number>): readonly number[] => {
  let tokens: number[] = [...bytes];
  for (;;) {
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i + 1 < tokens.length; i++)
      lowest = Math.min(lowest, ranks.get(pairKey(tokens[i], tokens[i + 1])) ?? lowest);
    if (!Number.isFinite(lowest)) return tokens;
    const at = tokens.findIndex((left, i) => ranks.get(pairKey(left, tokens[i + 1])) === lowest);
    tokens = merged(tokens, [tokens[at], tokens[at + 1]], BYTES + lowest);
  }
};

/** The 256 bytes and as many merges of the text as the vocabulary has room for. */
export const bytePairTokenizer = (text: string, vocabulary: number): Tokenizer => {
  const merges = learnMerges(text, vocabulary - BYTES);
  const ranks = new Map(merges.map((pair, rank) => [pairKey(...pair), rank]));
  const bytes = Array.from({ length: BYTES }, (_, byte) => Uint8Array.of(byte));
  for (const [left, right] of merges) bytes.push(Uint8Array.of(...bytes[left], ...bytes[right]));
  const known = new Map<string, readonly number[]>();
  return {
    vocabulary,
    encode: (given) => {
      const tokens: number[] = [];
      for (const [word] of given.matchAll(WORDS)) {
        const found = known.get(word) ?? encodeWord(encodeUtf8(word), ranks);
        known.set(word, found);
        for (const token of found) tokens.push(token);
      }
      return Int32Array.from(tokens);
    },
    bytes: (token) => bytes[token] ?? new Uint8Array(),
  };
};
