import { z } from 'zod';
import type { Change } from '../changes';
import {
  emptyGraph,
  type GraphEdge,
  type GraphNode,
  graphSchema,
  LIMITS,
  nodeSchema,
  type Position,
} from '../document';
import { firstTwice } from '../duplicates';
import { graphAt } from '../place';
import { fullSelection } from '../selection';
import { UpgradeError, upgradeGraph } from '../upgrade';
import { edgeId, idsOf, uniqueId } from './ids';
import { networksInside } from './networks';
import { deleteSelection, noGraph, noPosition, roundedPosition } from './nodes';
import { type Command, type EditContext, type Plan, planned, type Refusal, refuse } from './types';

const FORMAT = 'latent-loom/selection';
const VERSION = 1;

/** What is on the clipboard: part of a graph and the networks inside its nodes. */
const fragmentSchema = graphSchema.extend({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  level: z.enum(['study', 'network']),
  networks: z.record(nodeSchema.shape.id, graphSchema),
});
type Fragment = z.infer<typeof fragmentSchema>;

const headerSchema = z.object({ format: z.literal(FORMAT), version: z.int() });

const NUDGE = 32;

/** The selected nodes and notes, the wires between them and the networks inside them; null when there are none. */
function fragmentOf({ document, graph, selection }: EditContext): Fragment | null {
  const content = graphAt(document, graph);
  const chosen = new Set(selection.nodes);
  const nodes = content?.nodes.filter(({ id }) => chosen.has(id)) ?? [];
  const notes = content?.notes.filter(({ id }) => selection.notes.includes(id)) ?? [];
  const groups = new Set([...nodes, ...notes].map(({ group }) => group));
  if (nodes.length + notes.length === 0) return null;
  const ids = idsOf(nodes);
  const networks = networksInside(nodes, document.networks).map((id) => [id, document.networks[id]]);
  return {
    format: FORMAT,
    version: VERSION,
    level: graph === null ? 'study' : 'network',
    nodes,
    edges: content?.edges.filter(({ source, target }) => ids.has(source.node) && ids.has(target.node)) ?? [],
    notes,
    groups: content?.groups.filter(({ id }) => groups.has(id)) ?? [],
    networks: Object.fromEntries(networks),
  };
}

const FOREIGN = 'The clipboard holds no nodes of Latent Loom; copy some first.';

function readFragment(text: string): { ok: true; fragment: Fragment } | Refusal {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return refuse(FOREIGN);
  }
  const header = headerSchema.safeParse(raw);
  if (!header.success) return refuse(FOREIGN);
  if (header.data.version > VERSION) {
    return refuse('The clipboard was filled by a newer Latent Loom; update this one to paste from it.');
  }
  const fragment = fragmentSchema.safeParse(raw);
  const broken = refuse('The nodes on the clipboard are damaged; copy them again.');
  if (!fragment.success) return broken;
  const graphs = [fragment.data, ...Object.values(fragment.data.networks)];
  const twice = graphs.some(({ nodes, edges }) => firstTwice(nodes) !== undefined || firstTwice(edges) !== undefined);
  return twice ? broken : { ok: true, fragment: fragment.data };
}

/** The fragment with the settings of today, or a sentence. */
function upToDate(fragment: Fragment, { catalogue }: EditContext): { ok: true; fragment: Fragment } | Refusal {
  try {
    const networks = Object.entries(fragment.networks).map(([id, graph]) => [id, upgradeGraph(graph, catalogue).value]);
    return {
      ok: true,
      fragment: { ...upgradeGraph(fragment, catalogue).value, networks: Object.fromEntries(networks) },
    };
  } catch (error) {
    if (error instanceof UpgradeError) return refuse(`The nodes cannot be pasted: ${error.message}.`);
    throw error;
  }
}

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

/** Changes that put a fragment into the open graph under ids of its own. */
function planPaste(context: EditContext, fragment: Fragment, corner: Position | undefined): Plan {
  const { document, graph } = context;
  const content = graphAt(document, graph);
  if (!content) return noGraph(context);
  if ((graph === null) !== (fragment.level === 'study')) {
    const home = fragment.level === 'study' ? 'the study; go back to it' : 'a network; open one';
    return refuse(`These nodes belong in ${home} and paste there.`);
  }
  const tooMany = limitRefusal(context, fragment);
  if (tooMany) return tooMany;

  const takenIds = idsOf([...content.nodes, ...content.notes]);
  const takenGroups = idsOf(content.groups);
  const groupIds = new Map(fragment.groups.map(({ id }) => [id, uniqueId(id, takenGroups)]));
  const takenEdges = idsOf(content.edges);
  const takenNetworks = new Set(Object.keys(document.networks));
  const nodeIds = new Map(fragment.nodes.map(({ id }) => [id, uniqueId(id, takenIds)]));
  const inside = networksInside(fragment.nodes, fragment.networks);
  const networkIds = new Map(inside.map((id) => [id, uniqueId(id, takenNetworks)]));

  const offset = offsetTo(fragment, corner);
  const shifted = ({ x, y }: Position) => roundedPosition({ x: x + offset.x, y: y + offset.y });
  /** The node under its new network; one whose network did not come along has none. */
  const rehoused = ({ network, ...node }: GraphNode): GraphNode => {
    const id = network === undefined ? undefined : networkIds.get(network);
    return id === undefined ? node : { ...node, network: id };
  };

  /** The item in the group's copy; one whose group did not come along is in none. */
  const regrouped = <T extends { group?: string }>({ group, ...item }: T) => {
    const id = group === undefined ? undefined : groupIds.get(group);
    return id === undefined ? item : { ...item, group: id };
  };

  const changes: Change[] = [];
  for (const group of fragment.groups)
    changes.push({ type: 'group.add', graph, group: { ...group, id: groupIds.get(group.id) ?? group.id } });
  for (const [id, network] of networkIds) {
    const content = fragment.networks[id];
    changes.push({ type: 'network.add', network, content: { ...content, nodes: content.nodes.map(rehoused) } });
  }
  for (const node of fragment.nodes) {
    const position = shifted(node.position);
    if (!position) return noPosition;
    changes.push({
      type: 'node.add',
      graph,
      node: { ...regrouped(rehoused(node)), id: nodeIds.get(node.id) ?? node.id, position },
    });
  }
  for (const { source, target, points } of fragment.edges) {
    const [from, to] = [nodeIds.get(source.node), nodeIds.get(target.node)];
    if (from === undefined || to === undefined) continue;
    const id = edgeId(from, to, takenEdges);
    const edge: GraphEdge = {
      id,
      source: { node: from, port: source.port },
      target: { node: to, port: target.port },
    };
    const led = points?.map(shifted).filter((place) => place !== null);
    if (led && led.length > 0) edge.points = led;
    changes.push({ type: 'edge.add', graph, edge });
  }
  const noteIds: string[] = [];
  for (const note of fragment.notes) {
    const position = shifted(note.position);
    if (!position) return noPosition;
    const id = uniqueId(note.id, takenIds);
    noteIds.push(id);
    changes.push({ type: 'note.add', graph, note: { ...regrouped(note), id, position } });
  }
  return planned(changes, { select: { nodes: [...nodeIds.values()], edges: [], notes: noteIds } });
}

type NoArguments = Record<string, never>;

const NOTHING = refuse('No node or note is selected.');

export const copySelection: Command<NoArguments> = {
  id: 'graph.copy',
  label: 'Copy',
  history: 'ignore',
  plan(context) {
    const fragment = fragmentOf(context);
    return fragment ? planned([], { clipboard: JSON.stringify(fragment, null, 2) }) : NOTHING;
  },
};

export const cutSelection: Command<NoArguments> = {
  id: 'graph.cut',
  label: 'Cut',
  history: 'record',
  plan(context) {
    const copied = copySelection.plan(context, {});
    const deleted = deleteSelection.plan(context, {});
    return copied.ok && deleted.ok ? { ...deleted, clipboard: copied.clipboard } : NOTHING;
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
    return fragment ? planPaste(context, fragment, undefined) : NOTHING;
  },
};

export const selectAll: Command<NoArguments> = {
  id: 'graph.selectAll',
  label: 'Select all',
  history: 'ignore',
  plan: ({ document, graph }) => planned([], { select: fullSelection(document, graph) }),
};
