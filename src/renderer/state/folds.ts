import { create } from 'zustand';

/** Sections that the user has opened or folded since the window opened, by id. */
const useFolds = create<Readonly<Record<string, boolean>>>(() => ({}));

/** Whether a section is open, and the way to change that. */
export function useFold(id: string, openAtFirst: boolean): [open: boolean, toggle: () => void] {
  const open = useFolds((state) => state[id] ?? openAtFirst);
  return [open, () => useFolds.setState({ [id]: !open })];
}
