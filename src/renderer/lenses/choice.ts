import { useState } from 'react';
import { create } from 'zustand';
import { useSession } from '../state/session';
import { abilities, type LensId, type Place, sideOf } from './lenses';

/** Lenses that the user has chosen, for a model that can answer what `abilities` says. */
interface Choice {
  abilities: string;
  lenses: Partial<Record<Place, LensId>>;
}

export const useLensChoice = create<Choice>(() => ({ abilities: '', lenses: {} }));

/**
 * What is left of a choice for a model with these abilities. It lasts as long as models answer the same questions: another one
 * starts with the lens that tells most about it. The left side, and what was chosen before a model was known, stay.
 */
export function lastingChoice(choice: Choice, able: string): Choice['lenses'] {
  const { abilities: before, lenses } = choice;
  return before === able || before === '' ? lenses : { left: lenses.left };
}

export function chooseLens(place: Place, lens: LensId, able: string): void {
  const lenses = lastingChoice(useLensChoice.getState(), able);
  useLensChoice.setState({ abilities: able, lenses: { ...lenses, [place]: lens } });
}

/** Brings a lens to the front, whether lenses stand alone or beside each other. */
export function showLens(lens: LensId, able: string): void {
  chooseLens(sideOf(lens), lens, able);
  chooseLens('only', lens, able);
}

/** What the open model can answer; while one is being compiled, what the one before could: no lens goes for a moment. */
export function useAbilities(): string {
  const now = useSession(({ info, progress }) => (info ? abilities(info.probes) : progress ? null : ''));
  const [last, setLast] = useState(now ?? '');
  if (now !== null && now !== last) setLast(now);
  return now ?? last;
}
