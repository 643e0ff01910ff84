import { useProject } from '../state/project';

/** Frames that the canvas may take to draw a node that was just placed. */
const PATIENCE = 4;

/** Gives the keyboard to a node of the canvas, once it is drawn. */
export function focusNode(id: string, patience = PATIENCE): void {
  const element = document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
  if (element instanceof HTMLElement) element.focus({ preventScroll: true });
  else if (patience > 0) requestAnimationFrame(() => focusNode(id, patience - 1));
}

/** Gives the keyboard to the node that is selected first. */
export function focusSelectedNode(): void {
  const [first] = useProject.getState().selection.nodes;
  if (first !== undefined) requestAnimationFrame(() => focusNode(first));
}
