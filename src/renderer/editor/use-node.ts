import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Analysis } from '../../core/compile/types';
import { type GraphId, graphAt, nodeAt } from '../../core/graph';
import type { GraphNode, Problem } from '../../core/graph/document';
import { type ProjectState, useProject } from '../state/project';
import { type SessionState, useSession } from '../state/session';

/** A node of the open document; the same object until it is edited. */
export const useNode = (graph: GraphId, id: string): GraphNode | undefined =>
  useProject((state) => (state.edit ? nodeAt(state.edit.document, graph, id) : undefined));

/** Problems of the graph, and of the step that a run could not take; undefined while there is no graph. */
export function useProblems(): readonly Problem[] | undefined {
  const problems = useProject((state) => state.analysis?.problems);
  const nonFinite = useSession((state) => state.nonFinite);
  return useMemo(() => problems && [...problems, ...runProblems(nonFinite)], [problems, nonFinite]);
}

/** Those of a node, and those inside its network. */
export function useNodeProblems(graph: GraphId, id: string, network: string | undefined): readonly Problem[] {
  const problems = useProblems();
  return useMemo(() => nodeProblems(problems ?? [], graph, id, network), [problems, graph, id, network]);
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

export const nodeProblems = (
  problems: Analysis['problems'],
  graph: GraphId,
  id: string,
  network: string | undefined,
): Problem[] =>
  problems.filter(
    (problem) =>
      (problem.node === id && (problem.network ?? null) === graph) ||
      (network !== undefined && problem.network === network),
  );

/** Ports of a node that have a wire, as `in.<port>` and `out.<port>`. */
export const useWiredPorts = (graph: GraphId, id: string): readonly string[] =>
  useProject(useShallow((state) => wiredPorts(state, graph, id)));

function wiredPorts({ edit }: ProjectState, graph: GraphId, id: string): string[] {
  const edges = edit ? (graphAt(edit.document, graph)?.edges ?? []) : [];
  return edges.flatMap(({ source, target }) => [
    ...(source.node === id ? [`out.${source.port}`] : []),
    ...(target.node === id ? [`in.${target.port}`] : []),
  ]);
}
