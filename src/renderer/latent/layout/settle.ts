import { UMAP } from 'umap-js';
import { normals, uniforms } from '../../random';
import { nearestRows, type Tick } from './nearest';
import type { LayoutOptions } from './options';
import { fitPca, projectPca } from './pca';
import { likenesses, Tsne } from './tsne';

/** Places that settle step by step. */
export interface Settling {
  steps: number;
  /** Goes on by one step. */
  step(): void;
  /** Where the items are now; the arrays change with each step. */
  places(): readonly ArrayLike<number>[];
}

export interface SettleInput {
  /** Row-major, `width` wide. */
  z: Float32Array;
  width: number;
  count: number;
  /** count × dimensions places to begin at; null begins at the principal components. */
  from: Float32Array | null;
}

/** With fewer items there is nothing to settle. */
export const LEAST_ITEMS = 5;
const TSNE_STEPS = 500;
/** Half the width of the square in which UMAP begins, as in its reference implementation. */
const UMAP_REACH = 10;
/** t-SNE begins with all items close together (Kobak & Berens 2019). */
const TSNE_DEVIATION = 1e-4;

/** UMAP (McInnes, Healy & Melville 2018) with exact neighbours. `tick` follows the search for them. */
export function settleUmap(input: SettleInput, options: LayoutOptions, tick: Tick = () => {}): Settling {
  const { z, width, count } = input;
  const neighbours = Math.max(2, Math.min(options.neighbours, count - 1));
  const umap = new UMAP({
    nNeighbors: neighbours,
    minDist: options.minDist,
    nComponents: options.dimensions,
    random: uniforms(options.seed),
  });
  const near = nearestRows(z, z, width, neighbours, tick);
  const rows = <T extends Int32Array | Float32Array>(values: T) =>
    Array.from({ length: count }, (_, i) => Array.from(values.subarray(i * near.k, (i + 1) * near.k)));
  umap.setPrecomputedKNN(rows(near.indices), rows(near.distances));
  const steps = umap.initializeFit(vectors(input));
  begin(umap.getEmbedding(), input, options, UMAP_REACH);
  return { steps, step: () => void umap.step(), places: () => umap.getEmbedding() };
}

/** t-SNE (van der Maaten & Hinton 2008), exact: all pairs in each step. */
export function settleTsne(input: SettleInput, options: LayoutOptions): Settling {
  const { z, width, count } = input;
  // More than a third of the items cannot be neighbours of each.
  const perplexity = Math.max(2, Math.min(options.perplexity, (count - 1) / 3));
  const start = Array.from({ length: count }, () => new Array<number>(options.dimensions).fill(0));
  begin(start, input, options, TSNE_DEVIATION);
  const tsne = new Tsne(likenesses(z, width, count, perplexity), start);
  return { steps: TSNE_STEPS, step: () => tsne.step(), places: () => tsne.places() };
}

const vectors = ({ z, width, count }: SettleInput): number[][] =>
  Array.from({ length: count }, (_, i) => Array.from(z.subarray(i * width, (i + 1) * width)));

/** Writes where the items begin: given places, or the principal components brought to `reach`, a little shaken. */
function begin(places: number[][], input: SettleInput, options: LayoutOptions, reach: number): void {
  const { z, width, count, from } = input;
  const { dimensions, seed } = options;
  const start = from ?? projectPca(fitPca(z, width, count, null), z, count, dimensions);
  const largest = start.reduce((most, part) => Math.max(most, Math.abs(part)), 0);
  const scale = from ? 1 : reach / (largest || 1);
  const shake = normals(seed);
  const amount = from ? 0 : 0.01 * reach;
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < dimensions; k++) places[i][k] = start[i * dimensions + k] * scale + amount * shake();
  }
}
