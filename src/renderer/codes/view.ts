import { create } from 'zustand';
import type { Order } from './codes';

/** What is drawn for a code: the mean of the pixels where it stands, or the middle of what a map of nothing but it decodes to. */
export type Look = 'mean' | 'alone';

export interface CodesViewState {
  /** Held-out item whose tokens are shown. */
  item: number;
  /** The place of its map that is chosen, row by row. */
  place: number | null;
  /** The code that is picked. */
  code: number | null;
  order: Order;
  look: Look;
  /** Tokens of the item as they were changed by hand; null as the encoder gives them. */
  edited: readonly number[] | null;
}

/** Kept while another lens is in front. */
export const useCodesView = create<CodesViewState>(() => ({
  item: 0,
  place: null,
  code: null,
  order: 'usage',
  look: 'mean',
  edited: null,
}));

export const changeCodesView = (change: Partial<CodesViewState>): void => useCodesView.setState(change);

/** Another item, as the encoder gives it; the place stays, so that items can be compared there. */
export const showItem = (item: number): void => useCodesView.setState({ item, edited: null });

/** The encoder's tokens again. */
export const resetTokens = (): void => useCodesView.setState({ edited: null });

/** Chooses a place, and picks the code that stands there. */
export const choosePlace = (place: number, tokens: Int32Array): void =>
  useCodesView.setState({ place, code: tokens[place] });

/** Puts a code to the chosen place of a map, or only picks it where no place is chosen. */
export function putCode(code: number, tokens: Int32Array): void {
  useCodesView.setState(({ place }) => {
    if (place === null || place >= tokens.length) return { code };
    const edited = [...tokens];
    edited[place] = code;
    return { code, edited };
  });
}

/** Lets go of the place first, then of the code. */
export const letGo = (): void =>
  useCodesView.setState(({ place }) => (place === null ? { code: null } : { place: null }));
