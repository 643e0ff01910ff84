import type { XYPosition } from '@xyflow/react';
import { create } from 'zustand';
import type { GraphEnd } from '../../core/graph/document';

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
}

export interface CanvasState {
  search: NodeSearchRequest | null;
  /** Ports that the wire being dragged may end at, as `node.port`; null while none is dragged. */
  candidates: ReadonlySet<string> | null;
  /** Why the last wire was not taken, and where it was dropped in the window. */
  refusal: { message: string; screen: XYPosition } | null;
}

/** Passing state of the canvas, shared by its parts. */
export const useCanvas = create<CanvasState>(() => ({ search: null, candidates: null, refusal: null }));

/** What the command table may ask of the canvas that is on screen. */
export interface CanvasHandle {
  fit(): void;
  fitSelection(): void;
  /** Opens the node search at the pointer, or in the middle of the canvas. */
  openSearch(): void;
  /** Canvas position of the pointer while it is over the canvas, else of the middle. */
  place(): XYPosition;
  /** Canvas position for a node that is added without a pointer: in the middle, beside what is there. */
  freePlace(): XYPosition;
  /** True while the pointer is over the canvas. */
  hovered(): boolean;
}

/** The canvas on screen; null while there is none. */
export const canvas: { current: CanvasHandle | null } = { current: null };
