import { catalogue } from '../../core/catalogue';
import { graphTitle, type Holder, nodeName } from '../../core/graph';
import type { ProjectDocument } from '../../core/graph/document';

/**
 * What to call nodes in a list: by their names, with the network that they stand in unless it is the study, and with their
 * ids where two would be called the same.
 */
export function holderNames(document: ProjectDocument, holders: readonly Holder[]): string[] {
  const names = holders.map(({ graph, node }) => {
    const name = nodeName(node, catalogue);
    return graph === null ? name : `${name} in ${graphTitle(document, graph, catalogue)}`;
  });
  return names.map((name, index) =>
    names.some((other, at) => at !== index && other === name) ? `${name} (${holders[index].node.id})` : name,
  );
}
