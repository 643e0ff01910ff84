import type { Rect } from './guides';

/** What the minimap shows, in the canvas's own measure; colours are ready to be drawn with. */
export interface MinimapScene {
  nodes: readonly (Rect & { color: string; problem: string | null })[];
  groups: readonly (Rect & { color: string })[];
  /** What the canvas shows now. */
  window: Rect;
  frame: string;
  shade: string;
}

/** Where the scene lies in the picture: a place of the canvas less `left` and `top`, times `scale`. */
export interface MinimapView {
  left: number;
  top: number;
  scale: number;
  width: number;
  height: number;
}

const MARGIN = 0.06;

/** Fits everything, and what is in view, into a picture of this size. */
export function minimapView(
  { nodes, groups, window }: MinimapScene,
  size: { width: number; height: number },
): MinimapView {
  const all = [...nodes, ...groups, window];
  const left = Math.min(...all.map(({ x }) => x));
  const top = Math.min(...all.map(({ y }) => y));
  const width = Math.max(...all.map((rect) => rect.x + rect.width)) - left;
  const height = Math.max(...all.map((rect) => rect.y + rect.height)) - top;
  const scale = Math.min(size.width / (width * (1 + 2 * MARGIN)), size.height / (height * (1 + 2 * MARGIN)));
  return {
    left: left - (size.width / scale - width) / 2,
    top: top - (size.height / scale - height) / 2,
    scale,
    ...size,
  };
}

/** Smallest node and width of the mark of a problem, in pixels. */
const LEAST = 2;
const MARK = 2;

export function drawMinimap(context: CanvasRenderingContext2D, scene: MinimapScene, view: MinimapView): void {
  const dense = context.canvas.width / view.width;
  context.setTransform(dense, 0, 0, dense, 0, 0);
  context.clearRect(0, 0, view.width, view.height);
  const fill = (rect: Rect, color: string, grow = 0): void => {
    context.fillStyle = color;
    const x = (rect.x - view.left) * view.scale;
    const y = (rect.y - view.top) * view.scale;
    const width = Math.max(LEAST, rect.width * view.scale);
    const height = Math.max(LEAST, rect.height * view.scale);
    context.fillRect(x - grow, y - grow, width + 2 * grow, height + 2 * grow);
  };
  context.globalAlpha = 0.28;
  for (const group of scene.groups) fill(group, group.color);
  context.globalAlpha = 1;
  for (const node of scene.nodes) if (node.problem) fill(node, node.problem, MARK);
  for (const node of scene.nodes) fill(node, node.color);
  drawWindow(context, scene, view);
}

/** Shades what is out of view. */
function drawWindow(
  context: CanvasRenderingContext2D,
  { window, frame, shade }: MinimapScene,
  view: MinimapView,
): void {
  const x = (window.x - view.left) * view.scale;
  const y = (window.y - view.top) * view.scale;
  const [width, height] = [window.width * view.scale, window.height * view.scale];
  context.globalAlpha = 0.6;
  context.fillStyle = shade;
  context.beginPath();
  context.rect(0, 0, view.width, view.height);
  context.rect(x, y, width, height);
  context.fill('evenodd');
  context.globalAlpha = 1;
  context.strokeStyle = frame;
  context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
}
