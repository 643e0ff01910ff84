import type { TextSpec } from '../core/catalogue/types';
import {
  batchStarts,
  decodePieces,
  encodeUtf8,
  fixedWindows,
  OWN_TEXT,
  REPLACEMENT,
  type TokenizedText,
  textChoices,
  tokenizeText,
  trainingWindows,
} from '../core/data/text';
import { readBundledText, readProjectFile } from '../files/texts';
import type { DataSource, Items } from './data-source';

/** Windows of a text, as the worker hands them on. */
export interface TextSource extends DataSource {
  text: TokenizedText;
}

const titleOf = ({ text, file }: TextSpec): string =>
  textChoices.find(({ id }) => id === text)?.title ?? file.split('/').at(-1) ?? file;

const read = ({ text, file }: TextSpec, projectDirectory: string): Promise<string> =>
  text === OWN_TEXT ? readProjectFile(projectDirectory, file) : readBundledText(text);

const itemsOf = (tokens: Int32Array, { length, characters }: TokenizedText): Items => {
  const count = tokens.length / length;
  return { values: Float32Array.from(tokens), labels: new Uint8Array(count), count, tokens, characters };
};

const sourceOf = (title: string, text: TokenizedText): TextSource => ({
  title,
  text,
  itemShape: [text.length],
  classes: [],
  trainCount: Math.floor(text.train.length / text.length),
  testCount: text.testCount,
  image: false,
  positions: () => null,
  batch: (step, batchSize, seed) => itemsOf(trainingWindows(text, batchStarts(text, { seed, step, batchSize })), text),
  items: (split, offset, count) => itemsOf(fixedWindows(text, split, offset, count), text),
});

/** The last texts that were cut: runs of one project that are looked at side by side often share theirs. */
const cut = new Map<string, TextSource>();
const KEPT = 2;

/**
 * Reads a text and cuts it into tokens.
 * @param projectDirectory where texts of the user's own lie.
 * @throws FileError or FormatError with one sentence.
 */
export const openText = async (spec: TextSpec, projectDirectory: string): Promise<TextSource> => {
  const text = await read(spec, projectDirectory);
  const { tokenizer, vocabulary, length } = spec;
  const key = JSON.stringify([tokenizer, vocabulary, length, titleOf(spec), text]);
  const source = cut.get(key) ?? sourceOf(titleOf(spec), tokenizeText(titleOf(spec), text, spec));
  cut.delete(key);
  cut.set(key, source);
  const [oldest] = cut.keys();
  if (cut.size > KEPT) cut.delete(oldest);
  return source;
};

/** What a token is called by itself: its text, or its bytes where they are only a part of a letter. */
export const pieceOf = ({ tokenizer }: TokenizedText, token: number): string => {
  const [piece] = decodePieces(tokenizer, [token]);
  const bytes = tokenizer.bytes(token);
  if (bytes.length === 0) return '∅';
  return piece.includes(REPLACEMENT) && bytes.length < encodeUtf8(REPLACEMENT).length
    ? Array.from(bytes, (byte) => `‹${byte.toString(16).toUpperCase()}›`).join('')
    : piece;
};

/** Windows of a text (count × length), as numbers, in the words that they are: the text that each token adds. Empty where they are no text. */
export const textsOf = ({ text }: DataSource, windows: Float32Array): { texts?: string[][] } => {
  if (!text) return {};
  const { tokenizer, length } = text;
  const count = Math.floor(windows.length / length);
  const window = (i: number): Float32Array => windows.subarray(i * length, (i + 1) * length);
  return { texts: Array.from({ length: count }, (_, i) => decodePieces(tokenizer, window(i))) };
};
