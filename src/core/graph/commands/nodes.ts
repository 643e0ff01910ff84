import type { Change } from '../changes';
import type { Position } from '../document';
import { graphAt, own } from '../place';
import { findNode, noGraph, noPosition, roundedPosition, samePosition, titleRefusal } from './common';
import { removeEmptied } from './groups';
import { orphanedNetworks, removeNetworks } from './networks';
import { type Command, planned, refuse } from './types';

/** Takes away what is selected, the wires at it, and the networks and groups that only it held. */
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
      ...removeEmptied(graph, content, { nodes, notes }),
      ...removeNetworks(orphanedNetworks(document, graph, new Set(nodes))),
    ];
    if (changes.length === 0) return refuse('Nothing is selected.');
    return planned(changes, { select: { nodes: [], edges: [], notes: [] } });
  },
};

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

/** Gives a node a name of its own; an empty one goes back to the catalogue's title. */
export const renameNode: Command<{ node: string; title: string }> = {
  id: 'graph.rename',
  label: 'Rename',
  history: 'merge',
  plan(context, args) {
    const found = findNode(context, args.node);
    if (!found.ok) return found;
    const { node } = found;
    const tooLong = titleRefusal(args.title);
    if (tooLong) return tooLong;
    const title = args.title.trim() === '' ? null : args.title;
    if (title === (node.title ?? null)) return planned([]);
    const { graph } = context;
    return planned([{ type: 'node.rename', graph, node: node.id, title }], {
      mergeKey: `rename ${graph ?? ''} ${node.id}`,
    });
  },
};
