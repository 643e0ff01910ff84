import type { Change } from '../changes';
import { emptyGraph, LIMITS, type Position } from '../document';
import { networksInside } from '../networks';
import { graphAt } from '../place';
import { fullSelection } from '../selection';
import { noGraph, noPosition, nothingSelected, shiftedPosition } from './common';
import { type Fragment, fragmentOf, readFragment, upToDate } from './fragment';
import { regrouped } from './groups';
import { edgeId, idsOf, underFreeIds } from './ids';
import { copyNetworks, rehoused } from './networks';
import { deleteSelection } from './nodes';
import { type Command, type EditContext, type Plan, planned, type Refusal, refuse } from './types';

const NUDGE = 32;

/** How far to move a fragment so that its top left corner comes to `corner`, or a little aside of where it was. */
function offsetTo({ nodes, notes }: Fragment, corner: Position | undefined): Position {
  if (!corner) return { x: NUDGE, y: NUDGE };
  const positions = [...nodes, ...notes].map(({ position }) => position);
  const left = positions.reduce((least, { x }) => Math.min(least, x), Number.POSITIVE_INFINITY);
  const top = positions.reduce((least, { y }) => Math.min(least, y), Number.POSITIVE_INFINITY);
  return { x: corner.x - left, y: corner.y - top };
}

function limitRefusal({ document, graph }: EditContext, fragment: Fragment): Refusal | null {
  const content = graphAt(document, graph);
  const added = { ...fragment, networks: networksInside(fragment.nodes, fragment.networks) };
  const present = { ...emptyGraph, ...content, networks: Object.keys(document.networks) };
  const names = { nodes: 'nodes', edges: 'wires', notes: 'notes', groups: 'groups', networks: 'networks' } as const;
  for (const key of ['nodes', 'edges', 'notes', 'groups', 'networks'] as const) {
    if (present[key].length + added[key].length > LIMITS[key]) {
      return refuse(`Pasting this would exceed the limit of ${LIMITS[key]} ${names[key]}.`);
    }
  }
  return null;
}

/** How the parts of a fragment are called and where they stand once they are in a graph. */
interface Landing {
  readonly nodes: ReadonlyMap<string, string>;
  readonly notes: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, string>;
  /** Copies of networks by the network; undefined where nodes keep sharing theirs. */
  readonly networks: ReadonlyMap<string, string> | undefined;
  place(position: Position): Position | null;
}

/** Changes that add nodes and notes; null where one of them would stand nowhere. */
function landItems({ graph }: EditContext, fragment: Fragment, landing: Landing): Change[] | null {
  const changes: Change[] = [];
  for (const node of fragment.nodes) {
    const position = landing.place(node.position);
    if (!position) return null;
    const housed = landing.networks ? rehoused(node, landing.networks) : node;
    const id = landing.nodes.get(node.id) ?? node.id;
    changes.push({ type: 'node.add', graph, node: { ...regrouped(housed, landing.groups), id, position } });
  }
  for (const note of fragment.notes) {
    const position = landing.place(note.position);
    if (!position) return null;
    const id = landing.notes.get(note.id) ?? note.id;
    changes.push({ type: 'note.add', graph, note: { ...regrouped(note, landing.groups), id, position } });
  }
  return changes;
}

/** Changes that add the wires between the nodes of a fragment. */
function landWires({ graph }: EditContext, fragment: Fragment, landing: Landing, taken: Set<string>): Change[] {
  return fragment.edges.flatMap(({ source, target, points }): Change[] => {
    const [from, to] = [landing.nodes.get(source.node), landing.nodes.get(target.node)];
    if (from === undefined || to === undefined) return [];
    const led = points?.map(landing.place).filter((place) => place !== null) ?? [];
    const edge = {
      id: edgeId(from, to, taken),
      source: { node: from, port: source.port },
      target: { node: to, port: target.port },
      ...(led.length > 0 && { points: led }),
    };
    return [{ type: 'edge.add', graph, edge }];
  });
}

/** Changes that put a fragment into the open graph under ids of its own; `tied` nodes go on sharing their networks. */
function planPaste(context: EditContext, fragment: Fragment, corner: Position | undefined, tied = false): Plan {
  const { document, graph } = context;
  const content = graphAt(document, graph);
  if (!content) return noGraph(context);
  if ((graph === null) !== (fragment.level === 'study')) {
    const home = fragment.level === 'study' ? 'the study; go back to it' : 'a network; open one';
    return refuse(`These nodes belong in ${home} and paste there.`);
  }
  const tooMany = limitRefusal(context, tied ? { ...fragment, networks: {} } : fragment);
  if (tooMany) return tooMany;

  const taken = idsOf([...content.nodes, ...content.notes]);
  const inside = networksInside(fragment.nodes, fragment.networks);
  const copied = tied ? undefined : copyNetworks(inside, fragment.networks, new Set(Object.keys(document.networks)));
  const offset = offsetTo(fragment, corner);
  const landing: Landing = {
    nodes: underFreeIds(fragment.nodes, taken),
    notes: underFreeIds(fragment.notes, taken),
    groups: underFreeIds(fragment.groups, idsOf(content.groups)),
    networks: copied?.copies,
    place: (position) => shiftedPosition(position, offset),
  };
  const items = landItems(context, fragment, landing);
  if (!items) return noPosition;
  const groups = fragment.groups.map(
    (group): Change => ({
      type: 'group.add',
      graph,
      group: { ...group, id: landing.groups.get(group.id) ?? group.id },
    }),
  );
  const wires = landWires(context, fragment, landing, idsOf(content.edges));
  return planned([...groups, ...(copied?.changes ?? []), ...items, ...wires], {
    select: { nodes: [...landing.nodes.values()], edges: [], notes: [...landing.notes.values()] },
  });
}

type NoArguments = Record<string, never>;

export const copySelection: Command<NoArguments> = {
  id: 'graph.copy',
  label: 'Copy',
  history: 'ignore',
  plan(context) {
    const fragment = fragmentOf(context);
    return fragment ? planned([], { clipboard: JSON.stringify(fragment, null, 2) }) : nothingSelected;
  },
};

export const cutSelection: Command<NoArguments> = {
  id: 'graph.cut',
  label: 'Cut',
  history: 'record',
  plan(context) {
    const copied = copySelection.plan(context, {});
    const deleted = deleteSelection.plan(context, {});
    return copied.ok && deleted.ok ? { ...deleted, clipboard: copied.clipboard } : nothingSelected;
  },
};

/** Puts the clipboard's text into the open graph, its top left corner at `position` where one is given. */
export const paste: Command<{ text: string; position?: Position }> = {
  id: 'graph.paste',
  label: 'Paste',
  history: 'record',
  plan(context, { text, position }) {
    const read = readFragment(text);
    if (!read.ok) return read;
    const current = upToDate(read.fragment, context);
    return current.ok ? planPaste(context, current.fragment, position) : current;
  },
};

export const duplicateSelection: Command<NoArguments> = {
  id: 'graph.duplicate',
  label: 'Duplicate',
  history: 'record',
  plan(context) {
    const fragment = fragmentOf(context);
    return fragment ? planPaste(context, fragment, undefined) : nothingSelected;
  },
};

/** Duplicates what is selected; the copies of nodes that hold a network share it with them. */
export const duplicateTied: Command<NoArguments> = {
  id: 'graph.duplicateTied',
  label: 'Duplicate tied',
  history: 'record',
  plan(context) {
    const fragment = fragmentOf(context);
    return fragment ? planPaste(context, fragment, undefined, true) : nothingSelected;
  },
};

export const selectAll: Command<NoArguments> = {
  id: 'graph.selectAll',
  label: 'Select all',
  history: 'ignore',
  plan: ({ document, graph }) => planned([], { select: fullSelection(document, graph) }),
};
