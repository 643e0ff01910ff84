import { applyWithInverse } from '../changes';
import { type GraphNode, LIMITS, type Note, type Position } from '../document';
import { type GraphId, graphAt, graphName, nodeAt } from '../place';
import { quote } from '../text';
import { type EditContext, type Plan, type PlannedChanges, type Refusal, refuse } from './types';

/** Whole pixels: differences between versions of a file stay readable. Null where a coordinate is no number. */
export function roundedPosition({ x, y }: Position): Position | null {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return null;
  return { x: Math.round(x) + 0, y: Math.round(y) + 0 };
}

/** A position moved by so much, in whole pixels; null where that is no number. */
export const shiftedPosition = ({ x, y }: Position, by: Position): Position | null =>
  roundedPosition({ x: x + by.x, y: y + by.y });

export const samePosition = (a: Position, b: Position): boolean => a.x === b.x && a.y === b.y;

/** The box around positions; nodes and notes count as points, because only the canvas knows their sizes. */
export function boxAround(items: readonly { position: Position }[]) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const { position } of items) {
    box.left = Math.min(box.left, position.x);
    box.right = Math.max(box.right, position.x);
    box.top = Math.min(box.top, position.y);
    box.bottom = Math.max(box.bottom, position.y);
  }
  return box;
}

export const noPosition = refuse('A position needs two numbers.');
export const noGraph = ({ graph }: { graph: GraphId }): Refusal => refuse(`The project has no ${graphName(graph)}.`);
export const noNode = ({ graph }: { graph: GraphId }, id: string): Refusal =>
  refuse(`There is no node ${quote(id)} in ${graphName(graph)}.`);
export const nothingSelected = refuse('No node or note is selected.');
export const noNodeSelected = refuse('No node is selected.');
export const tooMany = (limit: number, what: string): Refusal => refuse(`A project holds at most ${limit} ${what}.`);
export const tooManyNetworks = tooMany(LIMITS.networks, 'networks');

const LONGEST_TITLE = 80;

/** The refusal of a title that does not fit into the file. */
export const titleRefusal = (title: string): Refusal | null =>
  title.length <= LONGEST_TITLE
    ? null
    : refuse(`A name has at most ${LONGEST_TITLE} characters; this one has ${title.length}.`);

/** What is selected, among what is there. */
export function selectedItems({ document, graph, selection }: EditContext): { nodes: GraphNode[]; notes: Note[] } {
  const content = graphAt(document, graph);
  const [nodes, notes] = [new Set(selection.nodes), new Set(selection.notes)];
  return {
    nodes: content?.nodes.filter(({ id }) => nodes.has(id)) ?? [],
    notes: content?.notes.filter(({ id }) => notes.has(id)) ?? [],
  };
}

/** A node of the open graph, or the refusal that there is none. */
export const findNode = (context: EditContext, id: string): { ok: true; node: GraphNode } | Refusal => {
  const node = nodeAt(context.document, context.graph, id);
  return node ? { ok: true, node } : noNode(context, id);
};

/** Plans a second edit on what the first one leaves, as one step. */
export function andThen(
  context: EditContext,
  first: Plan,
  next: (context: EditContext, first: PlannedChanges) => Plan,
): Plan {
  if (!first.ok) return first;
  const { document } = applyWithInverse(context.document, first.changes);
  const second = next({ ...context, document }, first);
  if (!second.ok) return second;
  return { ...first, ...second, changes: [...first.changes, ...second.changes] };
}
