import { useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Analysis } from '../../core/compile/types';
import { type GraphId, graphAt, nodeAt } from '../../core/graph';
import type { GraphNode, Problem } from '../../core/graph/document';
import { type ProjectState, useProject } from '../state/project';

/** A node of the open document; the same object until it is edited. */
export const useNode = (graph: GraphId, id: string): GraphNode | undefined =>
  useProject((state) => (state.edit ? nodeAt(state.edit.document, graph, id) : undefined));

/** Problems of a node, those inside its network included. */
export function useNodeProblems(graph: GraphId, id: string, network: string | undefined): readonly Problem[] {
  const problems = useProject((state) => state.analysis?.problems);
  return useMemo(() => nodeProblems(problems ?? [], graph, id, network), [problems, graph, id, network]);
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
