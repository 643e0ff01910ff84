import { Utf8Decoder } from './utf8';

/** How a text becomes whole numbers, and whole numbers a text again. */
export interface Tokenizer {
  /** Tokens are whole numbers from 0 to vocabulary − 1. */
  vocabulary: number;
  encode(text: string): Int32Array;
  /** The bytes (UTF-8) that a token stands for; a letter may take several tokens. */
  bytes(token: number): Uint8Array;
}

/**
 * The text that each token adds: of a letter that takes several tokens, the last one adds it, and those before it nothing.
 * Joined they are the text of all; bytes that are no letter become �.
 * @param more True where tokens will follow: what is cut at the end is left to them.
 */
export const decodePieces = (
  tokenizer: Pick<Tokenizer, 'bytes'>,
  tokens: ArrayLike<number>,
  more = false,
): string[] => {
  const decoder = new Utf8Decoder();
  const pieces = Array.from(tokens, (token) => decoder.push(tokenizer.bytes(token)));
  if (!more && pieces.length > 0) pieces[pieces.length - 1] += decoder.end();
  return pieces;
};

/** The text of tokens. */
export const decodeTokens = (tokenizer: Pick<Tokenizer, 'bytes'>, tokens: ArrayLike<number>): string =>
  decodePieces(tokenizer, tokens).join('');
