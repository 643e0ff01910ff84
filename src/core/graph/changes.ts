import type {
  Bookmark,
  Graph,
  GraphEdge,
  GraphNode,
  Group,
  Note,
  Position,
  ProjectDocument,
  Settings,
  SettingValue,
} from './document';
import { type GraphId, graphAt, graphName, own } from './place';
import { quote } from './text';

/** Fields of the document itself that can be edited. */
export type DocumentFields = Pick<ProjectDocument, 'title' | 'summary' | 'seed'>;

/** Fields of a node that say how it takes part and how it is drawn; null is "not so". */
export type NodeFields = { [K in 'mode' | 'collapsed' | 'group']?: NonNullable<GraphNode[K]> | null };

/** Fields of a note; `group: null` takes it out of its group. */
export type NotePatch = Partial<Omit<Note, 'id' | 'group'>> & { group?: string | null };

/**
 * Every edit of a document, as plain data. `graph` is null for the study, else the id of a network.
 * An omitted `index` means the end of the list; null in a `set` or `patch`, or as `title`, `network` or `points`, means "none".
 */
export type Change =
  | { type: 'node.add'; graph: GraphId; node: GraphNode; index?: number }
  | { type: 'node.remove'; graph: GraphId; node: string }
  | { type: 'nodes.move'; graph: GraphId; positions: Readonly<Record<string, Position>> }
  | { type: 'node.rename'; graph: GraphId; node: string; title: string | null }
  | { type: 'node.settings'; graph: GraphId; node: string; set: Readonly<Record<string, SettingValue | null>> }
  | { type: 'node.network'; graph: GraphId; node: string; network: string | null }
  | { type: 'node.update'; graph: GraphId; node: string; patch: Readonly<NodeFields> }
  | { type: 'edge.add'; graph: GraphId; edge: GraphEdge; index?: number }
  | { type: 'edge.remove'; graph: GraphId; edge: string }
  | { type: 'edge.points'; graph: GraphId; edge: string; points: readonly Position[] | null }
  | { type: 'note.add'; graph: GraphId; note: Note; index?: number }
  | { type: 'note.remove'; graph: GraphId; note: string }
  | { type: 'note.update'; graph: GraphId; note: string; patch: Readonly<NotePatch> }
  | { type: 'group.add'; graph: GraphId; group: Group; index?: number }
  | { type: 'group.remove'; graph: GraphId; group: string }
  | { type: 'group.update'; graph: GraphId; group: string; patch: Readonly<Partial<Omit<Group, 'id'>>> }
  | { type: 'network.add'; network: string; content: Graph }
  | { type: 'network.remove'; network: string }
  | { type: 'bookmark.add'; bookmark: Bookmark; index?: number }
  | { type: 'bookmark.remove'; bookmark: string }
  | { type: 'bookmark.update'; bookmark: string; patch: Readonly<Partial<Omit<Bookmark, 'id'>>> }
  | { type: 'document.update'; patch: Readonly<Partial<DocumentFields>> };

type ChangeOf<T extends Change['type']> = Extract<Change, { type: T }>;

interface Step {
  document: ProjectDocument;
  /** Takes exactly this step back. */
  inverse: Change;
}

interface Identified {
  id: string;
}

function indexOf(items: readonly Identified[], id: string, what: string): number {
  const index = items.findIndex((item) => item.id === id);
  if (index < 0) throw new Error(`There is no ${what} ${quote(id)} to change.`);
  return index;
}

function insert<T extends Identified>(items: readonly T[], item: T, index: number, what: string): T[] {
  if (items.some(({ id }) => id === item.id)) throw new Error(`There is already a ${what} ${quote(item.id)}.`);
  return items.toSpliced(index, 0, item);
}

function replaceGraph(document: ProjectDocument, graph: GraphId, part: Partial<Graph>): ProjectDocument {
  if (graph === null) return { ...document, study: { ...document.study, ...part } };
  return { ...document, networks: { ...document.networks, [graph]: { ...graphOrThrow(document, graph), ...part } } };
}

function graphOrThrow(document: ProjectDocument, graph: GraphId): Graph {
  const found = graphAt(document, graph);
  if (!found) throw new Error(`The project has no ${graphName(graph)} to change.`);
  return found;
}

/** Values that a patch is about to overwrite. */
const before = <T extends object>(value: T, patch: Partial<T>): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([key]) => Object.hasOwn(patch, key))) as Partial<T>;

type Clearing<T> = { readonly [K in keyof T]?: T[K] | null };

/** The value with a patch laid over it; null takes a field away. */
const patched = <T extends object>(value: T, patch: Clearing<T>): T =>
  Object.fromEntries(Object.entries({ ...value, ...patch }).filter(([, content]) => content !== null)) as T;

/** The patch that takes a patch back. */
const wayBack = <P extends object>(value: object, patch: P): P =>
  Object.fromEntries(
    Object.keys(patch).map((key) => [key, Object.hasOwn(value, key) ? value[key as keyof typeof value] : null]),
  ) as P;

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}

function addNode(document: ProjectDocument, { graph, node, index }: ChangeOf<'node.add'>): Step {
  const { nodes } = graphOrThrow(document, graph);
  return {
    document: replaceGraph(document, graph, { nodes: insert(nodes, node, index ?? nodes.length, 'node') }),
    inverse: { type: 'node.remove', graph, node: node.id },
  };
}

function removeNode(document: ProjectDocument, { graph, node }: ChangeOf<'node.remove'>): Step {
  const { nodes } = graphOrThrow(document, graph);
  const index = indexOf(nodes, node, 'node');
  return {
    document: replaceGraph(document, graph, { nodes: nodes.toSpliced(index, 1) }),
    inverse: { type: 'node.add', graph, node: nodes[index], index },
  };
}

function moveNodes(document: ProjectDocument, { graph, positions }: ChangeOf<'nodes.move'>): Step {
  const previous: [string, Position][] = [];
  const nodes = graphOrThrow(document, graph).nodes.map((node) => {
    const position = own(positions, node.id);
    if (!position) return node;
    previous.push([node.id, node.position]);
    return { ...node, position };
  });
  const missing = Object.keys(positions).length - previous.length;
  if (missing > 0) throw new Error(`${missing} of the nodes to move are not in ${graphName(graph)}.`);
  return {
    document: replaceGraph(document, graph, { nodes }),
    inverse: { type: 'nodes.move', graph, positions: Object.fromEntries(previous) },
  };
}

/** Replaces one node by what `edit` makes of it. */
function editNode(
  document: ProjectDocument,
  { graph, node: id }: { graph: GraphId; node: string },
  edit: (node: GraphNode) => GraphNode,
): { document: ProjectDocument; node: GraphNode } {
  const { nodes } = graphOrThrow(document, graph);
  const index = indexOf(nodes, id, 'node');
  const node = nodes[index];
  return { document: replaceGraph(document, graph, { nodes: nodes.with(index, edit(node)) }), node };
}

function renameNode(document: ProjectDocument, change: ChangeOf<'node.rename'>): Step {
  const edited = editNode(document, change, ({ title: _, ...rest }) =>
    change.title === null ? rest : { ...rest, title: change.title },
  );
  return { document: edited.document, inverse: { ...change, title: edited.node.title ?? null } };
}

function setNetwork(document: ProjectDocument, change: ChangeOf<'node.network'>): Step {
  const edited = editNode(document, change, ({ network: _, ...rest }) =>
    change.network === null ? rest : { ...rest, network: change.network },
  );
  return { document: edited.document, inverse: { ...change, network: edited.node.network ?? null } };
}

function updateNode(document: ProjectDocument, change: ChangeOf<'node.update'>): Step {
  const edited = editNode(document, change, (node) => patched<GraphNode>(node, change.patch));
  return { document: edited.document, inverse: { ...change, patch: wayBack(edited.node, change.patch) } };
}

function merged(settings: Settings, set: ChangeOf<'node.settings'>['set']): Record<string, SettingValue> {
  const entries = Object.entries({ ...settings, ...set });
  return Object.fromEntries(entries.filter((entry): entry is [string, SettingValue] => entry[1] !== null));
}

function setSettings(document: ProjectDocument, change: ChangeOf<'node.settings'>): Step {
  const edited = editNode(document, change, (node) => ({ ...node, settings: merged(node.settings, change.set) }));
  const previous = Object.keys(change.set).map((key) => [key, own(edited.node.settings, key) ?? null]);
  return { document: edited.document, inverse: { ...change, set: Object.fromEntries(previous) } };
}

function addEdge(document: ProjectDocument, { graph, edge, index }: ChangeOf<'edge.add'>): Step {
  const { edges } = graphOrThrow(document, graph);
  return {
    document: replaceGraph(document, graph, { edges: insert(edges, edge, index ?? edges.length, 'wire') }),
    inverse: { type: 'edge.remove', graph, edge: edge.id },
  };
}

function removeEdge(document: ProjectDocument, { graph, edge }: ChangeOf<'edge.remove'>): Step {
  const { edges } = graphOrThrow(document, graph);
  const index = indexOf(edges, edge, 'wire');
  return {
    document: replaceGraph(document, graph, { edges: edges.toSpliced(index, 1) }),
    inverse: { type: 'edge.add', graph, edge: edges[index], index },
  };
}

function setPoints(document: ProjectDocument, change: ChangeOf<'edge.points'>): Step {
  const { graph, edge: id, points } = change;
  const { edges } = graphOrThrow(document, graph);
  const index = indexOf(edges, id, 'wire');
  const { points: previous, ...edge } = edges[index];
  const updated = points === null ? edge : { ...edge, points: [...points] };
  return {
    document: replaceGraph(document, graph, { edges: edges.with(index, updated) }),
    inverse: { ...change, points: previous ?? null },
  };
}

function addNote(document: ProjectDocument, { graph, note, index }: ChangeOf<'note.add'>): Step {
  const { notes } = graphOrThrow(document, graph);
  return {
    document: replaceGraph(document, graph, { notes: insert(notes, note, index ?? notes.length, 'note') }),
    inverse: { type: 'note.remove', graph, note: note.id },
  };
}

function removeNote(document: ProjectDocument, { graph, note }: ChangeOf<'note.remove'>): Step {
  const { notes } = graphOrThrow(document, graph);
  const index = indexOf(notes, note, 'note');
  return {
    document: replaceGraph(document, graph, { notes: notes.toSpliced(index, 1) }),
    inverse: { type: 'note.add', graph, note: notes[index], index },
  };
}

function updateNote(document: ProjectDocument, change: ChangeOf<'note.update'>): Step {
  const { graph, note, patch } = change;
  const { notes } = graphOrThrow(document, graph);
  const index = indexOf(notes, note, 'note');
  const updated = notes.with(index, patched(notes[index], patch));
  return {
    document: replaceGraph(document, graph, { notes: updated }),
    inverse: { ...change, patch: wayBack(notes[index], patch) },
  };
}

function addGroup(document: ProjectDocument, { graph, group, index }: ChangeOf<'group.add'>): Step {
  const { groups } = graphOrThrow(document, graph);
  return {
    document: replaceGraph(document, graph, { groups: insert(groups, group, index ?? groups.length, 'group') }),
    inverse: { type: 'group.remove', graph, group: group.id },
  };
}

function removeGroup(document: ProjectDocument, { graph, group }: ChangeOf<'group.remove'>): Step {
  const { groups } = graphOrThrow(document, graph);
  const index = indexOf(groups, group, 'group');
  return {
    document: replaceGraph(document, graph, { groups: groups.toSpliced(index, 1) }),
    inverse: { type: 'group.add', graph, group: groups[index], index },
  };
}

function updateGroup(document: ProjectDocument, change: ChangeOf<'group.update'>): Step {
  const { graph, group, patch } = change;
  const { groups } = graphOrThrow(document, graph);
  const index = indexOf(groups, group, 'group');
  return {
    document: replaceGraph(document, graph, { groups: groups.with(index, { ...groups[index], ...patch }) }),
    inverse: { ...change, patch: before(groups[index], patch) },
  };
}

function addNetwork(document: ProjectDocument, { network, content }: ChangeOf<'network.add'>): Step {
  if (Object.hasOwn(document.networks, network)) throw new Error(`There is already a ${graphName(network)}.`);
  return {
    document: { ...document, networks: { ...document.networks, [network]: content } },
    inverse: { type: 'network.remove', network },
  };
}

function removeNetwork(document: ProjectDocument, { network }: ChangeOf<'network.remove'>): Step {
  return {
    document: { ...document, networks: without(document.networks, network) },
    inverse: { type: 'network.add', network, content: graphOrThrow(document, network) },
  };
}

function addBookmark(document: ProjectDocument, { bookmark, index }: ChangeOf<'bookmark.add'>): Step {
  const { bookmarks } = document;
  return {
    document: { ...document, bookmarks: insert(bookmarks, bookmark, index ?? bookmarks.length, 'bookmark') },
    inverse: { type: 'bookmark.remove', bookmark: bookmark.id },
  };
}

function removeBookmark(document: ProjectDocument, { bookmark }: ChangeOf<'bookmark.remove'>): Step {
  const { bookmarks } = document;
  const index = indexOf(bookmarks, bookmark, 'bookmark');
  return {
    document: { ...document, bookmarks: bookmarks.toSpliced(index, 1) },
    inverse: { type: 'bookmark.add', bookmark: bookmarks[index], index },
  };
}

function updateBookmark(document: ProjectDocument, change: ChangeOf<'bookmark.update'>): Step {
  const { bookmarks } = document;
  const index = indexOf(bookmarks, change.bookmark, 'bookmark');
  return {
    document: { ...document, bookmarks: bookmarks.with(index, { ...bookmarks[index], ...change.patch }) },
    inverse: { ...change, patch: before(bookmarks[index], change.patch) },
  };
}

const updateDocument = (document: ProjectDocument, { patch }: ChangeOf<'document.update'>): Step => ({
  document: { ...document, ...patch },
  inverse: { type: 'document.update', patch: before<DocumentFields>(document, patch) },
});

/** One change and the way back. Throws where the change does not belong to this document: a mistake of ours, not the user's. */
function step(document: ProjectDocument, change: Change): Step {
  switch (change.type) {
    case 'node.add':
      return addNode(document, change);
    case 'node.remove':
      return removeNode(document, change);
    case 'nodes.move':
      return moveNodes(document, change);
    case 'node.rename':
      return renameNode(document, change);
    case 'node.settings':
      return setSettings(document, change);
    case 'node.network':
      return setNetwork(document, change);
    case 'node.update':
      return updateNode(document, change);
    case 'edge.points':
      return setPoints(document, change);
    case 'group.add':
      return addGroup(document, change);
    case 'group.remove':
      return removeGroup(document, change);
    case 'group.update':
      return updateGroup(document, change);
    case 'edge.add':
      return addEdge(document, change);
    case 'edge.remove':
      return removeEdge(document, change);
    case 'note.add':
      return addNote(document, change);
    case 'note.remove':
      return removeNote(document, change);
    case 'note.update':
      return updateNote(document, change);
    case 'network.add':
      return addNetwork(document, change);
    case 'network.remove':
      return removeNetwork(document, change);
    case 'bookmark.add':
      return addBookmark(document, change);
    case 'bookmark.remove':
      return removeBookmark(document, change);
    case 'bookmark.update':
      return updateBookmark(document, change);
    case 'document.update':
      return updateDocument(document, change);
  }
}

/** Applies changes in order and says how to take them back, in one pass. */
export function applyWithInverse(
  document: ProjectDocument,
  changes: readonly Change[],
): { document: ProjectDocument; inverse: Change[] } {
  let current = document;
  const inverse: Change[] = [];
  for (const change of changes) {
    const next = step(current, change);
    current = next.document;
    inverse.push(next.inverse);
  }
  return { document: current, inverse: inverse.reverse() };
}

/** The document after the changes; what did not change is shared with the one before. */
export const apply = (document: ProjectDocument, changes: readonly Change[]): ProjectDocument =>
  applyWithInverse(document, changes).document;

/** Changes that take `changes` back: `apply(apply(d, c), invert(d, c))` is `d`, order of lists included. */
export const invert = (document: ProjectDocument, changes: readonly Change[]): Change[] =>
  applyWithInverse(document, changes).inverse;
