import type { Catalogue } from '../catalogue/types';
import type { Graph, GraphNode, ProjectDocument } from './document';
import { type GraphId, graphAt } from './place';
import { topologicalOrder } from './topology';

/** Which node of one graph is which of another, read in both directions. */
export interface NodePairs {
  readonly forward: ReadonlyMap<string, string>;
  readonly backward: ReadonlyMap<string, string>;
}

/** About how many pairs of unmatched nodes are weighed; in larger graphs only nodes of about the same depth are. */
const PAIRS = 20_000;

interface Wire {
  port: string;
  other: string;
  out: boolean;
}

/** One graph as the matching reads it. */
class Side {
  readonly byId: Map<string, GraphNode>;
  readonly wires = new Map<string, Wire[]>();
  private ranks: Map<string, number> | null = null;

  constructor(private readonly graph: Graph) {
    this.byId = new Map(graph.nodes.map((node) => [node.id, node]));
    for (const { source, target } of graph.edges) {
      this.note(source.node, { port: source.port, other: target.node, out: true });
      this.note(target.node, { port: target.port, other: source.node, out: false });
    }
  }

  /** Place of a node in the order of the wires. */
  rank(id: string): number {
    this.ranks ??= new Map(topologicalOrder(this.graph).order.map((node, index) => [node.id, index]));
    return this.ranks.get(id) ?? this.byId.size;
  }

  private note(id: string, wire: Wire): void {
    const list = this.wires.get(id);
    if (list) list.push(wire);
    else this.wires.set(id, [wire]);
  }
}

interface Candidate {
  before: string;
  after: string;
  /** What the two share whatever else is matched. */
  likeness: number;
  score: number;
  /** How far apart they stand among the unmatched of their type, and how far from the start together. */
  apart: number;
  sum: number;
}

/** What speaks for two nodes being one: a neighbour that is matched already, one of the same type, a name, all settings. */
const WEIGHTS = { neighbour: 6, kin: 4, title: 5, settings: 3 } as const;

const rankOrder = (a: Candidate, b: Candidate): number => b.score - a.score || a.apart - b.apart || a.sum - b.sum;

/**
 * Matches the nodes of two graphs: first by id and type, then what is left by type and place in the wiring (most common
 * neighbours, then title and settings), then by id alone. Reads the same in both directions: swapping the graphs swaps
 * the pairs. Pairs of an earlier comparison that still stand come before all that.
 */
function matchNodes(before: Graph, after: Graph, earlier?: NodePairs): NodePairs {
  const [old, now] = [new Side(before), new Side(after)];
  const pairs = { forward: new Map<string, string>(), backward: new Map<string, string>() };
  for (const [id, other] of earlier?.forward ?? []) {
    const type = old.byId.get(id)?.type;
    if (type !== undefined && now.byId.get(other)?.type === type) join(pairs, id, other);
  }
  for (const { id, type } of before.nodes) {
    const free = !pairs.forward.has(id) && !pairs.backward.has(id);
    if (free && now.byId.get(id)?.type === type) join(pairs, id, id);
  }
  if (pairs.forward.size < Math.min(before.nodes.length, after.nodes.length)) matchByPlace(old, now, pairs);
  for (const { id } of before.nodes) {
    if (now.byId.has(id) && !pairs.forward.has(id) && !pairs.backward.has(id)) join(pairs, id, id);
  }
  return pairs;
}

function join(pairs: { forward: Map<string, string>; backward: Map<string, string> }, before: string, after: string) {
  pairs.forward.set(before, after);
  pairs.backward.set(after, before);
}

function matchByPlace(old: Side, now: Side, pairs: { forward: Map<string, string>; backward: Map<string, string> }) {
  let open = candidates(old, now, pairs);
  for (const candidate of open) candidate.score = score(old, now, pairs, candidate);
  while (true) {
    let best: Candidate[] = [];
    for (const candidate of open) {
      const order = best.length > 0 ? rankOrder(candidate, best[0]) : -1;
      if (order < 0) best = [candidate];
      else if (order === 0) best.push(candidate);
    }
    if (best.length === 0 || best[0].score <= 0) return;
    // Candidates of equal rank are of different types or mirror images of each other: no two have a node in common.
    for (const { before, after } of best) join(pairs, before, after);
    const near = [new Set<string>(), new Set<string>()];
    for (const { before, after } of best) {
      for (const { other } of old.wires.get(before) ?? []) near[0].add(other);
      for (const { other } of now.wires.get(after) ?? []) near[1].add(other);
    }
    open = open.filter((each) => !pairs.forward.has(each.before) && !pairs.backward.has(each.after));
    for (const candidate of open) {
      const touched = near[0].has(candidate.before) || near[1].has(candidate.after);
      if (touched) candidate.score = score(old, now, pairs, candidate);
    }
  }
}

/** Pairs of unmatched nodes of one type. */
function candidates(old: Side, now: Side, pairs: NodePairs): Candidate[] {
  const left = unmatched(old, (id) => pairs.forward.has(id));
  const right = unmatched(now, (id) => pairs.backward.has(id));
  const band = Math.max(4, Math.floor(PAIRS / (old.byId.size + now.byId.size)));
  const found: Candidate[] = [];
  for (const [type, befores] of left) {
    const afters = right.get(type) ?? [];
    for (const [i, a] of befores.entries()) {
      for (let j = Math.max(0, i - band); j < Math.min(afters.length, i + band + 1); j++) {
        const b = afters[j];
        const shared = { likeness: likeness(a, b), score: 0, apart: Math.abs(i - j), sum: i + j };
        found.push({ before: a.id, after: b.id, ...shared });
      }
    }
  }
  return found;
}

const likeness = (a: GraphNode, b: GraphNode): number =>
  (a.title !== undefined && a.title === b.title ? WEIGHTS.title : 0) +
  (JSON.stringify(a.settings) === JSON.stringify(b.settings) ? WEIGHTS.settings : 0);

function unmatched(side: Side, taken: (id: string) => boolean): Map<string, GraphNode[]> {
  const byType = new Map<string, GraphNode[]>();
  for (const node of side.byId.values()) {
    if (taken(node.id)) continue;
    const list = byType.get(node.type);
    if (list) list.push(node);
    else byType.set(node.type, [node]);
  }
  for (const nodes of byType.values()) nodes.sort((a, b) => side.rank(a.id) - side.rank(b.id));
  return byType;
}

function score(old: Side, now: Side, { forward, backward }: NodePairs, candidate: Candidate): number {
  let points = candidate.likeness;
  const theirs = [...(now.wires.get(candidate.after) ?? [])];
  const ours = old.wires.get(candidate.before) ?? [];
  for (const wire of ours) {
    const at = theirs.findIndex((each) => each.out === wire.out && forward.get(wire.other) === each.other);
    if (at < 0) continue;
    points += WEIGHTS.neighbour;
    theirs.splice(at, 1);
  }
  const kinds = theirs.filter(({ other }) => !backward.has(other)).map((each) => kind(now, each));
  for (const wire of ours) {
    const at = forward.has(wire.other) ? -1 : kinds.indexOf(kind(old, wire));
    if (at < 0) continue;
    points += WEIGHTS.kin;
    kinds.splice(at, 1);
  }
  return points;
}

const kind = (side: Side, { out, port, other }: Wire): string => `${out} ${port} ${side.byId.get(other)?.type}`;

/** A graph that both documents have, and which of its nodes are which. `null` is the study. */
export interface GraphPair {
  before: GraphId;
  after: GraphId;
  nodes: NodePairs;
}

/**
 * Every graph that both documents have: the study, then networks by the nodes that hold them, then by their ids.
 * `earlier` is what a comparison with an earlier state of one of the documents found.
 */
export function matchGraphs(
  before: ProjectDocument,
  after: ProjectDocument,
  earlier: readonly GraphPair[] = [],
): GraphPair[] {
  const pairs: GraphPair[] = [];
  const taken = { before: new Set<string>(), after: new Set<string>() };
  const open = (from: GraphId, to: GraphId): GraphPair[] => {
    const [old, now] = [graphAt(before, from), graphAt(after, to)];
    if (!old || !now) return [];
    const known = earlier.find((pair) => pair.before === from && pair.after === to);
    const pair = { before: from, after: to, nodes: matchNodes(old, now, known?.nodes) };
    pairs.push(pair);
    return [pair];
  };
  const walk = (start: GraphPair[]): void => {
    for (let level = start; level.length > 0; ) {
      level = held(before, after, level).flatMap(([from, to]) => {
        if (taken.before.has(from) || taken.after.has(to)) return [];
        taken.before.add(from);
        taken.after.add(to);
        return open(from, to);
      });
    }
  };
  walk(open(null, null));
  for (const id of Object.keys(before.networks)) {
    if (taken.before.has(id) || taken.after.has(id) || !Object.hasOwn(after.networks, id)) continue;
    taken.before.add(id);
    taken.after.add(id);
    walk(open(id, id));
  }
  return pairs;
}

/** Networks inside matched nodes; those whose names agree come first, as a copy has a name of its own. */
function held(before: ProjectDocument, after: ProjectDocument, level: readonly GraphPair[]): [string, string][] {
  const found: [string, string][] = [];
  for (const pair of level) {
    const now = new Map(graphAt(after, pair.after)?.nodes.map((node) => [node.id, node]));
    for (const { id, network } of graphAt(before, pair.before)?.nodes ?? []) {
      const other = now.get(pair.nodes.forward.get(id) ?? '')?.network;
      if (network !== undefined && other !== undefined) found.push([network, other]);
    }
  }
  const key = ([from, to]: [string, string]): string => JSON.stringify([from, to].sort());
  return found.sort((a, b) => Number(b[0] === b[1]) - Number(a[0] === a[1]) || (key(a) < key(b) ? -1 : 1));
}

/** Name of a graph: that of the first node that holds it. */
export function graphTitle(document: ProjectDocument, graph: GraphId, catalogue: Catalogue): string {
  if (graph === null) return 'Study';
  for (const { nodes } of [document.study, ...Object.values(document.networks)]) {
    const owner = nodes.find(({ network }) => network === graph);
    if (owner) return owner.title ?? catalogue.find(owner.type)?.title ?? owner.type;
  }
  return graph;
}
