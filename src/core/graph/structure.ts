import type { Catalogue, PortDefinition } from '../catalogue/types';
import { lookUpPort, nodesById } from './connect';
import {
  type Fix,
  type Graph,
  type GraphEdge,
  type GraphEnd,
  type GraphNode,
  LIMITS,
  type Problem,
  type ProjectDocument,
} from './document';
import { extentsOf, networksWithin, runningNetworks } from './nesting';
import { portsOf } from './node-ports';
import { type GraphId, graphName, graphsOf, nodeName, nodeTitle, own, placeIn } from './place';
import { misfitText, portsFit, takenText } from './ports';
import { checkSettings } from './settings';
import { deleteNode, deleteWire, openLoop, wireUp } from './structure-fixes';
import { didYouMean, quote } from './text';
import { topologicalOrder } from './topology';

const error = (place: Omit<Problem, 'severity' | 'message'>, message: string, ...fixes: readonly Fix[]): Problem => ({
  severity: 'error',
  ...place,
  message,
  ...(fixes.length > 0 && { fixes }),
});

const warning = (place: Omit<Problem, 'severity' | 'message'>, message: string): Problem => ({
  severity: 'warning',
  ...place,
  message,
});

/** Problems of what takes no part: they are said, and stop nothing. */
const eased = (problems: readonly Problem[]): Problem[] =>
  problems.map((problem) => ({ ...problem, severity: 'warning' }));

const isMuted = (node: GraphNode | undefined): boolean => node?.mode === 'mute';

const LEVELS = { study: 'in the study', network: 'inside a network' } as const;

/** What was found, and where it holds: problems carry the id of their graph. */
interface Checked {
  graph: GraphId;
  catalogue: Catalogue;
  problems: readonly Problem[];
}

/** Documents share what an edit did not change, so a node or graph that is the same object need not be checked again. */
const checkedNodes = new WeakMap<GraphNode, Checked>();
const checkedGraphs = new WeakMap<Graph, Checked & { held: readonly (Graph | undefined)[] }>();

/** Type, version, level and settings of one node. */
function nodeProblems(graph: GraphId, node: GraphNode, catalogue: Catalogue): readonly Problem[] {
  const known = checkedNodes.get(node);
  if (known?.graph === graph && known.catalogue === catalogue) return known.problems;
  const found = findNodeProblems(graph, node, catalogue);
  const problems = isMuted(node) ? eased(found) : found;
  checkedNodes.set(node, { graph, catalogue, problems });
  return problems;
}

function findNodeProblems(graph: GraphId, node: GraphNode, catalogue: Catalogue): Problem[] {
  const place = placeIn(graph, { node: node.id });
  const definition = catalogue.find(node.type);
  if (!definition) {
    const end = didYouMean(
      node.type,
      catalogue.all.map(({ type }) => type),
    );
    const remedy = end === '.' ? '; delete the node or update Latent Loom.' : end;
    return [
      error(
        place,
        `Node ${quote(node.id)} has the type ${quote(node.type)}, which does not exist here${remedy}`,
        deleteNode(node),
      ),
    ];
  }
  const name = nodeTitle(node, definition);
  const level = graph === null ? 'study' : 'network';
  if (definition.level !== level) {
    const message = `${name} belongs ${LEVELS[definition.level]}, not ${LEVELS[level]}; delete it here.`;
    return [error(place, message, deleteNode(node))];
  }
  if (node.version > definition.version) {
    const versions = `version ${node.version} of this node, this one knows up to ${definition.version}`;
    const message = `${name} was saved by a newer Latent Loom (${versions}); update Latent Loom to use it.`;
    return [error(place, message)];
  }
  return checkSettings(node, definition).map((problem) => ({ ...problem, ...place }));
}

/** One text for one port: ids hold no colon. */
const endKey = ({ node, port }: GraphEnd): string => `${node}:${port}`;

/** A sentence about an end of a wire that is not there, with what is left to do where it names nothing like it. */
const orDelete = (message: string): string => message.replace(/\.$/, '; delete the wire.');

/** Wires that end nowhere, do not fit, or are drawn twice. */
function wireProblems(
  graph: GraphId,
  { edges }: Graph,
  nodes: ReadonlyMap<string, GraphNode>,
  catalogue: Catalogue,
  networks: ProjectDocument['networks'],
): Problem[] {
  const taken = new Map<string, GraphEdge>();
  return edges.flatMap((edge) => {
    const found = wireProblem(graph, edge, nodes, catalogue, networks, taken);
    const muted = [edge.source, edge.target].some((end) => isMuted(nodes.get(end.node)));
    return muted ? eased(found) : found;
  });
}

/** What is wrong with one wire. Notes in `taken` which end it takes. */
function wireProblem(
  graph: GraphId,
  edge: GraphEdge,
  nodes: ReadonlyMap<string, GraphNode>,
  catalogue: Catalogue,
  networks: ProjectDocument['networks'],
  taken: Map<string, GraphEdge>,
): Problem[] {
  const place = placeIn(graph, { edge: edge.id });
  const lost = [edge.source, edge.target].find((end) => !nodes.has(end.node));
  if (lost) {
    const message = `A wire ends at node ${quote(lost.node)}, which does not exist in ${graphName(graph)}; delete the wire.`;
    return [error(place, message, deleteWire(edge))];
  }
  const types = [edge.source, edge.target].map((end) => nodes.get(end.node)?.type ?? '');
  // The node itself already says that its type is unknown; nothing can be said about its wires.
  if (types.some((type) => !catalogue.find(type))) return [];
  const from = lookUpPort(nodes, catalogue, networks, edge.source, 'outputs');
  const to = lookUpPort(nodes, catalogue, networks, edge.target, 'inputs');
  if (!from.ok) {
    const start = { ...place, node: edge.source.node, port: edge.source.port };
    return [error(start, orDelete(from.message), deleteWire(edge))];
  }
  const end = { ...place, node: edge.target.node, port: edge.target.port };
  if (!to.ok) return [error(end, orDelete(to.message), deleteWire(edge))];
  const wire = `The wire from ${quote(from.port.label)} of ${from.name} to ${quote(to.port.label)} of ${to.name}`;
  const problems: Problem[] = [];
  if (!portsFit(from.port, to.port))
    problems.push(error(end, `${wire} does not fit: ${misfitText(from.port, to.port)}.`, deleteWire(edge)));
  const key = to.port.many ? `${endKey(edge.target)} ${endKey(edge.source)}` : endKey(edge.target);
  if (!taken.has(key)) taken.set(key, edge);
  else if (to.port.many) problems.push(error(end, `${wire} is there twice; delete one of the two.`, deleteWire(edge)));
  else {
    const message = `${quote(to.port.label)} of ${to.name} takes one wire; delete the others.`;
    problems.push(error(end, message, deleteWire(edge, 'Delete the second wire')));
  }
  return problems;
}

/** What an input is missing: among layers all wires carry the same kind, which need not be told. */
const wantedText = (input: PortDefinition): string =>
  input.kinds.every((kind) => kind === 'tensor') ? 'a wire' : takenText(input);

/** Inputs that must be wired and are not. */
function inputProblems(
  graph: GraphId,
  content: Graph,
  catalogue: Catalogue,
  networks: ProjectDocument['networks'],
): Problem[] {
  const { nodes, edges } = content;
  const wired = new Set(edges.map(({ target }) => endKey(target)));
  return nodes.flatMap((node) => {
    if (node.mode === 'mute') return [];
    const definition = catalogue.find(node.type);
    // The node itself already says that it does not belong here.
    if (definition && (definition.level === 'study') !== (graph === null)) return [];
    const missing = Object.entries(portsOf(node, definition, networks).inputs).filter(
      ([port, { optional }]) => !optional && !wired.has(endKey({ node: node.id, port })),
    );
    return missing.map(([port, input]) => {
      const message = `${quote(input.label)} of ${nodeTitle(node, definition)} is not connected; connect ${wantedText(input)} to it.`;
      const fixes = wireUp(content, { node: node.id, port }, input, catalogue, networks);
      return error(placeIn(graph, { node: node.id, port }), message, ...fixes);
    });
  });
}

const LONGEST_LOOP = 6;

function cycleProblems(graph: GraphId, content: Graph, nodes: ReadonlyMap<string, GraphNode>, catalogue: Catalogue) {
  return topologicalOrder(content).cycles.map((cycle) => {
    const names = cycle.map((id) => {
      const node = nodes.get(id);
      return node ? nodeName(node, catalogue) : id;
    });
    const shown = names.length > LONGEST_LOOP ? [...names.slice(0, LONGEST_LOOP - 1), '…'] : names;
    const path = [...shown, names[0]].join(' → ');
    const message = `The wires form a loop (${path}); delete one of them.`;
    const titles = new Map(cycle.map((id, i) => [id, names[i]]));
    const fixes = openLoop(cycle, content, (id) => titles.get(id) ?? id);
    return error(placeIn(graph, { node: cycle[0] }), message, ...fixes);
  });
}

interface Held {
  document: ProjectDocument;
  catalogue: Catalogue;
  /** The first node that names a network. */
  owners: Map<string, GraphNode>;
  within: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What is wrong with what one node holds. Notes it as the owner of a network that nobody held before. */
function heldProblems(graph: GraphId, node: GraphNode, { document, catalogue, owners, within }: Held): Problem[] {
  const place = placeIn(graph, { node: node.id });
  const name = nodeName(node, catalogue);
  const definition = catalogue.find(node.type);
  const { network } = node;
  if (network === undefined)
    return definition?.holds ? [error(place, `${name} has no network inside; choose one in its settings.`)] : [];
  const problems: Problem[] = [];
  const owner = owners.get(network);
  if (definition && !definition.holds) {
    problems.push(warning(place, `${name} cannot hold a network, so ${graphName(network)} in it is ignored.`));
  } else if (!Object.hasOwn(document.networks, network)) {
    const message = `${name} refers to ${graphName(network)}, which does not exist; choose one in its settings.`;
    problems.push(error(place, message));
  } else if (owner && catalogue.find(owner.type)?.holds !== definition?.holds) {
    const shared = `${graphName(network)} with ${nodeName(owner, catalogue)}`;
    const message = `${name} cannot share ${shared}: one of them is a block; choose one of its own in its settings.`;
    problems.push(error(place, message));
  }
  if (!owner) owners.set(network, node);
  if (graph !== null && (network === graph || within.get(network)?.has(graph)))
    problems.push(error(place, `${name} holds itself; take it out of its own inside.`, deleteNode(node)));
  return problems;
}

/** Nodes that hold a network must have one of their kind and not stand inside it, and every network must be held. */
function networkProblems(
  document: ProjectDocument,
  catalogue: Catalogue,
  idle: (graph: GraphId) => boolean,
): Problem[] {
  const within = networksWithin(document.networks);
  const held: Held = { document, catalogue, owners: new Map(), within };
  const problems = graphsOf(document).flatMap(([graph, { nodes }]) =>
    nodes.flatMap((node) => {
      const found = heldProblems(graph, node, held);
      return isMuted(node) || idle(graph) ? eased(found) : found;
    }),
  );
  for (const network of Object.keys(document.networks)) {
    if (held.owners.has(network)) continue;
    problems.push(warning({ network }, `No node uses ${graphName(network)}; it is kept in the file.`));
  }
  return problems;
}

const COUNT = new Intl.NumberFormat('en');

/** Study nodes with which a study becomes too large to be built: repetitions multiply, and so do tied blocks in blocks. */
function sizeProblems({ study, networks }: ProjectDocument, catalogue: Catalogue): Problem[] {
  const extentOf = extentsOf(networks);
  let layers = 0;
  return study.nodes.flatMap((node) => {
    if (node.network === undefined || node.mode !== undefined) return [];
    const inside = extentOf(node.network);
    const place = { node: node.id };
    const name = nodeName(node, catalogue);
    if (inside.depth > LIMITS.nesting)
      return [
        error(place, `${name} holds blocks in blocks, more than ${LIMITS.nesting} deep; take some of them apart.`),
      ];
    if (layers + inside.layers > LIMITS.layerRuns) {
      const most = COUNT.format(LIMITS.layerRuns);
      const message = `With ${name} the study runs more than ${most} layers, each repetition counted; let the blocks in it repeat less often.`;
      return [error(place, message)];
    }
    layers += inside.layers;
    return [];
  });
}

/** Problems of one graph; they depend on the graphs inside its nodes too, as those of blocks are the nodes' ports. */
function graphProblems(
  graph: GraphId,
  content: Graph,
  catalogue: Catalogue,
  networks: ProjectDocument['networks'],
): readonly Problem[] {
  const held = content.nodes.flatMap(({ network }) => (network === undefined ? [] : [own(networks, network)]));
  const known = checkedGraphs.get(content);
  if (
    known?.graph === graph &&
    known.catalogue === catalogue &&
    known.held.length === held.length &&
    known.held.every((each, i) => each === held[i])
  )
    return known.problems;
  const nodes = nodesById(content);
  const problems = [
    ...content.nodes.flatMap((node) => nodeProblems(graph, node, catalogue)),
    ...wireProblems(graph, content, nodes, catalogue, networks),
    ...inputProblems(graph, content, catalogue, networks),
    ...cycleProblems(graph, content, nodes, catalogue),
  ];
  checkedGraphs.set(content, { graph, catalogue, held, problems });
  return problems;
}

/**
 * Everything that can be wrong with a document before shapes are looked at, the study first. What is muted, and what
 * stands in a network that nothing runs, can be wrong without keeping anything from training: it is a warning.
 */
export function validateStructure(document: ProjectDocument, catalogue: Catalogue): Problem[] {
  const running = runningNetworks(document);
  const idle = (graph: GraphId): boolean => graph !== null && !running.has(graph);
  const problems = graphsOf(document).flatMap(([graph, content]) => {
    const found = graphProblems(graph, content, catalogue, document.networks);
    return idle(graph) ? eased(found) : found;
  });
  return [...problems, ...networkProblems(document, catalogue, idle), ...sizeProblems(document, catalogue)];
}
