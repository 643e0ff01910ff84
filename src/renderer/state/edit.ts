import { catalogue } from '../../core/catalogue';
import {
  type Command,
  emptySelection,
  type GraphId,
  graphAt,
  mark,
  type Plan,
  perform,
  pruneSelection,
  redo,
  type Selection,
  type Travel,
  undo,
} from '../../core/graph';
import { type ProjectState, useProject } from './project';
import { useUi } from './ui';

/** Text that the last copy or cut took, for a paste that does not come from the system's clipboard. */
let clipboard: string | null = null;
export const clipboardText = (): string | null => clipboard;

/**
 * Plans a command on the open graph and performs it. A command that cannot be done says why in a toast.
 * Returns the plan, or null when nothing was done.
 */
export function dispatch<A>(command: Command<A>, args: A): Extract<Plan, { ok: true }> | null {
  const state = useProject.getState();
  if (!state.edit) return null;
  const { place: graph, selection } = state;
  return carryOut(command, command.plan({ document: state.edit.document, catalogue, graph, selection }, args));
}

/** Performs what was planned, wherever the plan came from. */
export function carryOut(
  command: Pick<Command<never>, 'id' | 'label' | 'history'>,
  plan: Plan,
): Extract<Plan, { ok: true }> | null {
  const state = useProject.getState();
  if (!state.edit) return null;
  if (!plan.ok) {
    useUi.getState().toast({ tone: 'error', message: plan.message });
    return null;
  }
  if (plan.clipboard !== undefined) clipboard = plan.clipboard;
  const edit = perform(state.edit, command, plan, Date.now());
  const selection = pruneSelection(edit.document, state.place, plan.select ?? state.selection);
  useProject.setState({ edit, selection });
  return plan;
}

/** Ends a run of merging edits: the pointer was let go, the field left. */
export function markEdit(): void {
  const { edit } = useProject.getState();
  if (edit) useProject.setState({ edit: mark(edit) });
}

export const undoEdit = (): void => travel(undo);
export const redoEdit = (): void => travel(redo);

function travel(step: (edit: NonNullable<ProjectState['edit']>) => Travel | null): void {
  const { edit, place, selection } = useProject.getState();
  const moved = edit && step(edit);
  if (!moved) return;
  const { document } = moved.state;
  // Undo can take away the network that is on the canvas.
  const stays = graphAt(document, place) !== undefined;
  useProject.setState({
    edit: moved.state,
    place: stays ? place : null,
    selection: stays ? pruneSelection(document, place, selection) : emptySelection,
  });
}

export function select(selection: Selection): void {
  if (!sameSelection(useProject.getState().selection, selection)) useProject.setState({ selection });
}

export const selectNode = (node: string): void => select({ ...emptySelection, nodes: [node] });

export const sameSelection = (a: Selection, b: Selection): boolean =>
  sameIds(a.nodes, b.nodes) && sameIds(a.edges, b.edges) && sameIds(a.notes, b.notes);

const sameIds = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((id, index) => id === b[index]));

/** Puts the study (null) or a network on the canvas. */
export function goTo(place: GraphId): void {
  const { edit, place: from } = useProject.getState();
  if (!edit || place === from || graphAt(edit.document, place) === undefined) return;
  useProject.setState({ place, selection: emptySelection });
}

/** Shows a place that a problem names: its graph on the canvas, its node selected. */
export function reveal(place: { network?: string; node?: string; edge?: string }): void {
  goTo(place.network ?? null);
  select({
    ...emptySelection,
    nodes: place.node ? [place.node] : [],
    edges: !place.node && place.edge ? [place.edge] : [],
  });
}
