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
  const attempt = (patience: number): void => {
    const element = document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
    if (element instanceof HTMLElement) element.focus({ preventScroll: true });
    const active = document.activeElement;
    if (active === element) then?.();
    if (active === element || patience === 0 || (active !== before && active !== document.body)) return;
    requestAnimationFrame(() => attempt(patience - 1));
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
