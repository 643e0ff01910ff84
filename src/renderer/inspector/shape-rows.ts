import type { NodePorts } from '../../core/catalogue/types';
import { placeKey } from '../../core/compile/place-key';
import type { Analysis } from '../../core/compile/types';
import type { GraphId } from '../../core/graph';
import type { GraphEdge } from '../../core/graph/document';

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
  ports: NodePorts,
): ShapeRow[] {
  const types = graph === null ? analysis.edges : (analysis.networkEdges[graph] ?? {});
  const inputs = edges
    .filter(({ target }) => target.node === node)
    .map(({ id, target }) => ({
      key: `in ${id}`,
      label: `in ${ports.inputs[target.port]?.label ?? target.port}`,
      text: types[id]?.text ?? '–',
    }));
  const outputs = Object.entries(ports.outputs).map(([port, { label }]) => {
    const place = placeKey(graph ?? undefined, node, port);
    return { key: `out ${port}`, label: `out ${label}`, text: analysis.outputs[place]?.text ?? '–' };
  });
  return [...inputs, ...outputs];
}
