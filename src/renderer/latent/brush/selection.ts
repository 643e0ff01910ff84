import { create } from 'zustand';
import type { PointsOf, Split } from '../view';

/** What happens to the items that were selected before. */
export type SelectMode = 'replace' | 'add' | 'remove';

/** Items of a split, by their position in it, so that every view of the same data can show them. */
export interface Selection {
  split: Split;
  /** Rising. */
  indices: Uint32Array;
}

const NONE = new Uint32Array(0);

export const useSelection = create<Selection>(() => ({ split: 'test', indices: NONE }));

/** Selects items, adds them or takes them away. A selection in another split is replaced. Draws from the prior are no items. */
export function selectItems(split: PointsOf, indices: Uint32Array, mode: SelectMode = 'replace'): void {
  if (split === 'prior') return;
  const before = useSelection.getState();
  const kept = before.split === split && mode !== 'replace' ? before.indices : NONE;
  const sorted = indices.slice().sort();
  const next = mode === 'remove' ? without(kept, sorted) : kept.length === 0 ? sorted : union(kept, sorted);
  useSelection.setState({ split, indices: next });
}

export const clearSelection = (): void => useSelection.setState({ indices: NONE });

/** Takes one item in, or leaves it out where it is selected. */
export function toggleItem(split: PointsOf, index: number): void {
  const { split: of, indices } = useSelection.getState();
  selectItems(split, Uint32Array.of(index), of === split && contains(indices, index) ? 'remove' : 'add');
}

/** Whether rising indices hold one. */
export function contains(indices: Uint32Array, index: number): boolean {
  let [low, high] = [0, indices.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (indices[middle] < index) low = middle + 1;
    else high = middle;
  }
  return indices[low] === index;
}

function union(a: Uint32Array, b: Uint32Array): Uint32Array {
  const out = new Uint32Array(a.length + b.length);
  let [i, j, n] = [0, 0, 0];
  while (i < a.length || j < b.length) {
    const next = j >= b.length || (i < a.length && a[i] <= b[j]) ? a[i++] : b[j++];
    if (n === 0 || out[n - 1] !== next) out[n++] = next;
  }
  return out.slice(0, n);
}

function without(a: Uint32Array, b: Uint32Array): Uint32Array {
  let j = 0;
  return a.filter((index) => {
    while (j < b.length && b[j] < index) j++;
    return b[j] !== index;
  });
}
