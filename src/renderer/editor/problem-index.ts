import type { GraphId } from '../../core/graph';
import type { Problem, ProjectDocument } from '../../core/graph/document';
import { networkUses } from './graph-index';

/** Problems by the node that they are shown at, see `problemKey`. */
export type ProblemIndex = ReadonlyMap<string, readonly Problem[]>;

/** Address of a node among the problems; no id holds the sign between. */
export const problemKey = (graph: GraphId, node: string): string => `${graph ?? ''}/${node}`;

const NONE: readonly Problem[] = [];

/**
 * Sorts problems by node: at the node that has it, and at every node in whose network, or a network within, it is.
 * Lists of `before` that say the same are kept, so that nodes that have nothing new are not drawn again.
 */
export function indexProblems(
  document: ProjectDocument | undefined,
  problems: readonly Problem[],
  before: ProblemIndex = new Map(),
): ProblemIndex {
  const found = new Map<string, Problem[]>();
  const uses = document && networkUses(document);
  const put = (graph: GraphId, node: string, problem: Problem): void => {
    const key = problemKey(graph, node);
    const known = found.get(key);
    if (!known) found.set(key, [problem]);
    else if (!known.includes(problem)) known.push(problem);
  };
  for (const problem of problems) {
    const graph = problem.network ?? null;
    if (problem.node !== undefined) put(graph, problem.node, problem);
    const seen = new Set<string>();
    const queue = graph === null ? [] : [graph];
    for (let network = queue.pop(); network !== undefined; network = queue.pop()) {
      if (seen.has(network)) continue;
      seen.add(network);
      for (const holder of uses?.get(network) ?? []) {
        put(holder.graph, holder.node, problem);
        if (holder.graph !== null) queue.push(holder.graph);
      }
    }
  }
  return new Map([...found].map(([key, list]) => [key, kept(before.get(key), list)]));
}

const kept = (before: readonly Problem[] | undefined, now: readonly Problem[]): readonly Problem[] =>
  before?.length === now.length && before.every((problem, i) => sameProblem(problem, now[i])) ? before : now;

const sameProblem = (a: Problem, b: Problem): boolean =>
  a.message === b.message &&
  a.severity === b.severity &&
  a.node === b.node &&
  a.port === b.port &&
  JSON.stringify(a.fixes) === JSON.stringify(b.fixes);

export const problemsOf = (index: ProblemIndex, graph: GraphId, node: string): readonly Problem[] =>
  index.get(problemKey(graph, node)) ?? NONE;

/**
 * True for a node that nothing is wired to yet and that lacks only wires: it was just placed, and is told so quietly. The
 * list of problems has it all the same. `wired` is that of `GraphIndex`.
 */
export const isFresh = (problems: readonly Problem[], graph: GraphId, id: string, wired: string): boolean =>
  problems.length > 0 &&
  wired === '' &&
  problems.every(
    ({ severity, node, network, port }) =>
      node === id && (network ?? null) === graph && (port !== undefined || severity === 'warning'),
  );
