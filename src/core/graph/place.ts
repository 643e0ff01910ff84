import type { Catalogue, NodeDefinition } from '../catalogue/types';
import type { Graph, GraphNode, Place, ProjectDocument } from './document';
import { quote } from './text';

/** A graph of a document: null is the study, a string the id of a network. */
export type GraphId = string | null;

/** Own property of a record. Ids come from files, so `toString` may be one of them. */
export const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** The graph, or undefined when the document has no such network (undo may have taken it away). */
export const graphAt = (document: ProjectDocument, graph: GraphId): Graph | undefined =>
  graph === null ? document.study : own(document.networks, graph);

export const nodeAt = (document: ProjectDocument, graph: GraphId, id: string): GraphNode | undefined =>
  graphAt(document, graph)?.nodes.find((node) => node.id === id);

export const nodeTitle = (node: GraphNode, definition: NodeDefinition | undefined): string =>
  node.title ?? definition?.title ?? node.type;

/** What people call a node: the name they gave it, else the catalogue's title, else its type. */
export const nodeName = (node: GraphNode, catalogue: Catalogue): string => nodeTitle(node, catalogue.find(node.type));

/** The place record that a problem carries. */
export const placeIn = (graph: GraphId, rest: Omit<Place, 'network'> = {}): Place =>
  graph === null ? rest : { network: graph, ...rest };

/** `the study` or `network "encoder"`. */
export const graphName = (graph: GraphId): string => (graph === null ? 'the study' : `network ${quote(graph)}`);

/** All graphs of a document, the study first. */
export const graphsOf = (document: ProjectDocument): [GraphId, Graph][] => [
  [null, document.study],
  ...Object.entries(document.networks),
];
