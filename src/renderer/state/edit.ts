import { catalogue } from '../../core/catalogue';
import {
  type Change,
  type Command,
  type EditContext,
  type EditState,
  emptySelection,
  type GraphId,
  graphAt,
  joinLast,
  mark,
  nodeName,
  type Plan,
  perform,
  pruneSelection,
  redo,
  type Selection,
  type Travel,
  touchedBy,
  undo,
} from '../../core/graph';
import type { ProjectDocument } from '../../core/graph/document';
import { canvas } from '../editor/canvas-state';
import { announce } from './announce';
import { useProject } from './project';
import { type TrailStep, trailInto, trailTo } from './trail';
import { useUi } from './ui';

type Performed = Extract<Plan, { ok: true }>;
type CommandRecord = Pick<Command<never>, 'id' | 'label' | 'history'>;

/** Text that the last copy or cut took, for a paste that does not come from the system's clipboard. */
let clipboard: string | null = null;
export const clipboardText = (): string | null => clipboard;

/**
 * Plans a command on the open graph and performs it. A command that cannot be done says why in a toast.
 * Returns the plan, or null when nothing was done.
 */
export function dispatch<A>(command: Command<A>, args: A): Performed | null {
  return attempt(command, (context) => command.plan(context, args));
}

/** The same on another graph, for what is edited from outside it: the name of the node that holds the open network. */
export function dispatchAt<A>(graph: GraphId, command: Command<A>, args: A): Performed | null {
  return attempt(command, (context) => {
    const plan = command.plan({ ...context, graph, selection: emptySelection }, args);
    return plan.ok ? { ...plan, select: undefined } : plan;
  });
}

/** Performs one command several times as one undo step: all of them, or none. */
export function dispatchAll<A>(command: Command<A>, args: readonly A[]): Performed | null {
  return attempt(command, (context) => {
    const plans = args.map((each) => command.plan(context, each));
    const changes: Change[] = [];
    const keys: string[] = [];
    for (const plan of plans) {
      if (!plan.ok) return plan;
      changes.push(...plan.changes);
      if (plan.mergeKey !== undefined) keys.push(plan.mergeKey);
    }
    return { ok: true, changes, mergeKey: keys.length > 0 ? keys.join(' | ') : undefined };
  });
}

/** Performs what was planned, wherever the plan came from. */
export const carryOut = (command: CommandRecord, plan: Plan): Performed | null => attempt(command, () => plan);

/** The same, as one undo step with the newest one: the end of a gesture that has begun to change something. */
export function carryOutWithLast(command: CommandRecord, plan: Plan): Performed | null {
  const done = carryOut(command, plan);
  const { edit } = useProject.getState();
  if (done && done.changes.length > 0 && edit) useProject.setState({ edit: joinLast(edit) });
  return done;
}

/** Plans and performs, or leaves everything as it was: the stores change only once all is computed. */
function attempt(command: CommandRecord, planIt: (context: EditContext) => Plan): Performed | null {
  const { edit: before, place: graph, selection } = useProject.getState();
  if (!before) return null;
  try {
    const plan = planIt({ document: before.document, catalogue, graph, selection });
    if (!plan.ok) {
      useUi.getState().toast({ tone: 'error', message: plan.message });
      return null;
    }
    const edit = perform(before, command, plan, Date.now());
    useProject.setState({
      edit,
      selection: keepIfSame(selection, pruneSelection(edit.document, graph, plan.select ?? selection)),
    });
    if (plan.clipboard !== undefined) clipboard = plan.clipboard;
    // Typing and dragging speak for themselves.
    if (command.history === 'record' && plan.changes.length > 0) announce(`${plan.label ?? command.label}: done`);
    return plan;
  } catch (error) {
    useUi.getState().toast({
      tone: 'error',
      message: `“${command.label}” could not be done; the project is as it was before.`,
      details: error instanceof Error ? error.message : String(error),
    });
    return null;
  }
}

/** Ends a run of merging edits: the pointer was let go, the field left. */
export function markEdit(): void {
  const { edit } = useProject.getState();
  if (edit) useProject.setState({ edit: mark(edit) });
}

export const undoEdit = (): void => travel(undo, 'Undid', ({ inverse }) => inverse);
export const redoEdit = (): void => travel(redo, 'Redid', ({ changes }) => changes);

/** Goes a step through the history, and to the graph where it took effect, with what it touched selected. */
function travel(
  step: (edit: EditState) => Travel | null,
  verb: string,
  applied: (entry: Travel['entry']) => readonly Change[],
): void {
  const { edit, place, trail, selection } = useProject.getState();
  const moved = edit && step(edit);
  if (!moved) return;
  const { document } = moved.state;
  const touched = moved.entry.inLens ? null : touchedBy(applied(moved.entry), document, place);
  // Undo can take away the network that is on the canvas.
  const stays = graphAt(document, place) !== undefined ? place : null;
  const graph = touched ? touched.graph : stays;
  const kept = graph === place ? pruneSelection(document, place, selection) : emptySelection;
  useProject.setState({
    edit: moved.state,
    place: graph,
    trail: graph === place ? trail : trailTo(document, graph, trail),
    selection: keepIfSame(selection, touched?.selection ?? kept),
  });
  const where = moved.entry.inLens ? '' : placeWords(document, graph, trail);
  announce(`${verb} ${moved.entry.label}${where}`, true);
  // A canvas that opens for another graph fits it by itself; this one may look elsewhere.
  if (graph === place && !moved.entry.inLens) canvas.current?.showSelection();
}

/** ` in Encoder`; nothing for the study. */
function placeWords(document: ProjectDocument, place: GraphId, trail: readonly TrailStep[]): string {
  const last = trailTo(document, place, trail).at(-1);
  const node = last && graphAt(document, last.graph)?.nodes.find(({ id }) => id === last.node);
  return node ? ` in ${nodeName(node, catalogue)}` : '';
}

export function select(selection: Selection): void {
  if (!sameSelection(useProject.getState().selection, selection)) useProject.setState({ selection });
}

export const selectNode = (node: string): void => select({ ...emptySelection, nodes: [node] });

export const sameSelection = (a: Selection, b: Selection): boolean =>
  sameIds(a.nodes, b.nodes) && sameIds(a.edges, b.edges) && sameIds(a.notes, b.notes);

const keepIfSame = (before: Selection, after: Selection): Selection => (sameSelection(before, after) ? before : after);

const sameIds = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((id, index) => id === b[index]));

/** Puts the study (null) or a network on the canvas. A node that is selected and holds it is the way one came in. */
export function goTo(place: GraphId): void {
  const { edit, place: from, trail, selection } = useProject.getState();
  if (!edit || place === from || graphAt(edit.document, place) === undefined) return;
  const way = trailInto(edit.document, place, { place: from, trail, selected: selection.nodes });
  useProject.setState({ place, trail: way, selection: emptySelection });
}

/** One level up from a network, with the node selected that one came in by. */
export function goUp(): void {
  const { edit, place, trail } = useProject.getState();
  if (!edit || place === null) return;
  const last = trailTo(edit.document, place, trail).at(-1);
  goTo(last?.graph ?? null);
  if (last) selectNode(last.node);
}

/** Shows a place that a problem names: its graph on the canvas, its node selected and in sight. */
export function reveal(place: { network?: string; node?: string; edge?: string }): void {
  const graph = place.network ?? null;
  const stays = useProject.getState().place === graph;
  goTo(graph);
  select({
    ...emptySelection,
    nodes: place.node ? [place.node] : [],
    edges: !place.node && place.edge ? [place.edge] : [],
  });
  if (stays) canvas.current?.showSelection();
}
