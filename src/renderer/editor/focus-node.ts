import { useProject } from '../state/project';
import { canvas } from './canvas-state';

/** Frames that the canvas may take to draw and measure a node that was just placed. */
const PATIENCE = 30;

/**
 * Gives the keyboard to a node of the canvas once it can take it: a node is invisible until it is measured. Gives up when
 * something else takes the keyboard meanwhile; otherwise goes on with `then`.
 */
export function focusNode(id: string, then?: () => void): void {
  const before = document.activeElement;
  const taken = (element: Element | null): boolean =>
    document.activeElement !== element && document.activeElement !== before && document.activeElement !== document.body;
  const attempt = (patience: number): void => {
    const element = document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
    // Somebody may have gone on between two frames: the keyboard is not taken back from there.
    if (taken(element)) return;
    if (element instanceof HTMLElement) element.focus({ preventScroll: true });
    if (document.activeElement === element) then?.();
    else if (patience > 0 && !taken(element)) requestAnimationFrame(() => attempt(patience - 1));
  };
  attempt(PATIENCE);
}

/** Gives the keyboard to the node that was just placed and is selected, and brings it into sight. */
export function focusPlacedNode(): void {
  const [first] = useProject.getState().selection.nodes;
  if (first !== undefined) requestAnimationFrame(() => focusNode(first, () => canvas.current?.showSelection()));
}

/** Gives the keyboard to the node that is selected first. */
export function focusSelectedNode(): void {
  const [first] = useProject.getState().selection.nodes;
  if (first !== undefined) requestAnimationFrame(() => focusNode(first));
}
