import { type GraphId, graphAt, nodeAt } from '../../core/graph';
import type { ProjectDocument } from '../../core/graph/document';

/** A step of the way from the study into a network: the node that was opened, and where it stands. */
export interface TrailStep {
  graph: GraphId;
  node: string;
}

/** The network that a step leads into, if it still leads anywhere. */
const entered = (document: ProjectDocument, { graph, node }: TrailStep): string | undefined =>
  nodeAt(document, graph, node)?.network;

/** True where every step still leads to the next, and the last one to `place`. */
function leads(document: ProjectDocument, trail: readonly TrailStep[], place: string): boolean {
  let at: GraphId = null;
  for (const step of trail) {
    if (step.graph !== at) return false;
    const inside = entered(document, step);
    if (inside === undefined || graphAt(document, inside) === undefined) return false;
    at = inside;
  }
  return at === place;
}

/** The shortest way from the study into a network; empty where no node leads there. */
function shortest(document: ProjectDocument, place: string): TrailStep[] {
  const seen = new Set<GraphId>([null]);
  const queue: { graph: GraphId; trail: TrailStep[] }[] = [{ graph: null, trail: [] }];
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { graph, trail } = next;
    for (const { id, network } of graphAt(document, graph)?.nodes ?? []) {
      if (network === undefined || seen.has(network)) continue;
      const way = [...trail, { graph, node: id }];
      if (network === place) return way;
      seen.add(network);
      queue.push({ graph: network, trail: way });
    }
  }
  return [];
}

/**
 * The way from the study to `place`: the one by which somebody came as long as it leads there, else a part of it that
 * does, else the shortest. Empty for the study.
 */
export function trailTo(document: ProjectDocument, place: GraphId, came: readonly TrailStep[]): TrailStep[] {
  if (place === null) return [];
  for (let length = came.length; length > 0; length--) {
    const part = came.slice(0, length);
    if (leads(document, part, place)) return part;
  }
  return shortest(document, place);
}

/** The way after a network was opened from `from`: by the selected node that holds it, else by the first one there. */
export function trailInto(
  document: ProjectDocument,
  place: GraphId,
  from: { place: GraphId; trail: readonly TrailStep[]; selected: readonly string[] },
): TrailStep[] {
  const here = (graphAt(document, from.place)?.nodes ?? []).filter(({ network }) => network === place);
  const through = here.find(({ id }) => from.selected.includes(id)) ?? here[0];
  if (place === null || !through) return trailTo(document, place, from.trail);
  const step = { graph: from.place, node: through.id };
  return trailTo(document, place, [...trailTo(document, from.place, from.trail), step]);
}
