import { useEffect, useMemo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { nodeKey } from '../../core/compile/place-key';
import { type GraphId, graphAt } from '../../core/graph';
import type { ProjectDocument } from '../../core/graph/document';
import { useProject } from '../state/project';
import { useSession } from '../state/session';
import { useUi } from '../state/ui';
import { lifeFollower } from './follow-life';
import { type NodeReading, type PlacedFlag, useLife } from './life';

/** Milliseconds between two readings while numbers are on the screen, and while only flags are. */
const [NUMBERS, FLAGS] = [2_000, 10_000];

/** Whether statistics are switched on for a graph: of layers they are unless switched off, of the study the other way. */
export const useStatisticsShown = (graph: GraphId): boolean =>
  useUi(({ panels }) => (graph === null ? panels.studyStatistics : panels.layerStatistics));

const useWatching = (milliseconds: number | null): void =>
  useEffect(() => (milliseconds === null ? undefined : lifeFollower.watch(milliseconds)), [milliseconds]);

/** Asks for the statistics that the nodes of a graph show, for as long as it is mounted: once for all of them. */
export function useWatchedGraph(graph: GraphId): void {
  const shown = useStatisticsShown(graph);
  const holds = useProject(
    ({ edit }) => edit !== null && !!graphAt(edit.document, graph)?.nodes.some(({ network }) => network !== undefined),
  );
  useWatching(shown ? NUMBERS : holds ? FLAGS : null);
}

/** What the open run says about a node of the graph on the canvas; null while nothing is known or statistics are off there. */
export const useNodeReading = (graph: GraphId, node: string): NodeReading | null =>
  useKnownReading(graph, node, useStatisticsShown(graph));

/** The same where it is `wished` for, whatever the nodes show. Asks for it as long as it is mounted. */
export function useReading(graph: GraphId, node: string, wished: boolean): NodeReading | null {
  useWatching(wished ? NUMBERS : null);
  return useKnownReading(graph, node, wished);
}

function useKnownReading(graph: GraphId, node: string, wished: boolean): NodeReading | null {
  const run = useSession(({ info }) => info?.run ?? null);
  const reading = useLife((state) => (state.run === run ? state.nodes[nodeKey(graph, node)] : undefined));
  return (wished && reading) || null;
}

/** Networks inside a network, with itself. */
const networksInside = (document: ProjectDocument, network: string): string[] => {
  const found = new Set([network]);
  for (const id of found)
    for (const node of document.networks[id]?.nodes ?? []) if (node.network !== undefined) found.add(node.network);
  return [...found];
};

const NONE: readonly string[] = [];

/** Flags on the nodes inside a network, and inside the blocks in it. */
export function useInsideFlags(network: string): readonly PlacedFlag[] {
  const run = useSession(({ info }) => info?.run ?? null);
  const flags = useLife((state) => (state.run === run ? state.networkFlags : null));
  // Without flags anywhere, which is the rule, an edit need not be looked at.
  const some = flags !== null && Object.keys(flags).length > 0;
  const inside = useProject(useShallow(({ edit }) => (some && edit ? networksInside(edit.document, network) : NONE)));
  return useMemo(() => inside.flatMap((id) => flags?.[id] ?? []), [inside, flags]);
}
