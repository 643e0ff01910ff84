import type { Change } from '../changes';
import { GROUP_COLORS, type Graph, type GraphNode, type Group, type GroupColor, LIMITS, type Note } from '../document';
import { type GraphId, graphAt, graphName } from '../place';
import { quote } from '../text';
import { noGraph, nothingSelected, selectedItems, titleRefusal } from './common';
import { idsOf, uniqueId } from './ids';
import { type Command, type EditContext, planned, type Refusal, refuse } from './types';

interface Members {
  readonly nodes: readonly GraphNode[];
  readonly notes: readonly Note[];
}

/** Nodes and notes of a group. */
const membersOf = ({ nodes, notes }: Graph, group: string): Members => ({
  nodes: nodes.filter((node) => node.group === group),
  notes: notes.filter((note) => note.group === group),
});

/** Takes away the groups that lose their last member once these of their graph are out of them. */
export function removeEmptied(graph: GraphId, content: Graph, leaving: Members): Change[] {
  const gone = new Set<GraphNode | Note>([...leaving.nodes, ...leaving.notes]);
  const emptied = content.groups.filter(({ id }) => {
    const { nodes, notes } = membersOf(content, id);
    const members = [...nodes, ...notes];
    return members.length > 0 && members.every((item) => gone.has(item));
  });
  return emptied.map(({ id }) => ({ type: 'group.remove', graph, group: id }));
}

/** Puts nodes and notes of a graph into a group, or out of theirs. */
const regroup = (graph: GraphId, { nodes, notes }: Members, group: string | null): Change[] => [
  ...nodes.map(({ id }): Change => ({ type: 'node.update', graph, node: id, patch: { group } })),
  ...notes.map(({ id }): Change => ({ type: 'note.update', graph, note: id, patch: { group } })),
];

/** The item in the copy of its group, else in `otherwise`, else in none. */
export function regrouped<T extends GraphNode | Note>(
  item: T,
  copies: ReadonlyMap<string, string>,
  otherwise?: string,
): T {
  const group = (item.group === undefined ? undefined : copies.get(item.group)) ?? otherwise;
  if (group !== undefined) return { ...item, group };
  const { ...free } = item;
  delete free.group;
  return free;
}

/** The first colour that no group of the graph has. */
const freeColor = (groups: readonly Group[]): GroupColor =>
  GROUP_COLORS.find((color) => groups.every((group) => group.color !== color)) ??
  GROUP_COLORS[groups.length % GROUP_COLORS.length];

/** Frames the selected nodes and notes. They leave the groups they were in; ones that this empties go. */
export const groupSelection: Command<{ title?: string; color?: GroupColor }> = {
  id: 'group.add',
  label: 'Group',
  history: 'record',
  plan(context, args) {
    const { document, graph } = context;
    const content = graphAt(document, graph);
    if (!content) return noGraph(context);
    const members = selectedItems(context);
    if (members.nodes.length + members.notes.length === 0) return nothingSelected;
    const title = args.title?.trim() || 'Group';
    const tooLong = titleRefusal(title);
    if (tooLong) return tooLong;
    const emptied = removeEmptied(graph, content, members);
    if (content.groups.length - emptied.length >= LIMITS.groups)
      return refuse(`A graph holds at most ${LIMITS.groups} groups.`);
    const group: Group = {
      id: uniqueId('group', idsOf(content.groups)),
      title,
      color: args.color ?? freeColor(content.groups),
    };
    return planned([...emptied, { type: 'group.add', graph, group }, ...regroup(graph, members, group.id)]);
  },
};

const findGroup = (
  { document, graph }: EditContext,
  id: string,
): { ok: true; content: Graph; group: Group } | Refusal => {
  const content = graphAt(document, graph);
  const group = content?.groups.find((candidate) => candidate.id === id);
  return content && group
    ? { ok: true, content, group }
    : refuse(`There is no group ${quote(id)} in ${graphName(graph)}.`);
};

/** Takes the frame away; what is in it stays. */
export const ungroup: Command<{ group: string }> = {
  id: 'group.remove',
  label: 'Ungroup',
  history: 'record',
  plan(context, args) {
    const { graph } = context;
    const found = findGroup(context, args.group);
    if (!found.ok) return found;
    return planned([
      ...regroup(graph, membersOf(found.content, args.group), null),
      { type: 'group.remove', graph, group: args.group },
    ]);
  },
};

export const editGroup: Command<{ group: string; title?: string; color?: GroupColor }> = {
  id: 'group.edit',
  label: 'Edit group',
  history: 'merge',
  plan(context, args) {
    const { graph } = context;
    const found = findGroup(context, args.group);
    if (!found.ok) return found;
    const { title = found.group.title, color = found.group.color } = args;
    const tooLong = titleRefusal(title);
    if (tooLong) return tooLong;
    if (title === found.group.title && color === found.group.color) return planned([]);
    return planned([{ type: 'group.update', graph, group: args.group, patch: { title, color } }], {
      mergeKey: `group ${graph ?? ''} ${args.group}`,
    });
  },
};
