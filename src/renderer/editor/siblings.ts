import { catalogue } from '../../core/catalogue';
import { graphAt, type Holder, nodeName } from '../../core/graph';
import type { GraphNode, ProjectDocument } from '../../core/graph/document';

export interface Sibling {
  node: GraphNode;
  name: string;
}

/** Nodes of the same graph that hold a network, the holder among them: one for each network, from left to right. */
export function siblings(document: ProjectDocument, holder: Holder): Sibling[] {
  const nodes = [...(graphAt(document, holder.graph)?.nodes ?? [])].sort(
    (a, b) => a.position.x - b.position.x || a.position.y - b.position.y,
  );
  const seen = new Set<string>(holder.node.network === undefined ? [] : [holder.node.network]);
  return nodes.flatMap((node) => {
    if (node.id !== holder.node.id) {
      if (node.network === undefined || seen.has(node.network) || !graphAt(document, node.network)) return [];
      seen.add(node.network);
    }
    return [{ node, name: nodeName(node, catalogue) }];
  });
}
