import type { Fix, Graph, GraphNode } from '../graph/document';

/** Leads the one open end of a network into an Output; of several ends nobody can tell. */
const addOutput = ({ nodes, edges }: Graph, network: string): Fix[] => {
  const leading = new Set(edges.map(({ source }) => source.node));
  const ends = nodes.filter(({ id }) => !leading.has(id));
  if (ends.length !== 1) return [];
  return [{ type: 'append', label: 'Add Output', port: 'y', node: 'layer.output', from: ends[0].id, network }];
};

/** What leaves a network with exactly one Output. */
export const oneOutput = (graph: Graph, network: string, outputs: readonly GraphNode[]): Fix[] =>
  outputs.length === 0
    ? addOutput(graph, network)
    : [{ type: 'remove', label: 'Delete the last Output', node: outputs[outputs.length - 1].id, network }];
