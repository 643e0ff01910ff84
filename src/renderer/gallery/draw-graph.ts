import { catalogue } from '../../core/catalogue';
import type { GraphNode, ProjectDocument } from '../../core/graph/document';
import { readToken } from '../components/tokens';
import { categories } from '../editor/kinds';

const NODE = { width: 180, height: 104 };

/** The study graph in small, over the whole canvas: its nodes where they are, in their colours, and its wires. */
export function drawGraph(canvas: HTMLCanvasElement, { study }: ProjectDocument): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  if (study.nodes.length === 0) return;
  const xs = study.nodes.map(({ position }) => position.x);
  const ys = study.nodes.map(({ position }) => position.y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const spanX = Math.max(...xs) - left + NODE.width;
  const spanY = Math.max(...ys) - top + NODE.height;
  const scale = Math.min((width * 0.88) / spanX, (height * 0.8) / spanY);
  context.translate((width - spanX * scale) / 2, (height - spanY * scale) / 2);
  context.scale(scale, scale);
  context.translate(-left, -top);
  const nodes = new Map(study.nodes.map((node) => [node.id, node]));
  context.lineWidth = 3;
  for (const { source, target } of study.edges) {
    const [from, to] = [nodes.get(source.node), nodes.get(target.node)];
    if (from && to) drawWire(context, from, to);
  }
  for (const node of study.nodes) drawNode(context, node);
}

function drawWire(context: CanvasRenderingContext2D, from: GraphNode, to: GraphNode): void {
  const [x1, y1] = [from.position.x + NODE.width, from.position.y + NODE.height / 2];
  const [x2, y2] = [to.position.x, to.position.y + NODE.height / 2];
  const reach = Math.max(40, Math.abs(x2 - x1) / 2);
  context.strokeStyle = colorOf(from);
  context.globalAlpha = 0.7;
  context.beginPath();
  context.moveTo(x1, y1);
  context.bezierCurveTo(x1 + reach, y1, x2 - reach, y2, x2, y2);
  context.stroke();
  context.globalAlpha = 1;
}

function drawNode(context: CanvasRenderingContext2D, node: GraphNode): void {
  const { x, y } = node.position;
  context.fillStyle = readToken('--raised');
  context.strokeStyle = readToken('--line-strong');
  context.beginPath();
  context.roundRect(x, y, NODE.width, NODE.height, 12);
  context.fill();
  context.stroke();
  context.fillStyle = colorOf(node);
  context.beginPath();
  context.roundRect(x, y, NODE.width, 30, [12, 12, 0, 0]);
  context.fill();
}

function colorOf(node: GraphNode): string {
  const category = catalogue.find(node.type)?.category;
  const token = category && /var\((--[\w-]+)\)/.exec(categories[category].color)?.[1];
  return readToken(token ? `--${token.slice(2)}` : '--kind-lens');
}
