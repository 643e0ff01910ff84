import { catalogue } from '../../core/catalogue';
import { nodeName } from '../../core/graph';
import type { GraphNode } from '../../core/graph/document';

/** Names of nodes by id; those that share one are numbered as they stand, from left to right, then downwards. */
export function toldApart(nodes: readonly GraphNode[]): ReadonlyMap<string, string> {
  const sharing = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    const name = nodeName(node, catalogue);
    sharing.set(name, [...(sharing.get(name) ?? []), node]);
  }
  const names = new Map<string, string>();
  for (const [name, same] of sharing) {
    same.sort((a, b) => a.position.x - b.position.x || a.position.y - b.position.y);
    for (const [index, { id }] of same.entries()) names.set(id, same.length === 1 ? name : `${name} ${index + 1}`);
  }
  return names;
}
