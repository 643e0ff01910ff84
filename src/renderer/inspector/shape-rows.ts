import type { NodeDefinition } from '../../core/catalogue/types';
import type { Analysis } from '../../core/compile/types';
import type { GraphId } from '../../core/graph';
import type { Graph, GraphEdge } from '../../core/graph/document';

export interface ShapeRow {
  key: string;
  label: string;
  text: string;
}

/** What travels over each port of a node, where the analysis knows. */
export function describeShapes(
  analysis: Analysis,
  edges: readonly GraphEdge[],
  graph: GraphId,
  node: string,
  definition: NodeDefinition,
): ShapeRow[] {
  const types = graph === null ? analysis.edges : (analysis.networkEdges[graph] ?? {});
  const inputs = edges
    .filter(({ target }) => target.node === node)
    .map(({ id, target }) => ({
      key: `in ${id}`,
      label: `in ${definition.inputs[target.port]?.label ?? target.port}`,
      text: types[id]?.text ?? '–',
    }));
  const outputs = Object.entries(definition.outputs).map(([port, { label }]) => {
    const place = graph === null ? `${node}:${port}` : `${graph}/${node}:${port}`;
    return { key: `out ${port}`, label: `out ${label}`, text: analysis.outputs[place]?.text ?? '–' };
  });
  return [...inputs, ...outputs];
}

/** Trainable numbers of a study node, or of a layer inside a network. */
export function parameterCount(analysis: Analysis, study: Graph, graph: GraphId, node: string): number {
  if (graph === null) return analysis.parametersByNode[node] ?? 0;
  const owner = study.nodes.find(({ network }) => network === graph)?.id;
  return analysis.parameters
    .filter(({ name }) => owner !== undefined && name.startsWith(`${owner}/${node}/`))
    .reduce((total, { shape }) => total + shape.reduce((product, n) => product * n, 1), 0);
}
