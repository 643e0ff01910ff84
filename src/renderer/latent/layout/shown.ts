import type { Layout } from './layout';

let shown: Layout | null = null;

/** Says where the items of the latent lens stand now. */
export function showPlaces(layout: Layout | null): void {
  shown = layout;
}

/** Where the first `count` items of the latent lens stand; null where fewer have a place. */
export const shownPlaces = (count: number): Pick<Layout, 'dimensions' | 'positions'> | null =>
  shown && shown.count >= count
    ? { dimensions: shown.dimensions, positions: shown.positions.subarray(0, count * shown.dimensions) }
    : null;
