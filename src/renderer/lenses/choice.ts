import { create } from 'zustand';
import { type LensId, type Place, sideOf } from './lenses';

/** Lenses that the user has chosen, for a model that can answer what `abilities` says. */
interface Choice {
  abilities: string;
  lenses: Partial<Record<Place, LensId>>;
}

export const useLensChoice = create<Choice>(() => ({ abilities: '', lenses: {} }));

/** A choice lasts as long as models answer the same questions: another one starts with the lens that tells most about it. */
export function chooseLens(place: Place, lens: LensId, abilities: string): void {
  const before = useLensChoice.getState();
  const lenses = before.abilities === abilities ? before.lenses : {};
  useLensChoice.setState({ abilities, lenses: { ...lenses, [place]: lens } });
}

/** Brings a lens to the front, whether lenses stand alone or beside each other. */
export function showLens(lens: LensId, abilities: string): void {
  chooseLens(sideOf(lens), lens, abilities);
  chooseLens('only', lens, abilities);
}
