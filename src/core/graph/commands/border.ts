import type { Catalogue, PortDefinition } from '../../catalogue/types';
import type { Graph, GraphEnd, GraphNode, ProjectDocument } from '../document';
import { portsOf } from '../node-ports';
import { nodeName, own } from '../place';

/** A port that part of a graph gets when it becomes a block. */
export interface BorderPort {
  readonly title: string;
  /** Height of what it stands beside. */
  readonly y: number;
  /** Of an input: the output outside that its wires came from; undefined where nothing was connected. */
  readonly source: GraphEnd | undefined;
  /** Of an input: the inputs inside that it feeds; of an output: the one output inside that it hands on. */
  readonly inner: readonly GraphEnd[];
}

export interface Border {
  readonly inputs: readonly BorderPort[];
  readonly outputs: readonly BorderPort[];
}

interface Inside {
  readonly content: Graph;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly inner: ReadonlySet<string>;
  readonly catalogue: Catalogue;
  readonly networks: ProjectDocument['networks'];
}

const key = ({ node, port }: GraphEnd): string => JSON.stringify([node, port]);

const portsAt = ({ nodes, catalogue, networks }: Inside, id: string) => {
  const node = nodes.get(id);
  return node ? portsOf(node, catalogue.find(node.type), networks) : { inputs: {}, outputs: {} };
};

const labelAt = (ports: Readonly<Record<string, PortDefinition>>, port: string): string =>
  own(ports, port)?.label ?? port;

/** What a person calls a node that something comes from: its own name, the name that an Input has, its type's title. */
function sourceName({ nodes, catalogue }: Inside, id: string): string {
  const node = nodes.get(id);
  if (!node) return id;
  const { name } = node.settings;
  return node.title ?? (typeof name === 'string' && name !== '' ? name : nodeName(node, catalogue));
}

interface Candidate extends Omit<BorderPort, 'title'> {
  /** The name of a port that no other candidate has. */
  readonly label: string;
  /** The name where several have the same label. */
  readonly origin: string;
  readonly x: number;
  /** Place among the ports of its node. */
  readonly rank: number;
}

const LONGEST = 70;

/** Ports from top to bottom, each with a name of its own. */
function named(candidates: readonly Candidate[]): BorderPort[] {
  const taken = new Set<string>();
  const ordered = candidates.toSorted((a, b) => a.y - b.y || a.x - b.x || a.rank - b.rank);
  return ordered.map(({ label, origin, y, source, inner }) => {
    const wanted = (candidates.filter((other) => other.label === label).length === 1 ? label : origin).slice(
      0,
      LONGEST,
    );
    let title = wanted;
    for (let number = 2; taken.has(title); number++) title = `${wanted} ${number}`;
    taken.add(title);
    return { title, y, source, inner };
  });
}

function inputCandidate(inside: Inside, source: GraphEnd | undefined, inner: readonly GraphEnd[]): Candidate {
  const [first] = inner;
  const { inputs } = portsAt(inside, first.node);
  const position = inside.nodes.get(first.node)?.position ?? { x: 0, y: 0 };
  const origin = sourceName(inside, (source ?? first).node);
  return {
    ...position,
    source,
    inner,
    origin,
    label: labelAt(inputs, first.port),
    rank: Object.keys(inputs).indexOf(first.port),
  };
}

function outputCandidate(inside: Inside, end: GraphEnd): Candidate {
  const { outputs } = portsAt(inside, end.node);
  const position = inside.nodes.get(end.node)?.position ?? { x: 0, y: 0 };
  const origin = sourceName(inside, end.node);
  const rank = Object.keys(outputs).indexOf(end.port);
  return { ...position, source: undefined, inner: [end], origin, label: labelAt(outputs, end.port), rank };
}

/** Inputs that need a wire and have none. */
const openInputs = (inside: Inside, wired: ReadonlySet<string>): GraphEnd[] =>
  [...inside.inner].flatMap((node) =>
    Object.entries(portsAt(inside, node).inputs)
      .filter(([port, { optional }]) => !optional && !wired.has(key({ node, port })))
      .map(([port]) => ({ node, port })),
  );

function inputsOf(inside: Inside): BorderPort[] {
  const { content, inner, nodes } = inside;
  const fed = new Map<string, { source: GraphEnd; inner: GraphEnd[] }>();
  for (const { source, target } of content.edges) {
    if (!inner.has(target.node) || inner.has(source.node) || !nodes.has(source.node)) continue;
    const known = fed.get(key(source));
    if (known) known.inner.push(target);
    else fed.set(key(source), { source, inner: [target] });
  }
  if (fed.size > 0) return named([...fed.values()].map((port) => inputCandidate(inside, port.source, port.inner)));
  const wired = new Set(content.edges.map(({ target }) => key(target)));
  return named(openInputs(inside, wired).map((end) => inputCandidate(inside, undefined, [end])));
}

function outputsOf(inside: Inside): BorderPort[] {
  const { content, inner, nodes } = inside;
  const used = new Map<string, GraphEnd>();
  for (const { source, target } of content.edges)
    if (inner.has(source.node) && !inner.has(target.node) && nodes.has(target.node)) used.set(key(source), source);
  if (used.size > 0) return named([...used.values()].map((end) => outputCandidate(inside, end)));
  const wired = new Set(content.edges.map(({ source }) => key(source)));
  const open = [...inner].flatMap((node) =>
    Object.keys(portsAt(inside, node).outputs)
      .map((port) => ({ node, port }))
      .filter((end) => !wired.has(key(end))),
  );
  return named(open.map((end) => outputCandidate(inside, end)));
}

/**
 * The ports of a block made of some nodes of a graph: one input for each output outside that feeds them, one output for
 * each of theirs that is used outside. Where no wire enters (or leaves), each input that needs one (or each output that
 * feeds nothing) gets a port, so that parts can be made before they are wired.
 */
export function borderOf(
  content: Graph,
  inner: ReadonlySet<string>,
  catalogue: Catalogue,
  networks: ProjectDocument['networks'],
): Border {
  const nodes = new Map(content.nodes.map((node) => [node.id, node]));
  const inside: Inside = { content, nodes, inner, catalogue, networks };
  return { inputs: inputsOf(inside), outputs: outputsOf(inside) };
}
