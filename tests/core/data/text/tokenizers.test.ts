import { describe, expect, test } from 'vitest';
import {
  BYTES,
  bytePairTokenizer,
  characterTokenizer,
  decodePieces,
  decodeTokens,
  encodeUtf8,
  learnMerges,
  Utf8Decoder,
} from '../../../../src/core/data/text';
import { words } from '../../../../src/core/tensor/random';

/** Random code points of several alphabets, with spaces, line ends and pictures of four bytes. */
const randomText = (seed: number, length: number): string => {
  const drawn = words(2 * length, { seed, stream: 'text', step: 0 });
  const ranges = [
    [0x20, 0x7f],
    [0x61, 0x66],
    [0x0a, 0x0b],
    [0xc0, 0x250],
    [0x3b1, 0x3ca],
    [0x4e00, 0x4e40],
    [0x1f600, 0x1f640],
    [0, 0xd800],
  ];
  return Array.from({ length }, (_, i) => {
    const [from, to] = ranges[drawn[2 * i] % ranges.length];
    return String.fromCodePoint(from + (drawn[2 * i + 1] % (to - from)));
  }).join('');
};

const texts = [1, 2, 3].map((seed) => randomText(seed, 400));

describe('UTF-8', () => {
  test.each(texts)('is what the platform writes and reads', (text) => {
    expect(encodeUtf8(text)).toEqual(new TextEncoder().encode(text));
  });

  test('reads any bytes as the platform does, whole or byte by byte', () => {
    for (let seed = 0; seed < 200; seed++) {
      // Mostly first bytes and tails of several bytes, where a reader can go wrong.
      const bytes = Uint8Array.from(words(12, { seed, stream: 'bytes', step: 0 }), (word) =>
        word % 3 === 0 ? word >>> 24 : 0x80 | (word >>> 25),
      );
      const decoder = new Utf8Decoder();
      const whole = decoder.push(bytes) + decoder.end();
      expect(whole).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
      const single = Array.from(bytes, (byte) => decoder.push([byte])).join('') + decoder.end();
      expect(single).toBe(whole);
    }
  });
});

describe('characters', () => {
  test('get tokens by how often they occur, and one token stands for all others', () => {
    const tokenizer = characterTokenizer('aaabbc…', 3);
    expect([...tokenizer.encode('abc…z')]).toEqual([0, 1, 2, 2, 2]);
    expect(decodeTokens(tokenizer, [0, 1, 2])).toBe('ab\u{FFFD}');
  });

  test('of equals the lower code point comes first', () => {
    expect([...characterTokenizer('zyx', 4).encode('xyz')]).toEqual([0, 1, 2]);
  });

  test.each(texts)('come back as they were where the vocabulary holds them all', (text) => {
    const tokenizer = characterTokenizer(text, new Set(text).size + 1);
    expect(decodeTokens(tokenizer, tokenizer.encode(text))).toBe(text);
    expect(tokenizer.encode(text)).toHaveLength([...text].length);
  });
});

/** Byte pairs as they are defined: count all pairs anew for each merge. */
const slowMerges = (text: string, count: number): [number, number][] => {
  const parts = text.match(/ ?\p{L}{1,40}| ?\p{N}{1,8}| ?[^\s\p{L}\p{N}]{1,40}|\s{1,40}/gu) ?? [];
  let pieces = parts.map((part) => [...new TextEncoder().encode(part)]);
  const merges: [number, number][] = [];
  while (merges.length < count) {
    const counts: Record<string, number> = {};
    for (const piece of pieces)
      for (let i = 1; i < piece.length; i++) {
        const pair = `${piece[i - 1]},${piece[i]}`;
        counts[pair] = (counts[pair] ?? 0) + 1;
      }
    const ranked = Object.entries(counts)
      .map(([pair, times]) => ({ pair: pair.split(',').map(Number), times }))
      .sort((a, b) => b.times - a.times || a.pair[0] - b.pair[0] || a.pair[1] - b.pair[1]);
    if (!ranked[0] || ranked[0].times < 2) break;
    const [left, right] = ranked[0].pair;
    const token = BYTES + merges.length;
    merges.push([left, right]);
    pieces = pieces.map((piece) => {
      const out: number[] = [];
      for (let i = 0; i < piece.length; ) {
        const pair = piece[i] === left && piece[i + 1] === right;
        out.push(pair ? token : piece[i]);
        i += pair ? 2 : 1;
      }
      return out;
    });
  }
  return merges;
};

const sentence = 'the cat that sat on the mat ate the thin rat; that other cat sat, aaaa aaaaa. ';

describe('byte pairs', () => {
  test.each([
    ['a sentence', sentence.repeat(3)],
    ['random Unicode', `${texts[0]}${texts[0]}${sentence}`],
    ['nothing', ''],
  ])('are learned as counting anew each time would: %s', (_, text) => {
    expect(learnMerges(text, 60)).toEqual(slowMerges(text, 60));
  });

  test('stop where no pair is left that occurs twice', () => {
    expect(learnMerges('abab', 10)).toEqual([[97, 98]]);
    expect(learnMerges('ab', 10)).toEqual([]);
  });

  test.each(texts)('give any text back, whatever they were learned from', (text) => {
    for (const learned of [sentence, text]) {
      const tokenizer = bytePairTokenizer(learned, 400);
      const tokens = tokenizer.encode(text);
      expect(decodeTokens(tokenizer, tokens)).toBe(text);
      for (const token of tokens) expect(token).toBeLessThan(tokenizer.vocabulary);
    }
  });

  test('make what they were learned from shorter, and never join two words', () => {
    const tokenizer = bytePairTokenizer(sentence.repeat(5), 320);
    const tokens = tokenizer.encode(sentence);
    expect(tokens.length).toBeLessThan(sentence.length / 2);
    for (const piece of decodePieces(tokenizer, tokens)) expect(piece).toMatch(/^ ?\S*$/);
  });

  test('are merged in the order in which they were learned', () => {
    const tokenizer = bytePairTokenizer('abc abc bcd bcd bcd', BYTES + 1);
    expect(learnMerges('abc abc bcd bcd bcd', 1)).toEqual([[98, 99]]);
    expect([...tokenizer.encode('abc')]).toEqual([97, 256]);
  });

  test('take a word of a million letters in a moment', () => {
    const began = performance.now();
    bytePairTokenizer('ab'.repeat(500_000), 300).encode('ab'.repeat(100_000));
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('a letter of several tokens is added by the last of them', () => {
    const tokenizer = bytePairTokenizer('', 257);
    const tokens = tokenizer.encode('aé€');
    expect(tokens).toHaveLength(6);
    expect(decodePieces(tokenizer, tokens)).toEqual(['a', '', 'é', '', '', '€']);
    expect(decodePieces(tokenizer, tokens.slice(0, 5))).toEqual(['a', '', 'é', '', '\u{FFFD}']);
    expect(decodePieces(tokenizer, tokens.slice(0, 5), true)).toEqual(['a', '', 'é', '', '']);
  });
});
