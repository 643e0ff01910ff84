import { create } from 'zustand';
import type { GraphId } from '../../../core/graph';
import { useProject } from '../../state/project';

export type OutputTab = 'picture' | 'histogram' | 'table';

interface InspectedState {
  /** The node whose output is open over the canvas. */
  open: { graph: GraphId; node: string } | null;
  /** What was looked at last: the next node opens with it where it can. */
  tab: OutputTab;
}

export const useInspected = create<InspectedState>(() => ({ open: null, tab: 'picture' }));

export const openOutput = (graph: GraphId, node: string): void => useInspected.setState({ open: { graph, node } });
export const closeOutput = (): void => useInspected.setState({ open: null });

export const isOutputOpen = (graph: GraphId, node: string): boolean => {
  const { open } = useInspected.getState();
  return open?.graph === graph && open.node === node;
};

/** Opens the output of the one selected node, or closes it. */
export const toggleSelectedOutput = (): void => {
  const { place, selection } = useProject.getState();
  const [node] = selection.nodes;
  if (node === undefined || isOutputOpen(place, node)) closeOutput();
  else openOutput(place, node);
};
