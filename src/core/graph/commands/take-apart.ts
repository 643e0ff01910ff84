import type { Change } from '../changes';
import type { GraphNode, Note, Position } from '../document';
import { type Parts, partsOf } from './block-parts';
import { type Names, planWires } from './block-wires';
import { boxAround, noPosition, shiftedPosition } from './common';
import { regrouped, removeEmptied } from './groups';
import { idsOf, underFreeIds } from './ids';
import { copyNetworks, orphanedNetworks, rehoused } from './networks';
import { type Command, type EditContext, planned } from './types';

const COLUMN = 240;
/** How near (in pixels, across and down) something may stand to the nodes of a block before it is moved aside. */
const CLEAR = { x: 200, y: 100 };

/** Where the nodes of a block go: its repetitions side by side around its place, and how far the rest gives way. */
function layoutOf({ block, around, inside, nodes, repeat }: Parts): { corners: Position[]; push: number } {
  const items = nodes.length > 0 ? nodes : inside.notes;
  if (items.length === 0) return { corners: Array.from({ length: repeat }, () => ({ x: 0, y: 0 })), push: 0 };
  const { left, right, top, bottom } = boxAround(items);
  const [width, height] = [right - left, bottom - top];
  const total = repeat * (width + COLUMN) - COLUMN;
  const centred = { x: block.position.x - total / 2, y: block.position.y - height / 2 };
  const crowded = [...around.nodes, ...around.notes].some(
    (item) =>
      item !== block &&
      Math.abs(item.position.x - block.position.x) < total / 2 + CLEAR.x &&
      Math.abs(item.position.y - block.position.y) < height / 2 + CLEAR.y,
  );
  const start = crowded ? block.position.x : centred.x;
  const corners = Array.from({ length: repeat }, (_, i) => ({
    x: start + i * (width + COLUMN) - left,
    y: centred.y - top,
  }));
  return { corners, push: crowded ? total : 0 };
}

/** Moves what stands to the right of the block, and the places of wires there, further right. */
function makeRoom({ graph }: EditContext, { block, around }: Parts, push: number): Change[] {
  if (push === 0) return [];
  const aside = ({ x, y }: Position): Position =>
    (x > block.position.x ? shiftedPosition({ x, y }, { x: push, y: 0 }) : null) ?? { x, y };
  const stands = ({ position }: { position: Position }) => position.x > block.position.x;
  const nodes = around.nodes.filter((node) => node !== block && stands(node));
  const positions = Object.fromEntries(nodes.map(({ id, position }) => [id, aside(position)]));
  const notes = around.notes.filter(stands);
  const led = around.edges.filter(
    ({ source, target, points }) =>
      source.node !== block.id && target.node !== block.id && points?.some((position) => stands({ position })),
  );
  return [
    ...(nodes.length > 0 ? [{ type: 'nodes.move', graph, positions } as const] : []),
    ...notes.map(
      ({ id, position }): Change => ({ type: 'note.update', graph, note: id, patch: { position: aside(position) } }),
    ),
    ...led.map(({ id, points = [] }): Change => ({ type: 'edge.points', graph, edge: id, points: points.map(aside) })),
  ];
}

/** Changes that add what stands in the block, once for each repetition; null where something would stand nowhere. */
function planItems(
  context: EditContext,
  parts: Parts,
  names: Names,
  notes: ReadonlyMap<string, string>,
  corners: readonly Position[],
): Change[] | null {
  const { document, graph } = context;
  const { block, around, inside, nodes, nested, tied } = parts;
  const networks = new Set(Object.keys(document.networks));
  const groupIds = idsOf(around.groups);
  const members = new Set([...nodes, ...inside.notes].map(({ group }) => group));
  const groups = inside.groups.filter(({ id }) => members.has(id));
  const outer = block.group !== undefined && groupIds.has(block.group) ? block.group : undefined;
  const changes: Change[] = [];
  for (const [i, corner] of corners.entries()) {
    // The first repetition takes the networks over, unless another node holds the block too.
    const copied = tied || i > 0 ? copyNetworks(nested, document.networks, networks) : undefined;
    changes.push(...(copied?.changes ?? []));
    const named = underFreeIds(groups, groupIds);
    const land = <T extends GraphNode | Note>(item: T, id: string): T | null => {
      const position = shiftedPosition(item.position, corner);
      return position && { ...regrouped(item, named, outer), id, position };
    };
    for (const group of groups)
      changes.push({ type: 'group.add', graph, group: { ...group, id: named.get(group.id) ?? group.id } });
    for (const item of nodes) {
      const node = land(copied ? rehoused(item, copied.copies) : item, names[i].get(item.id) ?? item.id);
      if (!node) return null;
      changes.push({ type: 'node.add', graph, node });
    }
    for (const item of i === 0 ? inside.notes : []) {
      const note = land(item, notes.get(item.id) ?? item.id);
      if (!note) return null;
      changes.push({ type: 'note.add', graph, note });
    }
  }
  return changes;
}

/**
 * Puts what is inside a block in its place and takes the block away. A block that repeats with weights of their own
 * becomes as many copies, one wired after the other. Other nodes that hold the same network keep it; the nodes taken out
 * then have weights of their own.
 */
export const takeApart: Command<{ node: string }> = {
  id: 'graph.takeApart',
  label: 'Take apart',
  history: 'record',
  plan(context, args) {
    const { document, graph } = context;
    const found = partsOf(context, args.node);
    if (!found.ok) return found;
    const { parts } = found;
    const { block, around, inside, nodes, network } = parts;
    const { corners, push } = layoutOf(parts);
    const taken = idsOf([...around.nodes.filter((node) => node !== block), ...around.notes]);
    const names = corners.map(() => underFreeIds(nodes, taken));
    const notes = underFreeIds(inside.notes, taken);
    const wires = planWires(context, parts, names, corners);
    if (!wires.ok) return wires;
    const items = planItems(context, parts, names, notes, corners);
    if (!items) return noPosition;
    const stays = items.some(
      (change) =>
        (change.type === 'node.add' && change.node.group === block.group) ||
        (change.type === 'note.add' && change.note.group === block.group),
    );
    const orphaned = orphanedNetworks(document, graph, new Set([block])).includes(network);
    const changes: Change[] = [
      ...wires.changes.filter(({ type }) => type === 'edge.remove'),
      { type: 'node.remove', graph, node: block.id },
      ...(stays ? [] : removeEmptied(graph, around, { nodes: [block], notes: [] })),
      ...makeRoom(context, parts, push),
      ...items,
      ...wires.changes.filter(({ type }) => type !== 'edge.remove'),
      ...(orphaned ? [{ type: 'network.remove', network } as const] : []),
    ];
    return planned(changes, {
      select: { nodes: names.flatMap((copy) => [...copy.values()]), edges: [], notes: [...notes.values()] },
    });
  },
};
