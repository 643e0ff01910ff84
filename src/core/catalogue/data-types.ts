/** Where the items of a study come from. */

/** Where a data node's items come from. */
export type DatasetSpec =
  | { type: 'mnist' }
  | { type: 'fashion-mnist' }
  | { type: 'points'; set: string; drawn: readonly (readonly [number, number])[] }
  | { type: 'line'; set: string }
  | TextSpec;

/** Windows of a text, cut into tokens. */
export interface TextSpec {
  type: 'text';
  /** Id of a bundled text; `file` is one of the user's own. */
  text: string;
  /** Where the user's own lies, from the project's folder on. */
  file: string;
  tokenizer: 'character' | 'bpe';
  vocabulary: number;
  /** Tokens in a window. */
  length: number;
}
