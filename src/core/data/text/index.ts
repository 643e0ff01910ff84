/** Texts: tokenizers, windows to train on and to measure with, and those that come with the program. */
export { BYTES, bytePairTokenizer, learnMerges, type Merge } from './byte-pairs';
export { characterTokenizer } from './characters';
export { OWN_TEXT, type TextChoice, textChoices } from './texts';
export { decodePieces, decodeTokens, type Tokenizer } from './tokenizer';
export { encodeUtf8, REPLACEMENT, Utf8Decoder } from './utf8';
export {
  batchStarts,
  fixedWindows,
  type TextOptions,
  type TokenizedText,
  tokenizeText,
  trainingWindows,
} from './windows';
