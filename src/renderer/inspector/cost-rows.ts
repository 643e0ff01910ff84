import { catalogue } from '../../core/catalogue';
import { nodeKey } from '../../core/compile/place-key';
import type { Analysis, NodeCost } from '../../core/compile/types';
import { type GraphId, nodeName } from '../../core/graph';
import type { Graph, GraphNode } from '../../core/graph/document';

/** What the layers of a network are compared by. */
export type Measure = keyof NodeCost;

export const MEASURES: readonly { id: Measure; label: string }[] = [
  { id: 'parameters', label: 'Parameters' },
  { id: 'flops', label: 'Work' },
  { id: 'activationBytes', label: 'Memory' },
];

/** Gradients with respect to inputs and to parameters each cost about one forward pass. */
export const FORWARD_AND_BACKWARD = 3;

export const costOf = (analysis: Analysis | null, graph: GraphId, node: string): NodeCost | undefined => {
  const key = nodeKey(graph, node);
  return analysis && Object.hasOwn(analysis.costs, key) ? analysis.costs[key] : undefined;
};

/** Sum of what nodes of a graph cost; undefined where none of them could be built. */
export function sumOfCosts(
  analysis: Analysis | null,
  graph: GraphId,
  nodes: readonly GraphNode[],
): NodeCost | undefined {
  const costs = nodes.flatMap(({ id }) => costOf(analysis, graph, id) ?? []);
  if (costs.length === 0) return undefined;
  const sum = (measure: Measure) => costs.reduce((total, cost) => total + cost[measure], 0);
  return { parameters: sum('parameters'), flops: sum('flops'), activationBytes: sum('activationBytes') };
}

export interface HeavyRow {
  node: string;
  name: string;
  value: number;
  /** Part of the network's sum, from 0 to 1. */
  share: number;
}

/** The nodes of a graph that cost most by a measure, the heaviest first; those that cost nothing are left out. */
export function heaviest(
  analysis: Analysis | null,
  graph: GraphId,
  content: Graph,
  measure: Measure,
  count: number,
): HeavyRow[] {
  const rows = content.nodes.flatMap((node) => {
    const value = costOf(analysis, graph, node.id)?.[measure] ?? 0;
    return value > 0 ? [{ node: node.id, name: nodeName(node, catalogue), value }] : [];
  });
  const total = rows.reduce((sum, { value }) => sum + value, 0);
  return rows
    .sort((a, b) => b.value - a.value)
    .slice(0, count)
    .map((row) => ({ ...row, share: row.value / total }));
}

/** How many more numbers the nodes of the study would have if none shared theirs with another. */
export function tiedParameters(analysis: Analysis, study: Graph): number {
  const apart = sumOfCosts(analysis, null, study.nodes)?.parameters ?? 0;
  return Math.max(0, apart - analysis.parameterCount);
}
