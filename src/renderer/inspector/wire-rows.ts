import type { Catalogue, NodePorts } from '../../core/catalogue/types';
import { canConnect, type GraphId, graphAt, portsOf } from '../../core/graph';
import type { Graph, GraphEdge, GraphEnd, ProjectDocument } from '../../core/graph/document';

export interface InputWires {
  port: string;
  label: string;
  many: boolean;
  /** Wires that end here now. */
  wires: readonly GraphEdge[];
}

/** For every input of a node: what feeds it. */
export const inputWires = ({ edges }: Graph, node: string, ports: NodePorts): InputWires[] =>
  Object.entries(ports.inputs).map(([port, { label, many }]) => ({
    port,
    label,
    many: many === true,
    wires: edges.filter(({ target }) => target.node === node && target.port === port),
  }));

/** Outputs of the graph that could be wired to an input besides those that are. Judges every one: ask when it is to be shown. */
export const candidatesFor = (
  document: ProjectDocument,
  catalogue: Catalogue,
  graph: GraphId,
  target: GraphEnd,
): GraphEnd[] =>
  (graphAt(document, graph)?.nodes ?? []).flatMap((source) =>
    Object.keys(portsOf(source, catalogue.find(source.type), document.networks).outputs)
      .map((port): GraphEnd => ({ node: source.id, port }))
      .filter((end) => canConnect(document, catalogue, graph, end, target).ok),
  );
