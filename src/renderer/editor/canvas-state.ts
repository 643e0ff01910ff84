import type { XYPosition } from '@xyflow/react';
import { create } from 'zustand';
import type { GraphEnd, Problem } from '../../core/graph/document';
import type { Piece } from './wire-path';

/** One end of a wire, and which side of its node it is on. */
export interface WireEnd extends GraphEnd {
  side: 'source' | 'target';
}

export interface NodeSearchRequest {
  /** Place in the window. */
  screen: XYPosition;
  /** Place on the canvas, where the node will be. */
  flow: XYPosition;
  /** The wire that was dropped on the empty canvas, to be joined to the new node. */
  from: WireEnd | null;
  /** What was typed already. */
  query?: string;
}

export interface CanvasState {
  search: NodeSearchRequest | null;
  /** Ports that the wire being dragged may end at, as `node.port`; null while none is dragged. */
  candidates: ReadonlySet<string> | null;
  /** Why the last wire was not taken, and where it was dropped in the window. */
  refusal: { message: string; screen: XYPosition } | null;
  /** A problem that the last wire made and that has a quick fix, and where it was dropped in the window. */
  fixing: { problem: Problem; screen: XYPosition } | null;
  /** The network of the tied nodes that the pointer is over one of. */
  twins: string | null;
  /** The wire that the pointer is over. */
  wireHovered: string | null;
  /** Points of the wire that is being led elsewhere; the document has them once they are let go. */
  bend: { edge: string; points: readonly XYPosition[] } | null;
  /** The point of a wire that was touched last: the arrow keys move it. */
  point: { edge: string; index: number } | null;
  /** Lines on which the node that is dragged stands in line with others, in the canvas's own measure. */
  guides: { x: number | null; y: number | null } | null;
  /** The wire that what is being dragged would be put into. */
  wireUnder: string | null;
  /** The context menu: what it is about, and where it opens in the window. */
  menu: { about: MenuSubject; screen: XYPosition; flow: XYPosition } | null;
  /** The node whose wiring dialog is open. */
  connecting: string | null;
}

/** What a context menu is about; the selection says which. */
export type MenuSubject = 'canvas' | 'node' | 'selection' | 'wire' | 'group';

const nothing: CanvasState = {
  search: null,
  candidates: null,
  refusal: null,
  fixing: null,
  twins: null,
  wireHovered: null,
  bend: null,
  point: null,
  guides: null,
  wireUnder: null,
  menu: null,
  connecting: null,
};

/** Passing state of the canvas, shared by its parts. */
export const useCanvas = create<CanvasState>(() => nothing);

/** Forgets what was passing: the canvas has gone. */
export const forgetPassing = (): void => useCanvas.setState(nothing);

/** What the command table may ask of the canvas that is on screen. */
export interface CanvasHandle {
  fit(): void;
  fitSelection(): void;
  /** Brings what is selected into sight where a part of it is not. */
  showSelection(): void;
  zoomIn(): void;
  zoomOut(): void;
  /** One pixel of the canvas to one of the window. */
  zoomToOriginal(): void;
  /** Opens the node search at the pointer, or in the middle of the canvas. */
  openSearch(): void;
  /** Canvas position of the pointer while it is over the canvas, else of the middle. */
  place(): XYPosition;
  /** Canvas position for a node that is added without a pointer: in the middle, beside what is there. */
  freePlace(): XYPosition;
  /** The way that a wire takes on the canvas; null for one that is not drawn. */
  wire(edge: string): readonly Piece[] | null;
  /** True while the pointer is over the canvas. */
  hovered(): boolean;
}

/** The canvas on screen; null while there is none. */
export const canvas: { current: CanvasHandle | null } = { current: null };
