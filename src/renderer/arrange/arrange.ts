import { catalogue } from '../../core/catalogue';
import { type Change, commands, type EditContext, graphAt, type Plan } from '../../core/graph';
import type { Graph, Position } from '../../core/graph/document';
import { toFailure } from '../client/failure';
import { canvas } from '../editor/canvas-state';
import { carryOut, markEdit } from '../state/edit';
import { useProject } from '../state/project';
import { useSession } from '../state/session';
import { useUi } from '../state/ui';
import { glide } from './glide';
import { type Arrangement, elkGraph, freeNotes, readLayout } from './layout';
import { measure } from './Measure';
import { roomForRun } from './room';
import { leadWires } from './wires';

const COMMAND = { id: 'graph.arrange', label: 'Arrange', history: 'record' } as const;

/** Lays out the open graph, or what is selected of it, as one undo step. */
export async function arrange(): Promise<void> {
  const { edit, place, selection } = useProject.getState();
  const graph = edit && graphAt(edit.document, place);
  const measured = measure.current?.();
  if (!graph || !measured || graph.nodes.length === 0) return;
  const fresh = place === null && useSession.getState().step === 0;
  const boxes = fresh ? roomForRun(graph.nodes, measured, catalogue) : measured;
  const chosen = selection.nodes.length > 1 ? new Set(selection.nodes) : null;
  try {
    const { layOut } = await import('./elk');
    const result = await layOut(elkGraph(graph, boxes, chosen));
    const now = useProject.getState();
    // Somebody who went on editing meanwhile has the last word.
    if (now.place !== place || !now.edit || graphAt(now.edit.document, place) !== graph) return;
    const arrangement = readLayout(result, cornerOf(graph, chosen));
    const wires = leadWires(graph, boxes, arrangement);
    const notes = chosen ? arrangement.notes : { ...arrangement.notes, ...freeNotes(graph, boxes, arrangement) };
    const context = { document: now.edit.document, catalogue, graph: place, selection: now.selection };
    markEdit();
    glide();
    carryOut(COMMAND, planArrangement(context, { ...arrangement, notes, wires }));
    markEdit();
    if (!chosen) requestAnimationFrame(() => canvas.current?.fit());
  } catch (error) {
    const { message, details } = toFailure(error);
    useUi.getState().toast({
      tone: 'error',
      message: 'The graph could not be arranged; it stays as it was.',
      details: details ?? message,
    });
  }
}

/** Top left corner of what is arranged: it stays where it is. */
function cornerOf({ nodes }: Graph, chosen: ReadonlySet<string> | null): Position {
  const moved = nodes.filter(({ id }) => !chosen || chosen.has(id));
  return {
    x: Math.min(...moved.map(({ position }) => position.x)),
    y: Math.min(...moved.map(({ position }) => position.y)),
  };
}

/** Moves nodes and notes, and leads wires through other places. */
export function planArrangement(context: EditContext, { nodes, notes, wires }: Arrangement): Plan {
  const plan = commands.moveNodes.plan(context, { nodes, notes });
  if (!plan.ok) return plan;
  const { graph } = context;
  const led = (graphAt(context.document, graph)?.edges ?? []).flatMap(({ id, points }): Change[] => {
    const wanted = wires[id];
    if (!wanted || JSON.stringify(wanted) === JSON.stringify(points ?? [])) return [];
    return [{ type: 'edge.points', graph, edge: id, points: wanted.length > 0 ? wanted : null }];
  });
  return { ok: true, changes: [...plan.changes, ...led] };
}
