import type { Catalogue } from '../catalogue/types';
import type { Fix, GraphEnd, GraphNode, Problem, ProjectDocument } from '../graph/document';
import { BLOCK_INPUT, BLOCK_OUTPUT } from '../graph/node-ports';
import { type GraphId, graphAt, graphsOf, nodeAt } from '../graph/place';
import { wiresInto } from './wiring';

type SetFix = Extract<Fix, { type: 'set' }>;

/** A node somewhere in a document. */
interface Site {
  graph: GraphId;
  node: GraphNode;
}

const NETWORK_INPUT = 'layer.input';

/** Where the values of a graph's Input come from: the wires into the nodes that hold the graph. */
const around = (document: ProjectDocument, graph: GraphId, input: GraphNode): [GraphId, GraphEnd][] => {
  const name = input.type === BLOCK_INPUT ? input.id : input.settings.name;
  const isOfInput = ({ port }: GraphEnd): boolean =>
    input.type === BLOCK_INPUT ? port === name : typeof name === 'string' && port.startsWith(name);
  return graphsOf(document).flatMap(([id, { nodes, edges }]) => {
    const holders = new Set(nodes.filter(({ network }) => network === graph).map((node) => node.id));
    const wires = edges.filter(({ target }) => holders.has(target.node) && isOfInput(target));
    return wires.map(({ source }): [GraphId, GraphEnd] => [id, source]);
  });
};

/** Wires that a search goes on with before a node: in the study all, inside networks only those that a value enters by. */
const before = (document: ProjectDocument, { graph, node }: Site): [GraphId, GraphEnd][] => {
  if (node.type === NETWORK_INPUT || node.type === BLOCK_INPUT) return around(document, graph, node);
  if (graph !== null || node.network !== undefined || node.type === BLOCK_OUTPUT) return [];
  return (graphAt(document, graph)?.edges ?? [])
    .filter(({ target }) => target.node === node.id)
    .map(({ source }) => [graph, source]);
};

/** The nearest node before an input that has a setting with another value than the wanted one. */
const findUpstream = (
  document: ProjectDocument,
  catalogue: Catalogue,
  [graph, end]: [GraphId, GraphEnd],
  { setting }: SetFix,
): Site | undefined => {
  const content = graphAt(document, graph);
  if (!content) return undefined;
  const queue: [GraphId, GraphEnd][] = wiresInto(content, end.node, end.port).map((source) => [graph, source]);
  const seen = new Set<GraphNode>();
  for (const [id, source] of queue) {
    const node = nodeAt(document, id, source.node);
    if (!node || seen.has(node)) continue;
    seen.add(node);
    const settings = catalogue.find(node.type)?.settings;
    if (settings && Object.hasOwn(settings, setting)) return { graph: id, node };
    queue.push(...before(document, { graph: id, node }));
  }
  return undefined;
};

/** A fix with the node that it is about; none where there is no such node, or where it would change nothing. */
const placed = (document: ProjectDocument, catalogue: Catalogue, problem: Problem, fix: Fix): Fix[] => {
  if (fix.type !== 'set' || fix.upstream === undefined) return [fix];
  const { upstream, ...rest } = fix;
  const end = { node: problem.node ?? '', port: upstream };
  const found = findUpstream(document, catalogue, [problem.network ?? null, end], fix);
  if (!found || found.node.settings[fix.setting] === fix.value) return [];
  return [{ ...rest, node: found.node.id, network: found.graph }];
};

/** A problem whose fixes name the nodes before it that they change. */
export const withUpstream = (document: ProjectDocument, catalogue: Catalogue, problem: Problem): Problem => {
  if (!problem.fixes?.some((fix) => fix.type === 'set' && fix.upstream !== undefined)) return problem;
  const { fixes, ...rest } = problem;
  const all = fixes.flatMap((fix) => placed(document, catalogue, problem, fix));
  return all.length > 0 ? { ...rest, fixes: all } : rest;
};
