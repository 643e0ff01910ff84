import type { XYPosition } from '@xyflow/react';
import type { MouseEvent } from 'react';
import { emptySelection, type Selection } from '../../core/graph';
import { select } from '../state/edit';
import { useProject } from '../state/project';
import { canvas, type MenuSubject, useCanvas } from './canvas-state';
import { noteIdOf } from './flow-model';

type ToFlow = (place: XYPosition) => XYPosition;

const size = ({ nodes, edges, notes }: Selection): number => nodes.length + edges.length + notes.length;

/** What the menu of the selection is about. */
function subject(selection: Selection): MenuSubject {
  const { nodes, edges, notes } = selection;
  if (size(selection) === 0) return 'canvas';
  if (size(selection) > 1 || notes.length === 1) return 'selection';
  return edges.length === 1 ? 'wire' : nodes.length === 1 ? 'node' : 'selection';
}

function open(about: MenuSubject, screen: XYPosition, flow: XYPosition): void {
  useCanvas.setState({ menu: { about, screen, flow }, search: null });
}

/** Opens the menu of what was clicked; what is not yet selected is selected first. */
function openFor(event: MouseEvent | globalThis.MouseEvent, toFlow: ToFlow, clicked: Partial<Selection>): void {
  event.preventDefault();
  const { selection } = useProject.getState();
  const inside = (['nodes', 'edges', 'notes'] as const).every((part) =>
    (clicked[part] ?? []).every((id) => selection[part].includes(id)),
  );
  const next = inside && size({ ...emptySelection, ...clicked }) > 0 ? selection : { ...emptySelection, ...clicked };
  select(next);
  const screen = { x: event.clientX, y: event.clientY };
  open(subject(next), screen, toFlow(screen));
}

/** Right clicks on the canvas and on what stands there. */
export const menuEvents = (toFlow: ToFlow) => ({
  onPaneContextMenu: (event: MouseEvent | globalThis.MouseEvent) => openFor(event, toFlow, {}),
  onNodeContextMenu: (event: MouseEvent, node: { id: string; type?: string }) => {
    if (node.type !== 'graph' && noteIdOf(node.id) === null) return openFor(event, toFlow, {});
    const note = noteIdOf(node.id);
    openFor(event, toFlow, note === null ? { nodes: [node.id] } : { notes: [note] });
  },
  onEdgeContextMenu: (event: MouseEvent, edge: { id: string }) => openFor(event, toFlow, { edges: [edge.id] }),
  onSelectionContextMenu: (event: MouseEvent) => {
    event.preventDefault();
    const screen = { x: event.clientX, y: event.clientY };
    open(subject(useProject.getState().selection), screen, toFlow(screen));
  },
});

/** Opens the menu of a group; `members` is what stands in it. */
export function openGroupMenu(event: MouseEvent, members: Partial<Selection>): void {
  event.preventDefault();
  event.stopPropagation();
  select({ ...emptySelection, ...members });
  open('group', { x: event.clientX, y: event.clientY }, canvas.current?.place() ?? { x: 0, y: 0 });
}

/** Opens the menu of what is selected beside it: for the keyboard. */
export function openMenuAtSelection(): void {
  const { selection } = useProject.getState();
  const [node] = selection.nodes;
  const [edge] = selection.edges;
  const wanted =
    node !== undefined
      ? `.react-flow__node[data-id="${CSS.escape(node)}"]`
      : edge !== undefined
        ? `.react-flow__edge[data-id="${CSS.escape(edge)}"]`
        : '.react-flow__pane';
  const box = document.querySelector(wanted)?.getBoundingClientRect();
  if (!box) return;
  const middle = { x: box.left + box.width / 2, y: box.top + Math.min(box.height / 2, 40) };
  open(subject(selection), middle, canvas.current?.place() ?? { x: 0, y: 0 });
}
