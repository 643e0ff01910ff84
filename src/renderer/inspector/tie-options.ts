import { catalogue } from '../../core/catalogue';
import { type GraphId, holdersOf, nodeName, purposeOf, wouldHoldItself } from '../../core/graph';
import type { GraphNode, ProjectDocument } from '../../core/graph/document';

/** Networks that a node could use instead of its own, by what people call them: those of its kind that do not hold it. */
export function tieOptions(
  document: ProjectDocument,
  graph: GraphId,
  node: GraphNode,
): { value: string; label: string }[] {
  const holds = catalogue.find(node.type)?.holds;
  if (!holds) return [];
  return Object.keys(document.networks).flatMap((network) => {
    if (network === node.network || purposeOf(document, catalogue, network) !== holds) return [];
    if (wouldHoldItself(document.networks, graph, network)) return [];
    const names = holdersOf(document, network).map((holder) => nodeName(holder.node, catalogue));
    return names.length === 0 ? [] : [{ value: network, label: [...new Set(names)].join(', ') }];
  });
}
