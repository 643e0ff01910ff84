import { useMemo } from 'react';
import { create } from 'zustand';
import { type GraphId, graphAt } from '../../core/graph';
import type { GraphNode, Problem, ProjectDocument } from '../../core/graph/document';
import { useProject } from '../state/project';
import { type SessionState, useSession } from '../state/session';
import { graphIndex, isSilent, lookUpNode, networkUses, tieOrder, type Use } from './graph-index';
import type { Ties } from './node-state';
import { indexProblems, isFresh, type ProblemIndex, problemsOf } from './problem-index';

/** A node of the open document; the same object until it is edited. */
export const useNode = (graph: GraphId, id: string): GraphNode | undefined =>
  useProject(({ edit }) => (edit ? lookUpNode(edit.document, graph, id) : undefined));

/** Problems of the graph, and of the step that a run could not take; undefined while there is no graph. */
export function useProblems(): readonly Problem[] | undefined {
  const problems = useProject((state) => state.analysis?.problems);
  const nonFinite = useSession((state) => state.nonFinite);
  return useMemo(() => problems && [...problems, ...runProblems(nonFinite)], [problems, nonFinite]);
}

/** Problems by node, sorted once for all nodes of the canvas. */
const useProblemIndex = create<{ index: ProblemIndex }>(() => ({ index: new Map() }));

function sortProblems(): void {
  const { analysis, edit } = useProject.getState();
  const problems = [...(analysis?.problems ?? []), ...runProblems(useSession.getState().nonFinite)];
  const { index } = useProblemIndex.getState();
  useProblemIndex.setState({ index: indexProblems(edit?.document, problems, index) });
}

useProject.subscribe((state, before) => {
  if (state.analysis !== before.analysis) sortProblems();
});
useSession.subscribe((state, before) => {
  if (state.nonFinite !== before.nonFinite) sortProblems();
});

/** Those of a node, and those inside its network. The same list until one of them changes. */
export const useNodeProblems = (graph: GraphId, id: string): readonly Problem[] =>
  useProblemIndex(({ index }) => problemsOf(index, graph, id));

/** How bad the worst problem of a node is now; null where it has none. */
export function worstAt(graph: GraphId, id: string): Problem['severity'] | null {
  const problems = problemsOf(useProblemIndex.getState().index, graph, id);
  if (problems.length === 0) return null;
  return problems.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
}

/** What a run that paused before a step has against the graph. */
export function runProblems(nonFinite: SessionState['nonFinite']): Problem[] {
  if (!nonFinite?.culprit) return [];
  const { step, culprit } = nonFinite;
  const { what, kind, title, network, node, parameter } = culprit;
  const number = kind === 'nan' ? 'NaN' : 'Infinity';
  const of = what === 'value' ? '' : ` in the ${what === 'gradient' ? 'gradient of ' : ''}“${parameter}”`;
  // A layer's problem also stands on the study's node, where it must say which layer it is.
  const layer = network === undefined ? '' : ` · ${title}`;
  return [{ severity: 'error', network, node, message: `${number} at step ${step}${of}${layer}` }];
}

/** Ports of a node that have a wire, as marks of `portMark` in one text. */
export const useWiredPorts = (graph: GraphId, id: string): string =>
  useProject(({ edit }) => {
    const content = edit && graphAt(edit.document, graph);
    return (content && graphIndex(content).wired.get(id)) ?? '';
  });

/** True for a node that was just placed, see `isFresh`. */
export const useFresh = (graph: GraphId, id: string, problems: readonly Problem[]): boolean =>
  isFresh(problems, graph, id, useWiredPorts(graph, id));

/** True for a node that takes no part because it, or all that it needs, is muted. */
export const useSilent = (graph: GraphId, id: string): boolean =>
  useProject(({ edit, analysis }) => {
    const node = edit && lookUpNode(edit.document, graph, id);
    return node ? isSilent(analysis, graph, node) : false;
  });

/** How many nodes have the same network as this one, itself included, and what the others are called. */
export function useTies(network: string | undefined, id: string): Ties {
  const count = useProject(({ edit }) => usesOf(edit?.document, network).length);
  const order = useProject(({ edit }) => (edit && network !== undefined ? tieOrder(edit.document, network) : -1));
  const others = useProject(({ edit }) =>
    usesOf(edit?.document, network)
      .flatMap(({ node, name }) => (node === id ? [] : [name]))
      .join(', '),
  );
  return useMemo(() => ({ count, others, order }), [count, others, order]);
}

const NO_USES: readonly Use[] = [];

const usesOf = (document: ProjectDocument | undefined, network: string | undefined): readonly Use[] =>
  (document && network !== undefined && networkUses(document).get(network)) || NO_USES;
