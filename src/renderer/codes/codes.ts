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

/** For each code a map that holds nothing else (codes × places). */
export const filledMaps = (codes: number, places: number): Int32Array<ArrayBuffer> =>
  Int32Array.from({ length: codes * places }, (_, i) => Math.floor(i / places));

/** For each code a map that holds it in the middle, and `around` everywhere else (codes × places). */
export const singleMaps = (codes: number, rows: number, columns: number, around: number): Int32Array<ArrayBuffer> => {
  const places = rows * columns;
  const middle = Math.floor(rows / 2) * columns + Math.floor(columns / 2);
  return Int32Array.from({ length: codes * places }, (_, i) =>
    i % places === middle ? Math.floor(i / places) : around,
  );
};

/** The pixels of a place: rows and columns of a picture are cut into as many parts as there are rows and columns of tokens. */
const bounds = (part: number, parts: number, pixels: number): [from: number, to: number] => [
  Math.round((part * pixels) / parts),
  Math.round(((part + 1) * pixels) / parts),
];

export interface Patches {
  /** codes × channels × height × width; 0 where a code stands nowhere. */
  values: Float32Array;
  shape: PictureShape;
}

/** For each code the mean of the pixels at the places where it stands, of the items that were encoded. */
export function meanPatches(coded: CodedItems, pictures: Float32Array, shape: PictureShape): Patches {
  const { tokens, vocabulary, rows, columns, count } = coded;
  const [height, width] = [Math.ceil(shape.height / rows), Math.ceil(shape.width / columns)];
  const patch: PictureShape = { width, height, channels: shape.channels, size: shape.channels * height * width };
  const values = new Float32Array(vocabulary * patch.size);
  const { counts } = usageOf(coded);
  const plane = shape.width * shape.height;
  for (let place = 0; place < count * rows * columns; place++) {
    const item = Math.floor(place / (rows * columns));
    const [row, column] = [Math.floor(place / columns) % rows, place % columns];
    const [top] = bounds(row, rows, shape.height);
    const [left] = bounds(column, columns, shape.width);
    const to = tokens[place] * patch.size;
    for (let i = 0; i < patch.size; i++) {
      const channel = Math.floor(i / (height * width));
      const y = Math.min(shape.height - 1, top + (Math.floor(i / width) % height));
      const x = Math.min(shape.width - 1, left + (i % width));
      values[to + i] += pictures[item * shape.size + channel * plane + y * shape.width + x] / counts[tokens[place]];
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
