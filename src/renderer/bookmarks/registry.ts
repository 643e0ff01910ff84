import type { Bookmark } from '../../core/graph';

/** What a bookmark holds: plain data. */
export type ViewRecord = Bookmark['view'];

/** How a lens is kept in a bookmark, and brought back. */
export interface LensView {
  /** What tells this view from others, for the bookmark's first name: `UMAP`, `t = 0.40`. */
  words(): string[];
  read(): ViewRecord;
  /** Goes there; gives the names of what could not be used and was left as it is. */
  show(view: ViewRecord): string[];
}

const views = new Map<string, LensView>();

/** Says how a lens is kept in bookmarks. */
export function registerLensView(lens: string, view: LensView): void {
  views.set(lens, view);
}

export const lensView = (lens: string): LensView | undefined => views.get(lens);
