import type { Change } from '../changes';
import { type GraphNode, LIMITS, type Position } from '../document';
import { holdersOf, networksInside, purposeOf, wouldHoldItself } from '../networks';
import { type GraphId, graphAt, graphName, nodeName } from '../place';
import { defaultSettings } from '../settings';
import { findNode, noGraph, noPosition, roundedPosition, tooMany, tooManyNetworks } from './common';
import { idsOf, uniqueId, wantedId } from './ids';
import { copyNetworks, orphanedNetworks, removeNetworks } from './networks';
import { wrongLevel } from './presets';
import { rewireHolder } from './rewire';
import { type Command, type EditContext, planned, type Refusal, refuse } from './types';

const PURPOSES = { network: 'a network that a study node holds', block: 'a block' } as const;

/** Why a node that stands in the open graph may not hold a network of the project; null where it may. */
function tieRefusal(
  { document, catalogue, graph }: EditContext,
  type: string,
  name: string,
  network: string,
): Refusal | null {
  const holds = catalogue.find(type)?.holds;
  if (!holds) return refuse(`${name} cannot hold a network.`);
  if (!Object.hasOwn(document.networks, network)) return refuse(`The project has no ${graphName(network)}.`);
  const purpose = purposeOf(document, catalogue, network);
  if (purpose !== undefined && purpose !== holds)
    return refuse(`${name} cannot use ${graphName(network)}, because that is ${PURPOSES[purpose]}.`);
  if (wouldHoldItself(document.networks, graph, network))
    return refuse(`${name} would hold itself, because ${graphName(graph)} is inside ${graphName(network)} or is it.`);
  return null;
}

/**
 * Lets a node use a network that another one holds: the two are tied. A block keeps its wires where the other has a port
 * for them. A network that nothing holds any more goes.
 */
export const useNetwork: Command<{ node: string; network: string }> = {
  id: 'graph.useNetwork',
  label: 'Tie',
  history: 'record',
  plan(context, args) {
    const { document, catalogue, graph } = context;
    const found = findNode(context, args.node);
    if (!found.ok) return found;
    const { node } = found;
    const refusal = tieRefusal(context, node.type, nodeName(node, catalogue), args.network);
    if (refusal) return refusal;
    if (node.network === args.network) return planned([]);
    const kept = new Set([args.network, ...networksInside([{ ...node, network: args.network }], document.networks)]);
    const orphans = orphanedNetworks(document, graph, new Set([node])).filter((id) => !kept.has(id));
    return planned([
      { type: 'node.network', graph, node: node.id, network: args.network },
      ...rewireHolder(context, node, args.network, document.networks),
      ...removeNetworks(orphans),
    ]);
  },
};

/** Gives a tied node a copy of its network, and of the blocks in it, so that its weights are its own. */
export const untie: Command<{ node: string }> = {
  id: 'graph.untie',
  label: 'Untie',
  history: 'record',
  plan(context, args) {
    const { document, catalogue, graph } = context;
    const found = findNode(context, args.node);
    if (!found.ok) return found;
    const { node } = found;
    const name = nodeName(node, catalogue);
    const { network } = node;
    if (network === undefined || !Object.hasOwn(document.networks, network))
      return refuse(`${name} has no network inside.`);
    if (holdersOf(document, network).length < 2)
      return refuse(`${name} is tied to no other node; its network is its own.`);
    if (wouldHoldItself(document.networks, graph, network)) return refuse(`${name} holds itself; delete it here.`);
    const taken = new Set(Object.keys(document.networks));
    const inside = networksInside([node], document.networks);
    if (taken.size + inside.length > LIMITS.networks) return tooManyNetworks;
    const { copies, changes } = copyNetworks(inside, document.networks, taken);
    return planned([
      ...changes,
      { type: 'node.network', graph, node: node.id, network: copies.get(network) ?? network },
    ]);
  },
};

/** A node like one that holds the network already, else an empty-handed block. */
function holderLike(
  { document, catalogue }: EditContext,
  graph: GraphId,
  network: string,
): Omit<GraphNode, 'id' | 'position'> | null {
  const holders = holdersOf(document, network).filter(({ node }) => catalogue.find(node.type)?.holds);
  const holder = (holders.find((candidate) => candidate.graph === graph) ?? holders[0])?.node;
  if (holder) {
    const { type, version, title, settings } = holder;
    return { type, version, settings, network, ...(title !== undefined && { title }) };
  }
  const block = catalogue.all.find(({ holds }) => holds === 'block');
  return block ? { type: block.type, version: block.version, settings: defaultSettings(block), network } : null;
}

/** Adds another node that holds a network of the project, tied to the ones that do already. */
export const addTied: Command<{ network: string; position: Position }> = {
  id: 'graph.addTied',
  label: 'Add tied node',
  history: 'record',
  plan(context, args) {
    const { document, catalogue, graph } = context;
    const content = graphAt(document, graph);
    if (!content) return noGraph(context);
    const position = roundedPosition(args.position);
    if (!position) return noPosition;
    if (!Object.hasOwn(document.networks, args.network))
      return refuse(`The project has no ${graphName(args.network)}.`);
    const like = holderLike(context, graph, args.network);
    const definition = like && catalogue.find(like.type);
    if (!definition) return refuse(`No node of the catalogue could hold ${graphName(args.network)}.`);
    const refusal =
      wrongLevel(context, definition) ?? tieRefusal(context, like.type, like.title ?? definition.title, args.network);
    if (refusal) return refusal;
    if (content.nodes.length >= LIMITS.nodes) return tooMany(LIMITS.nodes, 'nodes in a graph');
    const id = uniqueId(wantedId(definition, like.title), idsOf([...content.nodes, ...content.notes]));
    const change: Change = { type: 'node.add', graph, node: { ...like, id, position } };
    return planned([change], { select: { nodes: [id], edges: [], notes: [] } });
  },
};
