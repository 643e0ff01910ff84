/** What is told of tokens: how often each code is used, where, and what a map of them looks like. */
import type { CodedItems } from '../../protocol/worker';
import type { PictureShape } from '../lenses/tiles/item';

/** How a codebook is used by some items. */
export interface Usage {
  /** For each code, how many places it stands at. */
  counts: Int32Array;
  /** Places in all. */
  places: number;
  /** Codes that stand somewhere. */
  used: number;
  /** exp of the entropy of the shares: how many codes there would be if all were used alike. */
  perplexity: number;
}

export function usageOf({ tokens, vocabulary }: Pick<CodedItems, 'tokens' | 'vocabulary'>): Usage {
  const counts = new Int32Array(vocabulary);
  for (const token of tokens) counts[token]++;
  const used = counts.filter((count) => count > 0);
  const entropy = used.reduce((total, count) => total - (count / tokens.length) * Math.log(count / tokens.length), 0);
  return { counts, places: tokens.length, used: used.length, perplexity: tokens.length > 0 ? Math.exp(entropy) : 0 };
}

export type Order = 'usage' | 'index';

/** Codes in the order in which they are shown: as they are numbered, or the most used first, equal ones as numbered. */
export const codeOrder = ({ counts }: Usage, order: Order): Int32Array => {
  const codes = Int32Array.from(counts, (_, code) => code);
  return order === 'index' ? codes : codes.sort((a, b) => counts[b] - counts[a] || a - b);
};

/** Tokens of one item. */
export const tokensOf = ({ tokens, rows, columns }: CodedItems, item: number): Int32Array =>
  tokens.subarray(item * rows * columns, (item + 1) * rows * columns);

/** The map that is shown: what was changed by hand, where a model with this codebook and maps of this size knows it. */
export const shownTokens = (
  edited: readonly number[] | null,
  own: Int32Array,
  vocabulary: number,
): Int32Array<ArrayBuffer> =>
  Int32Array.from(edited?.length === own.length && edited.every((token) => token < vocabulary) ? edited : own);

/** For each code a map that holds nothing else (codes × places). */
export const filledMaps = (codes: number, places: number): Int32Array<ArrayBuffer> =>
  Int32Array.from({ length: codes * places }, (_, i) => Math.floor(i / places));

export interface Patches {
  /** codes × channels × height × width; 0 where a code stands nowhere. */
  values: Float32Array;
  shape: PictureShape;
}

/**
 * For each code the mean of the pixels at the places where it stands and at the places around these, of the items that were
 * encoded; what lies outside a picture counts as 0.
 */
export function meanPatches(coded: CodedItems, pictures: Float32Array, shape: PictureShape): Patches {
  const { tokens, vocabulary, rows, columns, count } = coded;
  const [tall, wide] = [Math.round(shape.height / rows), Math.round(shape.width / columns)];
  const [height, width] = [3 * tall, 3 * wide];
  const patch: PictureShape = { width, height, channels: shape.channels, size: shape.channels * height * width };
  const values = new Float32Array(vocabulary * patch.size);
  const { counts } = usageOf(coded);
  for (let at = 0; at < count * rows * columns; at++) {
    const [item, place] = [Math.floor(at / (rows * columns)), at % (rows * columns)];
    const share = 1 / counts[tokens[at]];
    const top = Math.round((Math.floor(place / columns) * shape.height) / rows) - tall;
    const left = Math.round(((place % columns) * shape.width) / columns) - wide;
    for (let channel = 0; channel < shape.channels; channel++) {
      const from = item * shape.size + channel * shape.height * shape.width;
      const to = tokens[at] * patch.size + channel * height * width;
      for (let y = Math.max(0, -top); y < Math.min(height, shape.height - top); y++)
        for (let x = Math.max(0, -left); x < Math.min(width, shape.width - left); x++)
          values[to + y * width + x] += share * pictures[from + (top + y) * shape.width + left + x];
    }
  }
  return { values, shape: patch };
}

/** An item in which a code stands, and at which places. */
export interface Found {
  item: number;
  places: number[];
}

/** Items in which a code stands most often, at most `most` of them; earlier ones first where that is equal. */
export function itemsWith(coded: CodedItems, code: number, most: number): Found[] {
  const found = Array.from({ length: coded.count }, (_, item): Found => {
    const places = [...tokensOf(coded, item)].flatMap((token, place) => (token === code ? [place] : []));
    return { item, places };
  });
  return found
    .filter(({ places }) => places.length > 0)
    .sort((a, b) => b.places.length - a.places.length || a.item - b.item)
    .slice(0, most);
}

/** A map with another code at a place. */
export const withToken = (tokens: Int32Array, place: number, code: number): Int32Array =>
  tokens.map((token, i) => (i === place ? code : token));

/** Places at which two maps differ. */
export const changedPlaces = (a: Int32Array, b: Int32Array): number =>
  a.reduce((total, token, i) => total + (token === b[i] ? 0 : 1), 0);
