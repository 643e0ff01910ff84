import { catalogue } from '../../core/catalogue';
import { commands, type EditContext, type Plan } from '../../core/graph';
import type { Position } from '../../core/graph/document';
import { carryOut } from '../state/edit';
import { useProject } from '../state/project';
import type { WireEnd } from './canvas-state';
import { inSequence } from './compose';
import type { Offer } from './offers';
import { remember } from './recent-offers';
import { fittingEnd, planIntoWire } from './wire-edits';

/** What a new node joins: the end of a wire that was dropped on the empty canvas, or a wire that it goes into. */
export type Joint = { from: WireEnd } | { edge: string };

/** What an edit may look at now, or null while nothing is open. */
export function editContext(): EditContext | null {
  const { edit, place, selection } = useProject.getState();
  return edit && { document: edit.document, catalogue, graph: place, selection };
}

/** Puts an offer on the canvas, and joins what waits for it, as one undo step. */
export function planOffer(
  context: EditContext,
  offer: Offer,
  position: Position,
  joint: Joint | null = null,
  tied = false,
): Plan {
  const place = (at: EditContext): Plan => offer.plan(at, position, tied);
  if (!joint) return place(context);
  return inSequence(context, [
    place,
    (at) => ('edge' in joint ? planIntoWire(at, joint.edge, at.selection.nodes) : planJoin(at, joint.from, offer)),
  ]);
}

/** Connects the first port of what was just added that the waiting wire fits. */
function planJoin(at: EditContext, from: WireEnd, { title }: Offer): Plan {
  const added = fittingEnd(at, at.selection.nodes, from);
  if (!added) return { ok: false, message: `${title} has no port that takes this wire; choose something else.` };
  const near = { node: from.node, port: from.port };
  const [source, target] = from.side === 'source' ? [near, added] : [added, near];
  return commands.connect.plan(at, { source, target });
}

/** True if an offer can join what waits. */
export const offerFits = (context: EditContext, offer: Offer, joint: Joint): boolean =>
  offer.damaged === undefined && planOffer(context, offer, { x: 0, y: 0 }, joint).ok;

/** Carries out what `planOffer` plans, and remembers that it was used. Says why where it cannot be. */
export function placeOffer(offer: Offer, position: Position, joint: Joint | null = null, tied = false): boolean {
  const context = editContext();
  if (!context) return false;
  const done = carryOut(commands.addNode, planOffer(context, offer, position, joint, tied)) !== null;
  if (done) remember(offer.id);
  return done;
}
