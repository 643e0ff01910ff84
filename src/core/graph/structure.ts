import type { Catalogue } from '../catalogue/types';
import { lookUpPort, nodesById } from './connect';
import type { Graph, GraphEdge, GraphNode, Problem, ProjectDocument } from './document';
import { portsOf } from './node-ports';
import { type GraphId, graphName, graphsOf, nodeName, nodeTitle, placeIn } from './place';
import { misfitText, portsFit, takenText } from './ports';
import { checkSettings } from './settings';
import { didYouMean, quote } from './text';
import { topologicalOrder } from './topology';

const error = (place: Omit<Problem, 'severity' | 'message'>, message: string): Problem => ({
  severity: 'error',
  ...place,
  message,
});

const warning = (place: Omit<Problem, 'severity' | 'message'>, message: string): Problem => ({
  severity: 'warning',
  ...place,
  message,
});

const LEVELS = { study: 'in the study', network: 'inside a network' } as const;

/** Type, version, level and settings of one node. */
function nodeProblems(graph: GraphId, node: GraphNode, catalogue: Catalogue): Problem[] {
  const place = placeIn(graph, { node: node.id });
  const definition = catalogue.find(node.type);
  if (!definition) {
    const end = didYouMean(
      node.type,
      catalogue.all.map(({ type }) => type),
    );
    const remedy = end === '.' ? '; delete the node or update Latent Loom.' : end;
    return [
      error(place, `Node ${quote(node.id)} has the type ${quote(node.type)}, which does not exist here${remedy}`),
    ];
  }
  const name = nodeTitle(node, definition);
  const level = graph === null ? 'study' : 'network';
  if (definition.level !== level) {
    const message = `${name} belongs ${LEVELS[definition.level]}, not ${LEVELS[level]}; delete it here.`;
    return [error(place, message)];
  }
  if (node.version > definition.version) {
    const versions = `version ${node.version} of this node, this one knows up to ${definition.version}`;
    const message = `${name} was saved by a newer Latent Loom (${versions}); update Latent Loom to use it.`;
    return [error(place, message)];
  }
  return checkSettings(node, definition).map((problem) => ({ ...problem, ...place }));
}

/** Wires that end nowhere, do not fit, or are drawn twice. */
function wireProblems(
  graph: GraphId,
  { edges }: Graph,
  nodes: ReadonlyMap<string, GraphNode>,
  catalogue: Catalogue,
  networks: ProjectDocument['networks'],
) {
  const problems: Problem[] = [];
  const taken = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const place = placeIn(graph, { edge: edge.id });
    const lost = [edge.source, edge.target].find((end) => !nodes.has(end.node));
    if (lost) {
      const message = `A wire ends at node ${quote(lost.node)}, which does not exist in ${graphName(graph)}; delete the wire.`;
      problems.push(error(place, message));
      continue;
    }
    const types = [edge.source, edge.target].map((end) => nodes.get(end.node)?.type ?? '');
    // The node itself already says that its type is unknown; nothing can be said about its wires.
    if (types.some((type) => !catalogue.find(type))) continue;
    const from = lookUpPort(nodes, catalogue, networks, edge.source, 'outputs');
    const to = lookUpPort(nodes, catalogue, networks, edge.target, 'inputs');
    if (!from.ok) {
      problems.push(error({ ...place, node: edge.source.node, port: edge.source.port }, from.message));
      continue;
    }
    const end = { ...place, node: edge.target.node, port: edge.target.port };
    if (!to.ok) {
      problems.push(error(end, to.message));
      continue;
    }
    const wire = `The wire from ${quote(from.port.label)} of ${from.name} to ${quote(to.port.label)} of ${to.name}`;
    if (!portsFit(from.port, to.port)) {
      problems.push(error(end, `${wire} does not fit: ${misfitText(from.port, to.port)}.`));
    }
    const key = JSON.stringify([edge.target, to.port.many ? edge.source : null]);
    if (!taken.has(key)) taken.set(key, edge);
    else if (to.port.many) problems.push(error(end, `${wire} is there twice; delete one of the two.`));
    else problems.push(error(end, `${quote(to.port.label)} of ${to.name} takes one wire; delete the others.`));
  }
  return problems;
}

/** Inputs that must be wired and are not. */
function inputProblems(
  graph: GraphId,
  { nodes, edges }: Graph,
  catalogue: Catalogue,
  networks: ProjectDocument['networks'],
): Problem[] {
  const wired = new Set(edges.map(({ target }) => JSON.stringify([target.node, target.port])));
  return nodes.flatMap((node) => {
    if (node.mode === 'mute') return [];
    const definition = catalogue.find(node.type);
    const missing = Object.entries(portsOf(node, definition, networks).inputs).filter(
      ([port, { optional }]) => !optional && !wired.has(JSON.stringify([node.id, port])),
    );
    return missing.map(([port, input]) => {
      const message = `${quote(input.label)} of ${nodeTitle(node, definition)} is not connected; connect ${takenText(input)} to it.`;
      return error(placeIn(graph, { node: node.id, port }), message);
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
    return error(placeIn(graph, { node: cycle[0] }), `The wires form a loop (${path}); delete one of them.`);
  });
}

/** Nodes that hold a network must hold one of their own, and every network must be held. */
function networkProblems(document: ProjectDocument, catalogue: Catalogue): Problem[] {
  const problems: Problem[] = [];
  const owners = new Map<string, GraphNode>();
  for (const [graph, { nodes }] of graphsOf(document)) {
    for (const node of nodes) {
      const place = placeIn(graph, { node: node.id });
      const name = nodeName(node, catalogue);
      const definition = catalogue.find(node.type);
      if (node.network === undefined) {
        if (definition?.holds)
          problems.push(error(place, `${name} has no network inside; choose one in its settings.`));
        continue;
      }
      const owner = owners.get(node.network);
      if (definition && !definition.holds) {
        problems.push(warning(place, `${name} cannot hold a network, so ${graphName(node.network)} in it is ignored.`));
      } else if (!Object.hasOwn(document.networks, node.network)) {
        const message = `${name} refers to ${graphName(node.network)}, which does not exist; choose one in its settings.`;
        problems.push(error(place, message));
      } else if (owner && catalogue.find(owner.type)?.holds !== definition?.holds) {
        const shared = `${graphName(node.network)} with ${nodeName(owner, catalogue)}`;
        problems.push(
          error(
            place,
            `${name} cannot share ${shared}: one of them is a block; choose one of its own in its settings.`,
          ),
        );
      }
      if (!owner) owners.set(node.network, node);
    }
  }
  for (const network of Object.keys(document.networks)) {
    if (owners.has(network)) continue;
    problems.push(warning({ network }, `No node uses ${graphName(network)}; it is kept in the file.`));
  }
  return problems;
}

/** Everything that can be wrong with a document before shapes are looked at, the study first. */
export function validateStructure(document: ProjectDocument, catalogue: Catalogue): Problem[] {
  const problems = graphsOf(document).flatMap(([graph, content]) => {
    const nodes = nodesById(content);
    return [
      ...content.nodes.flatMap((node) => nodeProblems(graph, node, catalogue)),
      ...wireProblems(graph, content, nodes, catalogue, document.networks),
      ...inputProblems(graph, content, catalogue, document.networks),
      ...cycleProblems(graph, content, nodes, catalogue),
    ];
  });
  return [...problems, ...networkProblems(document, catalogue)];
}
