import type { PointSource } from '../points/source';

/** How latent vectors are put into a plane or a room. */
export type LayoutMethod = 'axes' | 'pca' | 'umap' | 'tsne';

/** What the user has chosen about it; plain data, kept in bookmarks. */
export interface LayoutOptions {
  method: LayoutMethod;
  dimensions: 2 | 3;
  /** UMAP: neighbours that count as near, `n_neighbors` of McInnes et al. 2018. */
  neighbours: number;
  /** UMAP: least distance between two places, `min_dist`. */
  minDist: number;
  /** t-SNE: perplexity, about the number of near neighbours (van der Maaten & Hinton 2008). */
  perplexity: number;
  /** UMAP and t-SNE begin at random places; the same seed gives the same picture. */
  seed: number;
}

export const DEFAULT_LAYOUT: LayoutOptions = {
  method: 'axes',
  dimensions: 2,
  neighbours: 15,
  minDist: 0.1,
  perplexity: 30,
  seed: 0,
};

export const METHOD_NAMES: Readonly<Record<LayoutMethod, string>> = {
  axes: 'Dimensions',
  pca: 'PCA',
  umap: 'UMAP',
  tsne: 't-SNE',
};

/** Layouts of draws from the prior: all directions are alike, and nothing is near for a reason. */
export const possibleLayout = (options: LayoutOptions, source: PointSource): LayoutOptions =>
  source === 'prior' && options.method !== 'axes' ? { ...options, method: 'axes' } : options;

/** Whether places are found by settling, in a while, when the user asks for it. */
export const settles = (method: LayoutMethod): method is 'umap' | 'tsne' => method === 'umap' || method === 'tsne';

/** The most dimensions a layout of vectors this wide can have. */
export const possibleDimensions = (options: LayoutOptions, width: number): 2 | 3 =>
  options.dimensions === 3 && (width >= 3 || settles(options.method)) ? 3 : 2;

/** Items that settle; t-SNE compares all pairs in each of its steps. All others stand by their nearest of these. */
export const SAMPLE: Readonly<Record<'pca' | 'umap' | 'tsne', number>> = { pca: 4_000, umap: 3_000, tsne: 1_500 };

/** Short and unique for what places of a layout mean. */
export function layoutKey(options: LayoutOptions, dimensions: 2 | 3): string {
  const { method, neighbours, minDist, perplexity, seed } = options;
  if (method === 'umap') return `umap ${dimensions} ${neighbours} ${minDist} ${seed}`;
  if (method === 'tsne') return `tsne ${dimensions} ${perplexity} ${seed}`;
  return `${method} ${dimensions}`;
}
