import { words } from '../../tensor/random';
import { FormatError } from '../format-error';
import { bytePairTokenizer } from './byte-pairs';
import { characterTokenizer } from './characters';
import type { Tokenizer } from './tokenizer';

export interface TextOptions {
  tokenizer: 'character' | 'bpe';
  vocabulary: number;
  /** Tokens in a window. */
  length: number;
}

/** A text as tokens: its beginning to train on, its end to measure with. */
export interface TokenizedText {
  kind: TextOptions['tokenizer'];
  tokenizer: Tokenizer;
  length: number;
  train: Int32Array;
  test: Int32Array;
  /** Windows of the held-out part that are measured; none overlaps another. */
  testCount: number;
  /** Characters that a held-out token stands for, on average. */
  characters: number;
}

/** Share of a text that is held out. */
const HELD_OUT = 0.1;
/** More windows do not make the average much surer, and take longer. */
const MOST_WINDOWS = 1_000;
/** Many windows are counted in hundreds, so that they can be measured in batches of one size. */
const HUNDRED = 100;

/** Where the held-out part of a text begins; never inside a character. */
const splitAt = (text: string): number => {
  const at = Math.floor(text.length * (1 - HELD_OUT));
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at;
};

const windowCount = (tokens: number, length: number): number => {
  const most = Math.min(MOST_WINDOWS, Math.floor(tokens / length));
  return most > HUNDRED ? most - (most % HUNDRED) : most;
};

/** Number of characters (code points). */
const charactersIn = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};

/**
 * Cuts a text into tokens; the tokenizer learns from the training part alone.
 * @param title how a sentence names the text.
 * @throws FormatError where it is too short for one window to train on and one to hold out.
 */
export const tokenizeText = (
  title: string,
  text: string,
  { tokenizer: kind, vocabulary, length }: TextOptions,
): TokenizedText => {
  const at = splitAt(text);
  const [head, tail] = [text.slice(0, at), text.slice(at)];
  const tokenizer = kind === 'bpe' ? bytePairTokenizer(head, vocabulary) : characterTokenizer(head, vocabulary);
  const [train, test] = [tokenizer.encode(head), tokenizer.encode(tail)];
  if (train.length < length || test.length < length)
    throw new FormatError(
      `${title}: has ${train.length} tokens to train on and ${test.length} to hold out, but a window takes ${length}; choose a longer text or a shorter window.`,
    );
  const testCount = windowCount(test.length, length);
  return { kind, tokenizer, length, train, test, testCount, characters: charactersIn(tail) / test.length };
};

const windowsAt = (tokens: Int32Array, length: number, starts: ArrayLike<number>): Int32Array => {
  const out = new Int32Array(starts.length * length);
  for (let i = 0; i < starts.length; i++) out.set(tokens.subarray(starts[i], starts[i] + length), i * length);
  return out;
};

/** Places at which the windows of a batch begin in the training part: the same for a seed and a step. */
export const batchStarts = (
  { train, length }: TokenizedText,
  { seed, step, batchSize }: { seed: number; step: number; batchSize: number },
): Int32Array => {
  const drawn = words(2 * batchSize, { seed, stream: 'data', step });
  // 53 random bits, so that no place of a long text is favoured.
  const at = (i: number): number => drawn[2 * i] * 2 ** -32 + (drawn[2 * i + 1] >>> 11) * 2 ** -53;
  return Int32Array.from({ length: batchSize }, (_, i) => Math.floor(at(i) * (train.length - length + 1)));
};

/** Training windows (starts × length). */
export const trainingWindows = ({ train, length }: TokenizedText, starts: ArrayLike<number>): Int32Array =>
  windowsAt(train, length, starts);

/** Windows of a split in a fixed order, (count × length): of the held-out part those that are measured, spread over it evenly. */
export const fixedWindows = (
  text: TokenizedText,
  split: 'train' | 'test',
  offset: number,
  count: number,
): Int32Array => {
  const { train, test, testCount, length } = text;
  const tokens = split === 'train' ? train : test;
  const all = split === 'train' ? Math.floor(train.length / length) : testCount;
  const apart = Math.floor(tokens.length / all);
  const n = Math.max(0, Math.min(count, all - offset));
  return windowsAt(
    tokens,
    length,
    Array.from({ length: n }, (_, i) => (offset + i) * apart),
  );
};
