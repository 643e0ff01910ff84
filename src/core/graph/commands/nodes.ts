import type { NodeDefinition } from '../../catalogue/types';
import type { Change } from '../changes';
import { type Graph, type GraphNode, LIMITS, type Position } from '../document';
import { graphAt, graphName, nodeAt, nodeName, own } from '../place';
import { defaultSettings } from '../settings';
import { quote } from '../text';
import { upgradeGraph } from '../upgrade';
import { idFromType, idsOf, uniqueId } from './ids';
import { orphanedNetworks } from './networks';
import { type Command, type EditContext, planned, type Refusal, refuse } from './types';

/** Whole pixels: differences between versions of a file stay readable. Null where a coordinate is no number. */
export function roundedPosition({ x, y }: Position): Position | null {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return null;
  return { x: Math.round(x) + 0, y: Math.round(y) + 0 };
}

export const noPosition = refuse('A position needs two numbers.');
export const noGraph = ({ graph }: EditContext): Refusal => refuse(`The project has no ${graphName(graph)}.`);
export const noNode = ({ graph }: EditContext, id: string): Refusal =>
  refuse(`There is no node ${quote(id)} in ${graphName(graph)}.`);

/** The graph of a preset with all its settings, or a sentence. The first preset where none is named. */
function presetGraph(
  { catalogue }: EditContext,
  { presets = [], title }: NodeDefinition,
  preset: string | undefined,
): { ok: true; content: Graph } | Refusal {
  const found = preset === undefined ? presets[0] : presets.find(({ id }) => id === preset);
  if (!found) return refuse(`${title} has no preset ${quote(preset ?? '')}.`);
  return { ok: true, content: upgradeGraph(found.graph, catalogue).value };
}

const tooMany = (limit: number, what: string): Refusal => refuse(`A project holds at most ${limit} ${what}.`);

export const addNode: Command<{ type: string; position: Position; preset?: string }> = {
  id: 'graph.addNode',
  label: 'Add node',
  history: 'record',
  plan(context, args) {
    const { document, catalogue, graph } = context;
    const content = graphAt(document, graph);
    if (!content) return noGraph(context);
    const definition = catalogue.find(args.type);
    if (!definition) return refuse(`There is no node of type ${quote(args.type)}.`);
    if ((graph === null) !== (definition.level === 'study')) {
      const home = definition.level === 'study' ? 'in the study' : 'inside a network';
      return refuse(`${definition.title} belongs ${home}; open that and add it there.`);
    }
    const position = roundedPosition(args.position);
    if (!position) return noPosition;
    if (content.nodes.length >= LIMITS.nodes) return tooMany(LIMITS.nodes, 'nodes in a graph');

    const taken = idsOf([...content.nodes, ...content.notes]);
    const node: GraphNode = {
      id: uniqueId(idFromType(definition.type), taken),
      type: definition.type,
      version: definition.version,
      position,
      settings: defaultSettings(definition),
    };
    const select = { nodes: [node.id], edges: [], notes: [] };
    if (!definition.presets) return planned([{ type: 'node.add', graph, node }], { select });

    const inside = presetGraph(context, definition, args.preset);
    if (!inside.ok) return inside;
    const networks = Object.keys(document.networks);
    if (networks.length >= LIMITS.networks) return tooMany(LIMITS.networks, 'networks');
    const network = uniqueId(node.id, new Set(networks));
    return planned(
      [
        { type: 'network.add', network, content: inside.content },
        { type: 'node.add', graph, node: { ...node, network } },
      ],
      { select },
    );
  },
};

/** Takes away what is selected, the wires at it and the networks that only it held. */
export const deleteSelection: Command<Record<string, never>> = {
  id: 'graph.delete',
  label: 'Delete',
  history: 'record',
  plan(context) {
    const { document, graph, selection } = context;
    const content = graphAt(document, graph);
    if (!content) return noGraph(context);
    const chosen = {
      nodes: new Set(selection.nodes),
      edges: new Set(selection.edges),
      notes: new Set(selection.notes),
    };
    const nodes = content.nodes.filter(({ id }) => chosen.nodes.has(id));
    const edges = content.edges.filter(
      ({ id, source, target }) =>
        chosen.edges.has(id) || chosen.nodes.has(source.node) || chosen.nodes.has(target.node),
    );
    const notes = content.notes.filter(({ id }) => chosen.notes.has(id));
    const changes: Change[] = [
      ...edges.map(({ id }): Change => ({ type: 'edge.remove', graph, edge: id })),
      ...nodes.map(({ id }): Change => ({ type: 'node.remove', graph, node: id })),
      ...notes.map(({ id }): Change => ({ type: 'note.remove', graph, note: id })),
      ...orphanedNetworks(document, graph, new Set(nodes)).map(
        (network): Change => ({ type: 'network.remove', network }),
      ),
    ];
    if (changes.length === 0) return refuse('Nothing is selected.');
    return planned(changes, { select: { nodes: [], edges: [], notes: [] } });
  },
};

const samePosition = (a: Position, b: Position): boolean => a.x === b.x && a.y === b.y;

/** Moves nodes and notes to absolute positions. What does not exist (any more) is passed over. */
export const moveNodes: Command<{
  nodes: Readonly<Record<string, Position>>;
  notes?: Readonly<Record<string, Position>>;
}> = {
  id: 'graph.move',
  label: 'Move',
  history: 'merge',
  plan(context, args) {
    const { document, graph } = context;
    const content = graphAt(document, graph);
    if (!content) return noGraph(context);
    let moved = false;
    const targets = (
      items: readonly { id: string; position: Position }[],
      wanted: Readonly<Record<string, Position>>,
    ) =>
      items.flatMap(({ id, position }): [string, Position | null][] => {
        const asked = own(wanted, id);
        if (!asked) return [];
        const target = roundedPosition(asked);
        if (target && !samePosition(target, position)) moved = true;
        return [[id, target]];
      });
    const nodes = targets(content.nodes, args.nodes);
    const notes = targets(content.notes, args.notes ?? {});
    const places = [...nodes, ...notes];
    if (!places.every((entry): entry is [string, Position] => entry[1] !== null)) return noPosition;
    if (!moved) return planned([]);

    const changes: Change[] = [];
    if (nodes.length > 0) {
      changes.push({ type: 'nodes.move', graph, positions: Object.fromEntries(places.slice(0, nodes.length)) });
    }
    for (const [note, position] of places.slice(nodes.length)) {
      changes.push({ type: 'note.update', graph, note, patch: { position } });
    }
    const ids = places.map(([id]) => id).join();
    return planned(changes, { mergeKey: `move ${graph ?? ''} ${nodes.length} ${ids}` });
  },
};

const LONGEST_NODE_TITLE = 80;

/** Gives a node a name of its own; an empty one goes back to the catalogue's title. */
export const renameNode: Command<{ node: string; title: string }> = {
  id: 'graph.rename',
  label: 'Rename',
  history: 'merge',
  plan(context, args) {
    const node = nodeAt(context.document, context.graph, args.node);
    if (!node) return noNode(context, args.node);
    if (args.title.length > LONGEST_NODE_TITLE) {
      return refuse(`A name has at most ${LONGEST_NODE_TITLE} characters; this one has ${args.title.length}.`);
    }
    const title = args.title.trim() === '' ? null : args.title;
    if (title === (node.title ?? null)) return planned([]);
    const { graph } = context;
    return planned([{ type: 'node.rename', graph, node: node.id, title }], {
      mergeKey: `rename ${graph ?? ''} ${node.id}`,
    });
  },
};

/** Replaces the network inside a node by one of the node's presets. */
export const setPreset: Command<{ node: string; preset: string }> = {
  id: 'graph.setPreset',
  label: 'Change network',
  history: 'record',
  plan(context, args) {
    const { document, catalogue, graph } = context;
    const node = nodeAt(document, graph, args.node);
    if (!node) return noNode(context, args.node);
    const definition = catalogue.find(node.type);
    if (!definition?.presets) return refuse(`${nodeName(node, catalogue)} cannot hold a network.`);
    const inside = presetGraph(context, definition, args.preset);
    if (!inside.ok) return inside;

    const orphans = orphanedNetworks(document, graph, new Set([node]));
    const taken = new Set(Object.keys(document.networks).filter((id) => !orphans.includes(id)));
    if (taken.size >= LIMITS.networks) return tooMany(LIMITS.networks, 'networks');
    const network = uniqueId(node.network ?? node.id, taken);
    const changes: Change[] = [
      ...orphans.map((id): Change => ({ type: 'network.remove', network: id })),
      { type: 'network.add', network, content: inside.content },
    ];
    if (network !== node.network) changes.push({ type: 'node.network', graph, node: node.id, network });
    return planned(changes);
  },
};
