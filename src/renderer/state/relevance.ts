import type { Catalogue } from '../../core/catalogue/types';
import { BLOCK_INPUT, BLOCK_OUTPUT, isLiveSetting } from '../../core/graph';
import type { Graph, GraphNode, ProjectDocument } from '../../core/graph/document';
import type { LiveSetting } from '../../protocol/worker';

/** What changed between two documents, as far as a run that began with the first is concerned. */
export interface RunDifference {
  /** The step program would be another one: the run has to begin anew to see it. */
  structural: boolean;
  /** Live settings that differ, with their new values. */
  live: LiveSetting[];
}

/** Compares what a run was compiled from with the document as it is. Positions, names and notes do not matter. */
export function compareForRun(from: ProjectDocument, to: ProjectDocument, catalogue: Catalogue): RunDifference {
  const live: LiveSetting[] = [];
  const structural =
    from.seed !== to.seed ||
    !sameGraph(from.study, to.study, catalogue, live) ||
    !sameNetworks(from.networks, to.networks, catalogue);
  return { structural, live };
}

/** True when an analysis of one document holds for the other. */
export function sameForAnalysis(a: ProjectDocument, b: ProjectDocument): boolean {
  return sameGraph(a.study, b.study, null, null) && sameNetworks(a.networks, b.networks, null);
}

function sameNetworks(
  a: ProjectDocument['networks'],
  b: ProjectDocument['networks'],
  catalogue: Catalogue | null,
): boolean {
  if (a === b) return true;
  const ids = Object.keys(a);
  if (ids.length !== Object.keys(b).length) return false;
  return ids.every((id) => Object.hasOwn(b, id) && sameGraph(a[id], b[id], catalogue, null));
}

/** `live` collects differing live settings instead of counting them; null counts every setting. */
function sameGraph(a: Graph, b: Graph, catalogue: Catalogue | null, live: LiveSetting[] | null): boolean {
  if (a.nodes === b.nodes && a.edges === b.edges) return true;
  if (a.nodes.length !== b.nodes.length || !sameEdges(a.edges, b.edges) || portOrder(a) !== portOrder(b)) return false;
  const before = new Map(a.nodes.map((node) => [node.id, node]));
  return b.nodes.every((node) => {
    const old = before.get(node.id);
    return old !== undefined && sameNode(old, node, catalogue, live);
  });
}

const isPort = ({ type }: GraphNode): boolean => type === BLOCK_INPUT || type === BLOCK_OUTPUT;

/** The ports of a block from top to bottom: which output feeds which input of the next repetition depends on it. */
const portOrder = ({ nodes }: Graph): string =>
  nodes
    .filter(isPort)
    .sort((a, b) => a.position.y - b.position.y || a.position.x - b.position.x)
    .map(({ id }) => id)
    .join();

function sameEdges(a: Graph['edges'], b: Graph['edges']): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  const key = ({ source, target }: Graph['edges'][number]) =>
    `${source.node}.${source.port}>${target.node}.${target.port}`;
  const before = new Set(a.map(key));
  return b.every((edge) => before.has(key(edge)));
}

function sameNode(a: GraphNode, b: GraphNode, catalogue: Catalogue | null, live: LiveSetting[] | null): boolean {
  if (a === b) return true;
  if (a.type !== b.type || a.network !== b.network || a.mode !== b.mode) return false;
  // Problems call nodes by their names; to a run only those of ports matter, which are the names of the block's ends.
  if (a.title !== b.title && (catalogue === null || isPort(b))) return false;
  if (a.settings === b.settings) return true;
  const definition = catalogue?.find(b.type);
  let same = true;
  for (const key of new Set([...Object.keys(a.settings), ...Object.keys(b.settings)])) {
    const [before, after] = [a.settings[key], b.settings[key]];
    if (before === after || (typeof before === 'object' && JSON.stringify(before) === JSON.stringify(after))) continue;
    const setting = definition?.settings[key];
    const isLive = live !== null && isLiveSetting(setting) && typeof after === 'number';
    if (isLive) live.push({ node: b.id, setting: key, value: after });
    else same = false;
  }
  return same;
}

/** The document with live settings as the run has them now. */
export function withLive(document: ProjectDocument, live: readonly LiveSetting[]): ProjectDocument {
  const nodes = document.study.nodes.map((node) => {
    const own = live.filter((setting) => setting.node === node.id);
    if (own.length === 0) return node;
    return {
      ...node,
      settings: { ...node.settings, ...Object.fromEntries(own.map(({ setting, value }) => [setting, value])) },
    };
  });
  return { ...document, study: { ...document.study, nodes } };
}

/** Live settings that a document has with other values than a run, with those of the document. */
export const differingLive = (ofRun: readonly LiveSetting[], { study }: ProjectDocument): LiveSetting[] =>
  ofRun.flatMap(({ node, setting, value: before }) => {
    const value = study.nodes.find(({ id }) => id === node)?.settings[setting];
    return typeof value === 'number' && value !== before ? [{ node, setting, value }] : [];
  });
