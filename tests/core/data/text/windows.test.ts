import { describe, expect, test } from 'vitest';
import { FormatError } from '../../../../src/core/data';
import { batchStarts, decodeTokens, fixedWindows, tokenizeText, trainingWindows } from '../../../../src/core/data/text';

/** Numbers as words: a text in which every place can be told. */
const text = Array.from({ length: 3_000 }, (_, i) => `n${i}`).join(' ');
const options = { tokenizer: 'character', vocabulary: 20, length: 16 } as const;
const cut = tokenizeText('numbers', text, options);

describe('a text is parted', () => {
  test('into nine tenths to train on and the end, which is held out', () => {
    const [train, test] = [cut.train, cut.test].map((tokens) => decodeTokens(cut.tokenizer, tokens));
    expect(train + test).toBe(text);
    expect(train.length).toBe(Math.floor(text.length * 0.9));
    expect(cut.characters).toBe(1);
  });

  test('and the tokenizer never sees the held-out part', () => {
    const other = tokenizeText('numbers', `${text.slice(0, -300)}${'ÄÖÜ'.repeat(100)}`, options);
    expect([...other.tokenizer.encode('Ä')]).toEqual([options.vocabulary - 1]);
    expect(other.train).toEqual(cut.train);
  });

  test('never inside a character', () => {
    const pictures = '🐳'.repeat(105);
    const { train, test } = tokenizeText('whales', pictures, { ...options, length: 4 });
    expect([train.length + test.length, new Set(train).size, new Set(test).size]).toEqual([105, 1, 1]);
  });

  test('a text without room for a window is refused with its numbers', () => {
    expect(() => tokenizeText('note.txt', 'too short', options)).toThrow(
      new FormatError(
        'note.txt: has 8 tokens to train on and 1 to hold out, but a window takes 16; choose a longer text or a shorter window.',
      ),
    );
  });

  test('byte pairs tell how many characters a held-out token stands for', () => {
    const pairs = tokenizeText('numbers', text, { tokenizer: 'bpe', vocabulary: 300, length: 16 });
    expect(pairs.characters).toBeCloseTo((text.length - Math.floor(text.length * 0.9)) / pairs.test.length, 10);
    expect(pairs.characters).toBeGreaterThan(1.3);
  });
});

describe('windows', () => {
  test('of a batch lie at random places of the training part, the same for a seed and a step', () => {
    const asked = { seed: 7, step: 3, batchSize: 2_000 };
    const starts = batchStarts(cut, asked);
    expect(batchStarts(cut, asked)).toEqual(starts);
    expect(batchStarts(cut, { ...asked, step: 4 })).not.toEqual(starts);
    expect(batchStarts(cut, { ...asked, seed: 8 })).not.toEqual(starts);
    const last = cut.train.length - options.length;
    expect(Math.min(...starts)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...starts)).toBeLessThanOrEqual(last);
    expect(starts.reduce((a, b) => a + b) / starts.length / last).toBeCloseTo(0.5, 1);
    expect(new Set(Array.from(starts, (start) => Math.floor((10 * start) / (last + 1)))).size).toBe(10);
  });

  test('are what stands there', () => {
    const windows = trainingWindows(cut, [0, 5, cut.train.length - options.length]);
    expect(windows).toHaveLength(48);
    expect(decodeTokens(cut.tokenizer, windows.slice(16, 32))).toBe(text.slice(5, 21));
    expect(windows.slice(32)).toEqual(cut.train.slice(-16));
  });

  test('that measure are fixed, do not overlap, and are spread over the held-out part', () => {
    const all = fixedWindows(cut, 'test', 0, 10_000);
    expect(all).toHaveLength(cut.testCount * options.length);
    expect(cut.testCount).toBe(100);
    const held = decodeTokens(cut.tokenizer, cut.test);
    let after = 0;
    for (let i = 0; i < cut.testCount; i++) {
      const window = decodeTokens(cut.tokenizer, all.slice(i * 16, (i + 1) * 16));
      const at = held.indexOf(window, after);
      expect(at).toBeGreaterThanOrEqual(after);
      after = at + 16;
    }
    expect(fixedWindows(cut, 'test', 3, 2)).toEqual(all.slice(48, 80));
    expect(fixedWindows(cut, 'test', cut.testCount, 5)).toHaveLength(0);
  });

  test.each([
    [1_000, 64, 1_000],
    [500, 64, 500],
    [99, 64, 99],
    [237, 64, 200],
  ])('of %d that there is room for at length %d, %d measure', (room, length, expected) => {
    const long = 'ab'.repeat(5 * room * length);
    expect(tokenizeText('long', long, { tokenizer: 'character', vocabulary: 3, length }).testCount).toBe(expected);
  });
});
