import type { XYPosition } from '@xyflow/react';
import type { DragEvent } from 'react';
import { commands, graphAt } from '../../core/graph';
import { carryOut, carryOutWithLast, markEdit } from '../state/edit';
import { useProject } from '../state/project';
import { editContext, offerFits, placeOffer } from './add-node';
import { useCanvas } from './canvas-state';
import { focusSelectedNode } from './focus-node';
import type { Offer } from './offers';

/** Kind of data that an offer dragged out of the palette carries. */
const OFFER_TYPE = 'application/x-latent-loom-offer';

/** What is dragged out of the palette: while it is over the canvas the browser tells only that it is there. */
let dragged: Offer | null = null;
/** Whether what is dragged may go into a wire, by wire: judged once for each. */
let judged = new Map<string, boolean>();

export function startOfferDrag(event: DragEvent, offer: Offer): void {
  dragged = offer;
  judged = new Map();
  event.dataTransfer.setData(OFFER_TYPE, offer.id);
  event.dataTransfer.effectAllowed = 'copy';
}

export function endOfferDrag(): void {
  dragged = null;
  lightWire(null);
}

/** The wire that lies under a place in the window, whatever else lies over it. */
function wireAt(x: number, y: number): string | null {
  for (const element of document.elementsFromPoint(x, y)) {
    const wire = element.closest('.react-flow__edge');
    if (wire instanceof SVGElement) return wire.dataset.id ?? null;
  }
  return null;
}

function lightWire(id: string | null): void {
  if (useCanvas.getState().wireUnder !== id) useCanvas.setState({ wireUnder: id });
}

function fitsOnce(wire: string, judge: () => boolean): boolean {
  const known = judged.get(wire);
  if (known !== undefined) return known;
  const fits = judge();
  judged.set(wire, fits);
  return fits;
}

/** The wire under the pointer that takes what is dragged out of the palette. */
function wireForOffer(offer: Offer, x: number, y: number): string | null {
  const wire = wireAt(x, y);
  const context = editContext();
  if (wire === null || !context) return null;
  return fitsOnce(wire, () => offerFits(context, offer, { edge: wire })) ? wire : null;
}

/** What happens when something is dragged out of the palette onto the canvas, or onto one of its wires. */
export const offerDropEvents = (toFlow: (place: XYPosition) => XYPosition) => ({
  onDragOver: (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(OFFER_TYPE)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    if (dragged) lightWire(wireForOffer(dragged, event.clientX, event.clientY));
  },
  onDragLeave: () => lightWire(null),
  onDrop: (event: DragEvent) => {
    const offer = dragged;
    if (!offer || offer.damaged !== undefined) return;
    event.preventDefault();
    const edge = wireForOffer(offer, event.clientX, event.clientY);
    const position = toFlow({ x: event.clientX - 60, y: event.clientY - 14 });
    endOfferDrag();
    if (placeOffer(offer, position, edge === null ? null : { edge })) focusSelectedNode();
  },
});

/** A node without wires that is dragged alone may go into a wire. */
function isLoose(id: string): boolean {
  const { edit, place } = useProject.getState();
  const edges = (edit && graphAt(edit.document, place)?.edges) ?? [];
  return !edges.some(({ source, target }) => source.node === id || target.node === id);
}

const pointOf = (event: MouseOrTouch): { clientX: number; clientY: number } | undefined =>
  'touches' in event ? event.touches[0] : event;

type MouseOrTouch = MouseEvent | TouchEvent | React.MouseEvent | React.TouchEvent;

/** The node that is dragged and may go into a wire; null while none is. */
let loose: string | null = null;
/** The newest undo step when the drag began. */
let stepBefore: unknown;

const newestStep = () => useProject.getState().edit?.history.past.at(-1);

/** What happens when a node of the canvas is dragged over its wires. */
export const nodeDropEvents = {
  onNodeDragStart: (_event: unknown, node: { id: string }, nodes: readonly unknown[]) => {
    loose = nodes.length === 1 && isLoose(node.id) ? node.id : null;
    stepBefore = newestStep();
    judged = new Map();
  },
  onNodeDrag: (event: MouseOrTouch) => {
    const point = loose === null ? undefined : pointOf(event);
    const context = editContext();
    const node = loose;
    if (!point || !context || node === null) return;
    const edge = wireAt(point.clientX, point.clientY);
    const fits = edge !== null && fitsOnce(edge, () => commands.insertOnEdge.plan(context, { edge, node }).ok);
    lightWire(fits ? edge : null);
  },
  onNodeDragStop: () => {
    const edge = useCanvas.getState().wireUnder;
    const context = editContext();
    markEdit();
    if (loose !== null && edge !== null && context) {
      const plan = commands.insertOnEdge.plan(context, { edge, node: loose });
      // The way to the wire and the place in it are one gesture, and one step to undo.
      if (newestStep() === stepBefore) carryOut(commands.insertOnEdge, plan);
      else carryOutWithLast(commands.insertOnEdge, plan);
    }
    loose = null;
    lightWire(null);
  },
};
