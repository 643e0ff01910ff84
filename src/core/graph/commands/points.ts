import { type GraphEdge, LIMITS, type Position } from '../document';
import { graphAt, graphName } from '../place';
import { quote } from '../text';
import { noPosition, roundedPosition, samePosition } from './common';
import { type Command, type EditContext, planned, type Refusal, refuse } from './types';

/** A wire of the open graph, or the refusal that there is none. */
export function findEdge({ document, graph }: EditContext, id: string): { ok: true; edge: GraphEdge } | Refusal {
  const edge = graphAt(document, graph)?.edges.find((candidate) => candidate.id === id);
  return edge ? { ok: true, edge } : refuse(`There is no wire ${quote(id)} in ${graphName(graph)}.`);
}

const samePoints = (a: readonly Position[], b: readonly Position[]): boolean =>
  a.length === b.length && a.every((point, i) => samePosition(point, b[i]));

/** Leads a wire through these places, from its source to its target; none lets it go straight. */
export const setPoints: Command<{ edge: string; points: readonly Position[] }> = {
  id: 'graph.setPoints',
  label: 'Lead wire',
  history: 'merge',
  plan(context, args) {
    const { graph } = context;
    const found = findEdge(context, args.edge);
    if (!found.ok) return found;
    if (args.points.length > LIMITS.wirePoints)
      return refuse(`A wire is led through at most ${LIMITS.wirePoints} places; these are ${args.points.length}.`);
    const points = args.points.map(roundedPosition).filter((point) => point !== null);
    if (points.length < args.points.length) return noPosition;
    if (samePoints(found.edge.points ?? [], points)) return planned([]);
    return planned([{ type: 'edge.points', graph, edge: args.edge, points: points.length > 0 ? points : null }], {
      mergeKey: `points ${graph ?? ''} ${args.edge}`,
    });
  },
};
