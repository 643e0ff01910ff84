import { catalogue } from '../../core/catalogue';
import type { NodePorts } from '../../core/catalogue/types';
import { nodeKey } from '../../core/compile/place-key';
import type { Analysis } from '../../core/compile/types';
import { type GraphId, graphAt, graphsOf, nodeName } from '../../core/graph';
import type { Graph, GraphNode, ProjectDocument } from '../../core/graph/document';

/** What the canvas looks up in a graph over and over; made once for each version of it. */
export interface GraphIndex {
  nodes: ReadonlyMap<string, GraphNode>;
  /** Ports of a node that have a wire, as text: the same text is the same ports. See `portMark`. */
  wired: ReadonlyMap<string, string>;
}

const indices = new WeakMap<Graph, GraphIndex>();

/** How a wired port stands in `GraphIndex.wired`. */
export const portMark = (side: 'source' | 'target', port: string): string => `${side}:${port};`;

export function graphIndex(graph: Graph): GraphIndex {
  const present = indices.get(graph);
  if (present) return present;
  const wired = new Map<string, string>();
  const add = (node: string, mark: string): void => {
    const marks = wired.get(node) ?? '';
    if (!marks.includes(mark)) wired.set(node, marks + mark);
  };
  for (const { source, target } of graph.edges) {
    add(source.node, portMark('source', source.port));
    add(target.node, portMark('target', target.port));
  }
  const index = { nodes: new Map(graph.nodes.map((node) => [node.id, node])), wired };
  indices.set(graph, index);
  return index;
}

/** A node of a document, found without a search. */
export function lookUpNode(document: ProjectDocument, graph: GraphId, id: string): GraphNode | undefined {
  const content = graphAt(document, graph);
  return content && graphIndex(content).nodes.get(id);
}

/** Another place where a network is used. */
export interface Use {
  graph: GraphId;
  node: string;
  name: string;
}

const uses = new WeakMap<ProjectDocument, ReadonlyMap<string, readonly Use[]>>();

/** Where each network of a document is used; more than one use ties the nodes. */
export function networkUses(document: ProjectDocument): ReadonlyMap<string, readonly Use[]> {
  const present = uses.get(document);
  if (present) return present;
  const found = new Map<string, Use[]>();
  for (const [graph, { nodes }] of graphsOf(document)) {
    for (const node of nodes) {
      if (node.network === undefined) continue;
      const use = { graph, node: node.id, name: nodeName(node, catalogue) };
      const known = found.get(node.network);
      if (known) known.push(use);
      else found.set(node.network, [use]);
    }
  }
  uses.set(document, found);
  return found;
}

/** The how manieth of the networks that several nodes share this one is; -1 for one that is not shared. */
export function tieOrder(document: ProjectDocument, network: string): number {
  const all = networkUses(document);
  if ((all.get(network)?.length ?? 0) < 2) return -1;
  let order = 0;
  for (const [id, list] of all) {
    if (id === network) return order;
    if (list.length > 1) order++;
  }
  return -1;
}

/** True for a node that takes no part: it is muted, or the analysis found that all it needs is. */
export const isSilent = (analysis: Analysis | null, graph: GraphId, { id, mode }: GraphNode): boolean =>
  mode === 'mute' || analysis?.silent[nodeKey(graph, id)] === true;

/** For each output of a bypassed node, the input that it hands on: the first of its kind; none where there is none. */
export function bypassPairs({ inputs, outputs }: NodePorts): { input: string; output: string }[] {
  return Object.entries(outputs).flatMap(([output, { kinds }]) => {
    const input = Object.keys(inputs).find((port) => inputs[port].kinds.includes(kinds[0]));
    return input === undefined ? [] : [{ input, output }];
  });
}
