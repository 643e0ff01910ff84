/** What people read of the first value of a training step that was not finite. */
import type { Catalogue } from '../catalogue/types';
import { graphAt, nodeAt, nodeName, topologicalOrder } from '../graph';
import type { ProjectDocument } from '../graph/document';
import type { Culprit, Suspicion } from './diagnose';

/** Title of a node, numbered in the order of computation where its network has several of that title. */
const titleIn = (document: ProjectDocument, catalogue: Catalogue, network: string | undefined, id: string): string => {
  const graph = graphAt(document, network ?? null);
  const node = nodeAt(document, network ?? null, id);
  if (!graph || !node) return id;
  const title = nodeName(node, catalogue);
  const namesakes = topologicalOrder(graph).order.filter((each) => nodeName(each, catalogue) === title);
  return namesakes.length > 1 ? `${title} ${namesakes.findIndex((each) => each.id === id) + 1}` : title;
};

/** `Decoder › Linear 2` for a layer, `KL divergence` for a node of the study. */
export const placeTitle = (
  document: ProjectDocument,
  catalogue: Catalogue,
  { network, node, owner }: Pick<Suspicion, 'network' | 'node' | 'owner'>,
): string => {
  const own = titleIn(document, catalogue, network, node);
  return owner === undefined ? own : `${titleIn(document, catalogue, undefined, owner)} › ${own}`;
};

/** Part of a sentence: `Decoder › Linear 2 gives NaN`. */
export const describeCulprit = (document: ProjectDocument, catalogue: Catalogue, culprit: Culprit): string => {
  const title = placeTitle(document, catalogue, culprit);
  const nan = culprit.kind === 'nan';
  switch (culprit.what) {
    case 'value':
      return `${title} gives ${nan ? 'NaN' : 'infinity'}`;
    case 'parameter':
      return `"${culprit.parameter}" of ${title} holds ${nan ? 'NaN' : 'infinity'}`;
    case 'gradient':
      return `all values are finite, but the gradient of "${culprit.parameter}" of ${title} ${nan ? 'is NaN' : 'overflows'}`;
  }
};
