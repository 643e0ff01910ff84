import { create } from 'zustand';
import type { SessionInfo } from '../../protocol/worker';
import type { Point } from '../lenses/plane/transform';
import type { PlaneAxes } from './axes';
import type { ColourBy } from './colour/colour-by';
import { DEFAULT_LAYOUT, type LayoutOptions } from './layout/options';
import type { ManifoldKind } from './manifold';
import type { LatentPath } from './path/path';

export type Split = 'train' | 'test';
/** What points are: items of a split, or draws of z. */
export type PointsOf = Split | 'prior';

/** How many items of a split can be shown; null where they are drawn endlessly. */
export const availableItems = ({ data }: SessionInfo, split: Split): number | null =>
  split === 'train' && data.train === 0 ? null : data[split];

export type DensityKind = 'off' | 'lines' | 'filled';
/** What a drag on the plane does. */
export type Tool = 'pan' | 'box' | 'lasso';

/** How the latent lens looks at a model; kept while another lens is in front. */
export interface LatentView {
  split: Split;
  count: number;
  /** Of the draws, where points are draws from the prior. */
  seed: number;
  /** The class to decode as, where the model can be asked for one; null for the first. */
  label: number | null;
  axes: PlaneAxes;
  layout: LayoutOptions;
  colourBy: ColourBy;
  density: DensityKind;
  /** Hidden where only the density of very many is of interest. */
  points: boolean;
  /** The items' own pictures at their places. */
  sprites: boolean;
  /** The sliders for the numbers of z, beside the plane. */
  traversal: boolean;
  tool: Tool;
  /** Classes singled out; none means all. */
  isolated: ReadonlySet<number>;
  manifold: boolean;
  manifoldKind: ManifoldKind;
  /** Tiles from top to bottom. */
  manifoldRows: number;
  path: LatentPath | null;
  /** Values of the latent dimensions that the plane does not show; as long as the user has touched, zero beyond. */
  base: readonly number[];
}

const COUNTS = [1_000, 5_000, 10_000, 20_000, 50_000, 100_000, 250_000, 500_000, 1_000_000];
/** The most points that the plane shows. */
export const MOST_POINTS = 1_000_000;

/** How many items may be shown of so many (null: endless), the last one all or the most. */
export function countChoices(available: number | null): number[] {
  const most = Math.min(available ?? MOST_POINTS, MOST_POINTS);
  return [...COUNTS.filter((count) => count < most), most];
}

/** The choice that stands for the number of items that the view asks for. */
export function shownItems(info: SessionInfo, { split, count }: Pick<LatentView, 'split' | 'count'>): number {
  const choices = countChoices(availableItems(info, split));
  return choices.find((choice) => choice >= count) ?? choices[choices.length - 1];
}

export const MANIFOLD_ROWS = [8, 12, 16, 20] as const;

export const useLatentView = create<LatentView>(() => ({
  split: 'test',
  count: 5_000,
  seed: 0,
  label: null,
  axes: { x: 0, y: 1 },
  layout: DEFAULT_LAYOUT,
  colourBy: 'label',
  density: 'off',
  points: true,
  sprites: false,
  traversal: true,
  tool: 'pan',
  isolated: new Set<number>(),
  manifold: false,
  manifoldKind: 'view',
  manifoldRows: 12,
  path: null,
  base: [],
}));

export const changeLatentView = (change: Partial<LatentView>): void => useLatentView.setState(change);

/** Singles a class out, or lets it back among the others. */
export function toggleIsolated(label: number): void {
  const isolated = new Set(useLatentView.getState().isolated);
  if (!isolated.delete(label)) isolated.add(label);
  changeLatentView({ isolated });
}

/** Where in the plane the pointer or the keys look; null when they do not. */
export const useCursor = create<{ at: Point | null }>(() => ({ at: null }));

/** Where the pointer is some milliseconds before `useCursor` and the frame know. */
export const useEarlyCursor = create<{ at: Point | null }>(() => ({ at: null }));

/** Puts the cursor on an item, so that it can be seen where it lies. */
export function showItem(places: Float32Array | null, index: number): void {
  if (places) useCursor.setState({ at: [places[2 * index], places[2 * index + 1]] });
}

/** The base vector at a model's width. */
export const baseVector = (base: readonly number[], width: number): number[] =>
  Array.from({ length: width }, (_, i) => base[i] ?? 0);
