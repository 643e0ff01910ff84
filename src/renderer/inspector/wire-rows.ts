import type { Catalogue, NodePorts } from '../../core/catalogue/types';
import { canConnect, type GraphId, graphAt, portsOf } from '../../core/graph';
import type { GraphEdge, GraphEnd, ProjectDocument } from '../../core/graph/document';

export interface InputWires {
  port: string;
  label: string;
  many: boolean;
  /** Wires that end here now. */
  wires: readonly GraphEdge[];
  /** Outputs that could be wired here besides. */
  candidates: readonly GraphEnd[];
}

/** For every input of a node: what feeds it, and what could. */
export function inputWires(
  document: ProjectDocument,
  catalogue: Catalogue,
  graph: GraphId,
  node: string,
  ports: NodePorts,
): InputWires[] {
  const content = graphAt(document, graph);
  if (!content) return [];
  const outputs = content.nodes.flatMap((source) =>
    Object.keys(portsOf(source, catalogue.find(source.type), document.networks).outputs).map(
      (port): GraphEnd => ({ node: source.id, port }),
    ),
  );
  return Object.entries(ports.inputs).map(([port, { label, many }]) => {
    const target = { node, port };
    return {
      port,
      label,
      many: many === true,
      wires: content.edges.filter((edge) => edge.target.node === node && edge.target.port === port),
      candidates: outputs.filter((source) => canConnect(document, catalogue, graph, source, target).ok),
    };
  });
}
