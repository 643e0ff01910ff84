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

/** Stands for the shape on a port that no wire goes to or whose shape is not known. */
const UNWIRED = 'not wired';
const UNKNOWN = '–';

/** What travels over each port of a node, where the analysis knows; an input of many wires has a row for each. */
export function describeShapes(
  analysis: Analysis,
  edges: readonly GraphEdge[],
  graph: GraphId,
  node: string,
  ports: NodePorts,
): ShapeRow[] {
  const types = graph === null ? analysis.edges : (analysis.networkEdges[graph] ?? {});
  const own = edges.filter(({ target }) => target.node === node);
  const inputs = Object.entries(ports.inputs).flatMap(([port, { label, optional }]): ShapeRow[] => {
    const wires = own.filter(({ target }) => target.port === port);
    if (wires.length === 0) {
      return [{ key: `in ${port}`, label: `in ${label}`, text: optional ? `${UNWIRED}, optional` : UNWIRED }];
    }
    return wires.map(({ id }) => ({ key: `in ${id}`, label: `in ${label}`, text: types[id]?.text ?? UNKNOWN }));
  });
  const outputs = Object.entries(ports.outputs).map(([port, { label }]) => {
    const place = placeKey(graph ?? undefined, node, port);
    return { key: `out ${port}`, label: `out ${label}`, text: analysis.outputs[place]?.text ?? UNKNOWN };
  });
  return [...inputs, ...outputs];
}
