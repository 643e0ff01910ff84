import { create } from 'zustand';
import { showLens } from '../lenses/choice';
import { abilities } from '../lenses/lenses';
import { useSession } from '../state/session';
import { useUi } from '../state/ui';

export type DataMode = 'items' | 'classes' | 'draw';
export type Split = 'train' | 'test';
export type Order = 'order' | 'class';

/** What the data lens keeps while another lens is in front. */
export interface DataView {
  mode: DataMode;
  split: Split;
  order: Order;
  page: number;
  /** Data node that was chosen to draw on; null for the first one that can be drawn on. */
  node: string | null;
}

export const useDataView = create<DataView>(() => ({
  mode: 'items',
  split: 'test',
  order: 'order',
  page: 0,
  node: null,
}));

export const changeDataView = (change: Partial<DataView>): void => useDataView.setState(change);

/** Brings the drawing canvas of a data node to the front. */
export function openDrawing(node: string | null): void {
  changeDataView({ mode: 'draw', node });
  const { panels, togglePanel } = useUi.getState();
  if (!panels.lenses) togglePanel('lenses');
  showLens('data', abilities(useSession.getState().info?.probes ?? null));
}
