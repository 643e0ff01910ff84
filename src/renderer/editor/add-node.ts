import { catalogue } from '../../core/catalogue';
import type { NodeDefinition } from '../../core/catalogue/types';
import { commands, type EditContext, type GraphId } from '../../core/graph';
import type { Position } from '../../core/graph/document';
import { carryOut } from '../state/edit';
import { useProject } from '../state/project';
import type { WireEnd } from './canvas-state';
import { categories } from './kinds';
import { matchingPort, planAddConnected } from './wire-edits';

/** Drawers of the palette in the order of their table, that of a pipeline. */
const ORDER = Object.keys(categories);

/** What an edit may look at now, or null while nothing is open. */
export function editContext(): EditContext | null {
  const { edit, place, selection } = useProject.getState();
  return edit && { document: edit.document, catalogue, graph: place, selection };
}

/** Nodes that can be placed in a graph, by drawer; with a wire, those that take it. */
export function nodesFor(place: GraphId, from: WireEnd | null = null): NodeDefinition[] {
  const level = place === null ? 'study' : 'network';
  const context = editContext();
  return catalogue.all
    .filter((definition) => definition.level === level)
    .filter((definition) => !from || !context || matchingPort(context, definition.type, from) !== null)
    .sort((a, b) => ORDER.indexOf(a.category) - ORDER.indexOf(b.category));
}

/** Places a node, and joins the wire that waits for one, as one undo step. */
export function addNodeAt(type: string, position: Position, from: WireEnd | null = null): void {
  const context = editContext();
  if (context) carryOut(commands.addNode, planAddConnected(context, type, position, from));
}
