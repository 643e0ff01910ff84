import type { Catalogue } from '../../core/catalogue/types';
import {
  type DocumentDifference,
  type FieldDifference,
  type GraphDifference,
  type GraphId,
  graphAt,
  nodeName,
  type SettingDifference,
} from '../../core/graph';
import type { Graph, GraphEdge, GraphNode, Position, ProjectDocument } from '../../core/graph/document';

export type RowKind = 'added' | 'removed' | 'changed';

/** One difference as a line of the list. */
export interface Row {
  key: string;
  kind: RowKind;
  what: 'node' | 'wire' | 'note' | 'group' | 'network' | 'project';
  text: string;
  /** The graph in the open document where it is shown; undefined where that graph is not there (any more). */
  graph: GraphId | undefined;
  /** What is selected when somebody goes there. */
  node?: string;
  edge?: string;
  note?: string;
  /** Where it stood, for what is not in the open document. */
  position?: Position;
  settings: readonly SettingDifference[];
  fields: readonly FieldDifference[];
}

/** The differences inside one graph. */
export interface RowGroup {
  key: string;
  title: string;
  rows: readonly Row[];
  /** Things that only stand elsewhere. */
  moved: number;
}

const NONE = { settings: [], fields: [] } as const;

/** Every difference by graph, in the order in which one walks through them. */
export function rowGroups(
  difference: DocumentDifference,
  before: ProjectDocument,
  after: ProjectDocument,
  catalogue: Catalogue,
): RowGroup[] {
  const groups: RowGroup[] = [];
  if (difference.fields.length > 0) {
    const row: Row = { ...NONE, key: 'project', kind: 'changed', what: 'project', text: 'Project', graph: undefined };
    groups.push({ key: 'project', title: 'Project', rows: [{ ...row, fields: difference.fields }], moved: 0 });
  }
  for (const graph of difference.graphs) {
    if (graph.implied) continue;
    const rows = graphRows(graph, before, after, catalogue);
    if (rows.length > 0 || graph.moved > 0)
      groups.push({ key: keyOf(graph), title: graph.title, rows, moved: graph.moved });
  }
  return groups;
}

const keyOf = ({ before, after }: GraphDifference): string => JSON.stringify([before, after]);

function graphRows(
  graph: GraphDifference,
  before: ProjectDocument,
  after: ProjectDocument,
  catalogue: Catalogue,
): Row[] {
  const key = keyOf(graph);
  if (graph.before === undefined || graph.after === undefined) {
    const count = graph.nodes.added.length + graph.nodes.removed.length;
    const kind = graph.before === undefined ? 'added' : 'removed';
    const text = `Network of ${count} ${count === 1 ? 'node' : 'nodes'}`;
    return [{ ...NONE, key, kind, what: 'network', text, graph: graph.after }];
  }
  const [old, now] = [graphAt(before, graph.before), graphAt(after, graph.after)];
  if (!old || !now) return [];
  const at = (row: Omit<Row, 'key' | 'graph' | 'settings' | 'fields'>, id: string): Row => ({
    ...NONE,
    ...row,
    key: `${key} ${row.kind} ${row.what} ${id}`,
    graph: graph.after,
  });
  const name = (node: GraphNode) => nodeName(node, catalogue);
  return [
    ...graph.nodes.changed.map(
      ({ after: node, settings, fields }): Row => ({
        ...at({ kind: 'changed', what: 'node', text: name(node), node: node.id }, node.id),
        settings,
        fields,
      }),
    ),
    ...graph.nodes.added.map((node) => at({ kind: 'added', what: 'node', text: name(node), node: node.id }, node.id)),
    ...graph.nodes.removed.map((node) =>
      at({ kind: 'removed', what: 'node', text: name(node), position: node.position }, node.id),
    ),
    ...wireRows(graph, old, now, catalogue, at),
    ...itemRows(graph, old, now, at),
  ];
}

type At = (row: Omit<Row, 'key' | 'graph' | 'settings' | 'fields'>, id: string) => Row;

/** Wires between nodes that both have; those of a new or a lost node go without saying. */
function wireRows({ nodes, wires }: GraphDifference, old: Graph, now: Graph, catalogue: Catalogue, at: At): Row[] {
  const told = (edges: readonly GraphEdge[], apart: readonly GraphNode[]) => {
    const ids = new Set(apart.map(({ id }) => id));
    return edges.filter(({ source, target }) => !ids.has(source.node) && !ids.has(target.node));
  };
  return [
    ...told(wires.added, nodes.added).map((edge) =>
      at({ kind: 'added', what: 'wire', text: wireText(edge, now, catalogue), edge: edge.id }, edge.id),
    ),
    ...told(wires.removed, nodes.removed).map((edge) => {
      const position = old.nodes.find(({ id }) => id === edge.source.node)?.position;
      return at({ kind: 'removed', what: 'wire', text: wireText(edge, old, catalogue), position }, edge.id);
    }),
  ];
}

export function wireText({ source, target }: GraphEdge, graph: Graph, catalogue: Catalogue): string {
  const name = (id: string) => {
    const node = graph.nodes.find((each) => each.id === id);
    return node ? nodeName(node, catalogue) : id;
  };
  return `${name(source.node)} → ${name(target.node)}`;
}

const LONGEST = 40;
const short = (text: string): string => {
  const [line] = text.trim().split('\n');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line || 'Empty note';
};

function itemRows({ notes, groups }: GraphDifference, old: Graph, now: Graph, at: At): Row[] {
  const rows: Row[] = [];
  for (const kind of ['changed', 'added', 'removed'] as const) {
    const graph = kind === 'removed' ? old : now;
    for (const id of notes[kind]) {
      const note = graph.notes.find((each) => each.id === id);
      const place = kind === 'removed' ? { position: note?.position } : { note: id };
      rows.push(at({ kind, what: 'note', text: short(note?.text ?? ''), ...place }, id));
    }
    for (const id of groups[kind]) {
      const title = graph.groups.find((each) => each.id === id)?.title;
      rows.push(at({ kind, what: 'group', text: title || 'Group' }, id));
    }
  }
  return rows;
}
