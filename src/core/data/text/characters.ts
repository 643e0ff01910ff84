import type { Tokenizer } from './tokenizer';
import { encodeUtf8, REPLACEMENT } from './utf8';

/** Characters of a text (code points) by how often they occur, most frequent first; of equals the lower code point. */
const byFrequency = (text: string): string[] => {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  const code = (character: string): number => character.codePointAt(0) ?? 0;
  return [...counts]
    .sort(([a, often], [b, times]) => times - often || code(a) - code(b))
    .map(([character]) => character);
};

/**
 * A token for each of the vocabulary − 1 most frequent characters of a text, and a last one for all others. Where the text has fewer,
 * the tokens between stand for nothing and do not occur.
 */
export const characterTokenizer = (text: string, vocabulary: number): Tokenizer => {
  const known = byFrequency(text).slice(0, vocabulary - 1);
  const tokens = new Map(known.map((character, token) => [character, token]));
  const bytes = known.map(encodeUtf8);
  const unknown = encodeUtf8(REPLACEMENT);
  return {
    vocabulary,
    encode: (given) => Int32Array.from(Array.from(given), (character) => tokens.get(character) ?? vocabulary - 1),
    bytes: (token) => bytes[token] ?? unknown,
  };
};
