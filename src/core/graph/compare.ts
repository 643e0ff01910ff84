import type { Catalogue } from '../catalogue/types';
import { type GraphPair, graphTitle, matchGraphs, type NodePairs } from './compare-match';
import { compareWires, type ItemDifference, itemDifference, matchItems } from './compare-parts';
import { compareSettings, type SettingDifference } from './compare-words';
import { emptyGraph, type Graph, type GraphEdge, type GraphNode, type ProjectDocument } from './document';
import { type GraphId, graphAt } from './place';

export { graphTitle } from './compare-match';
export type { ItemDifference } from './compare-parts';
export { type SettingDifference, settingWords } from './compare-words';

/** A property other than a setting that two versions of something hold, in words. */
export interface FieldDifference {
  field: string;
  label: string;
  from: string;
  to: string;
}

/** A node that both graphs have and that is not the same in them. */
export interface NodeDifference {
  before: GraphNode;
  after: GraphNode;
  settings: readonly SettingDifference[];
  /** Type, name, network, mode and group. */
  fields: readonly FieldDifference[];
}

export interface GraphDifference {
  /** The graph in each document; undefined where it is only in the other one. `null` is the study. */
  before: GraphId | undefined;
  after: GraphId | undefined;
  title: string;
  /** Of a graph that only one document has: every node that holds it is itself new or gone, and says so. */
  implied: boolean;
  nodes: {
    added: readonly GraphNode[];
    removed: readonly GraphNode[];
    changed: readonly NodeDifference[];
  };
  /** Wires as each document has them; `added` with the ids of `after`, `removed` with those of `before`. */
  wires: { added: readonly GraphEdge[]; removed: readonly GraphEdge[] };
  notes: ItemDifference;
  groups: ItemDifference;
  /** Things that only stand or look otherwise: nodes, notes and wires that were moved, nodes that were folded. */
  moved: number;
  pairs: NodePairs;
}

export interface DocumentDifference {
  /** Title, seed and the like. */
  fields: readonly FieldDifference[];
  /** Every graph of either document in which something differs, the study first. */
  graphs: readonly GraphDifference[];
  /** What was taken for the same; a comparison after the next edit goes faster, and steadier, with it. */
  pairs: readonly GraphPair[];
}

const NO_PAIRS: NodePairs = { forward: new Map(), backward: new Map() };

/**
 * What differs between two documents, graph by graph. Nodes are matched by id and, where ids do not fit (projects of
 * different origin), by type and place in the wiring; networks through the nodes that hold them. Swapping the documents
 * swaps what is said. `earlier` is the comparison before the last edit of either, where there was one.
 */
export function compareDocuments(
  before: ProjectDocument,
  after: ProjectDocument,
  catalogue: Catalogue,
  earlier?: DocumentDifference,
): DocumentDifference {
  const pairs = matchGraphs(before, after, earlier?.pairs);
  const comparison: Comparison = { before, after, catalogue, pairs, byBefore: new Map(), byAfter: new Map() };
  for (const pair of pairs) {
    comparison.byBefore.set(pair.before, pair);
    comparison.byAfter.set(pair.after, pair);
  }
  const both = pairs.map((pair) => compareGraphs(comparison, pair));
  const alone = [...onlyIn(comparison, 'after'), ...onlyIn(comparison, 'before')];
  settleImplied(comparison, both, alone);
  return { fields: documentFields(before, after), graphs: [...both, ...alone].filter(differs), pairs };
}

interface Comparison {
  before: ProjectDocument;
  after: ProjectDocument;
  catalogue: Catalogue;
  pairs: readonly GraphPair[];
  byBefore: Map<GraphId, GraphPair>;
  byAfter: Map<GraphId, GraphPair>;
}

const differs = ({ before, after, nodes, wires, notes, groups, moved }: GraphDifference): boolean =>
  before === undefined ||
  after === undefined ||
  moved > 0 ||
  [nodes, wires, notes, groups].some((part) => Object.values(part).some((list) => list.length > 0));

function compareGraphs(comparison: Comparison, pair: GraphPair): GraphDifference {
  const { before, after, catalogue } = comparison;
  const [old, now] = [graphAt(before, pair.before) ?? emptyGraph, graphAt(after, pair.after) ?? emptyGraph];
  const groups = matchItems(old.groups, now.groups, ({ title }) => title);
  const notes = matchItems(old.notes, now.notes, ({ text }) => text);
  const byId = new Map(now.nodes.map((node) => [node.id, node]));
  const changed: NodeDifference[] = [];
  let moved = 0;
  for (const node of old.nodes) {
    const other = byId.get(pair.nodes.forward.get(node.id) ?? '');
    if (!other || other === node) continue;
    const settings = compareSettings(node, other, catalogue);
    const fields = nodeFields(comparison, node, other, groups.forward, [old, now]);
    if (settings.length + fields.length > 0) changed.push({ before: node, after: other, settings, fields });
    if (!samePlace(node, other) || node.collapsed !== other.collapsed) moved++;
  }
  const wires = compareWires(pair, old, now, (network) => comparison.byBefore.get(network)?.nodes);
  const noteParts = itemDifference(old.notes, now.notes, notes, (a, b) => {
    if (!samePlace(a, b) || a.width !== b.width) moved++;
    return a.text === b.text && sameGroup(a.group, b.group, groups.forward);
  });
  return {
    before: pair.before,
    after: pair.after,
    title: graphTitle(after, pair.after, catalogue),
    implied: false,
    nodes: {
      added: now.nodes.filter(({ id }) => !pair.nodes.backward.has(id)),
      removed: old.nodes.filter(({ id }) => !pair.nodes.forward.has(id)),
      changed,
    },
    wires: { added: wires.added, removed: wires.removed },
    notes: noteParts,
    groups: itemDifference(old.groups, now.groups, groups, (a, b) => a.title === b.title && a.color === b.color),
    moved: moved + wires.led,
    pairs: pair.nodes,
  };
}

type Placed = Pick<GraphNode, 'position'>;
const samePlace = ({ position: a }: Placed, { position: b }: Placed): boolean => a.x === b.x && a.y === b.y;

const sameGroup = (
  before: string | undefined,
  after: string | undefined,
  groups: ReadonlyMap<string, string>,
): boolean =>
  (before === undefined ? undefined : groups.get(before)) === after && (before === undefined) === (after === undefined);

const MODES = { bypass: 'bypassed', mute: 'muted' } as const;

/** Whether two nodes hold what is one network in both documents; ones that name none that exists must name the same. */
function sameNetwork({ before, after, byBefore }: Comparison, a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (Object.hasOwn(before.networks, a)) return byBefore.get(a)?.after === b;
  return a === b && !Object.hasOwn(after.networks, b);
}

function nodeFields(
  comparison: Comparison,
  a: GraphNode,
  b: GraphNode,
  groups: ReadonlyMap<string, string>,
  [old, now]: readonly [Graph, Graph],
): FieldDifference[] {
  const { catalogue } = comparison;
  const fields: FieldDifference[] = [];
  const add = (field: string, label: string, from: string, to: string) => fields.push({ field, label, from, to });
  const typeTitle = (type: string) => catalogue.find(type)?.title ?? type;
  if (a.type !== b.type) add('type', 'type', typeTitle(a.type), typeTitle(b.type));
  if (a.title !== b.title) add('title', 'name', a.title ?? typeTitle(a.type), b.title ?? typeTitle(b.type));
  if (a.mode !== b.mode) add('mode', 'mode', a.mode ? MODES[a.mode] : 'active', b.mode ? MODES[b.mode] : 'active');
  if (!sameNetwork(comparison, a.network, b.network))
    add('network', 'network', a.network ?? 'none', b.network ?? 'none');
  if (!sameGroup(a.group, b.group, groups)) {
    const title = (graph: Graph, group: string | undefined) =>
      group === undefined ? 'none' : (graph.groups.find(({ id }) => id === group)?.title ?? group);
    add('group', 'group', title(old, a.group), title(now, b.group));
  }
  return fields;
}

const NO_ITEMS: ItemDifference = { added: [], removed: [], changed: [] };

/** Networks that only one of the documents has. */
function onlyIn(comparison: Comparison, side: 'before' | 'after'): GraphDifference[] {
  const document = comparison[side];
  const known = side === 'before' ? comparison.byBefore : comparison.byAfter;
  return Object.entries(document.networks).flatMap(([id, { nodes, edges }]): GraphDifference[] => {
    if (known.has(id)) return [];
    const [part, none] = side === 'before' ? (['removed', 'added'] as const) : (['added', 'removed'] as const);
    return [
      {
        before: side === 'before' ? id : undefined,
        after: side === 'after' ? id : undefined,
        title: graphTitle(document, id, comparison.catalogue),
        implied: false,
        nodes: { added: [], removed: [], changed: [], [part]: nodes },
        wires: { added: [], removed: [], [part]: edges, [none]: [] },
        notes: NO_ITEMS,
        groups: NO_ITEMS,
        moved: 0,
        pairs: NO_PAIRS,
      },
    ];
  });
}

/** A network that came or went with all the nodes that hold it needs no word of its own. */
function settleImplied(
  { before, after }: Comparison,
  both: readonly GraphDifference[],
  alone: readonly GraphDifference[],
): void {
  for (const [document, side, part] of [
    [after, 'after', 'added'],
    [before, 'before', 'removed'],
  ] as const) {
    const told = new Set([...both, ...alone].flatMap((graph) => graph.nodes[part]));
    const holders = new Map<string, boolean>();
    for (const { nodes } of [document.study, ...Object.values(document.networks)]) {
      for (const node of nodes) {
        if (node.network === undefined) continue;
        holders.set(node.network, (holders.get(node.network) ?? true) && told.has(node));
      }
    }
    for (const graph of alone) {
      const id = graph[side];
      if (typeof id === 'string') graph.implied = holders.get(id) ?? false;
    }
  }
}

const DOCUMENT_FIELDS = [
  ['title', 'title'],
  ['summary', 'summary'],
  ['seed', 'seed'],
  ['models', 'models'],
  ['recipe', 'recipe'],
  ['references', 'references'],
] as const;

function documentFields(before: ProjectDocument, after: ProjectDocument): FieldDifference[] {
  return DOCUMENT_FIELDS.flatMap(([field, label]) => {
    const [a, b] = [before[field], after[field]];
    if (a === b || JSON.stringify(a) === JSON.stringify(b)) return [];
    return [{ field, label, from: fieldWords(a), to: fieldWords(b) }];
  });
}

const fieldWords = (value: unknown): string => {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value.length > 60 ? `${value.slice(0, 59)}…` : value;
  if (Array.isArray(value))
    return value.every((each) => typeof each === 'string') ? value.join(', ') : `${value.length}`;
  return value === undefined ? 'none' : 'changed';
};
