import { useStore, ViewportPortal } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { tokens } from './minimap-scene';
import styles from './OpeningPicture.module.css';
import type { Outline } from './opening';

/** Share of a node's colour in its title bar, and of a group's in its frame, as their style sheets have them. */
const TINT = 0.17;
const GROUP_TINT = 0.08;
const BAR = 28;

/** The graph in outline behind its nodes while they are made. */
export function OpeningPicture({ outline }: { outline: Outline }) {
  return (
    <ViewportPortal>
      <Picture outline={outline} />
    </ViewportPortal>
  );
}

function Picture({ outline }: { outline: Outline }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pane = useStore((state) => state.width);
  const { x, y, width, height } = outline.bounds;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    // As many pixels as it has on the screen when it is all in view.
    if (context && pane > 0) drawOutline(context, outline, Math.min(1, pane / outline.bounds.width));
  }, [outline, pane]);
  return (
    <canvas
      ref={canvas}
      className={styles.picture}
      style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
      aria-hidden
      data-testid="canvas.opening"
    />
  );
}

function drawOutline(context: CanvasRenderingContext2D, { nodes, groups, wires, bounds }: Outline, zoom: number): void {
  const color = tokens();
  const dense = zoom * window.devicePixelRatio;
  context.canvas.width = Math.ceil(bounds.width * dense);
  context.canvas.height = Math.ceil(bounds.height * dense);
  context.setTransform(dense, 0, 0, dense, -bounds.x * dense, -bounds.y * dense);
  context.globalAlpha = GROUP_TINT;
  for (const { x, y, width, height, color: tint } of groups) {
    context.fillStyle = color(tint);
    context.fillRect(x, y, width, height);
  }
  context.globalAlpha = 1;
  context.lineWidth = 1.8;
  context.strokeStyle = color('var(--kind-network)');
  context.beginPath();
  for (const { from, to } of wires) {
    const reach = Math.abs(to.x - from.x) / 2;
    context.moveTo(from.x, from.y);
    context.bezierCurveTo(from.x + reach, from.y, to.x - reach, to.y, to.x, to.y);
  }
  context.stroke();
  const fill = (tint: string, of: (node: Outline['nodes'][number]) => [number, number, number, number]): void => {
    context.fillStyle = tint;
    for (const node of nodes) context.fillRect(...of(node));
  };
  fill(color('var(--line)'), ({ x, y, width, height }) => [x, y, width, height]);
  fill(color('var(--raised)'), ({ x, y, width, height }) => [x + 1, y + 1, width - 2, height - 2]);
  for (const { x, y, width, color: kind } of nodes) {
    context.fillStyle = color(kind);
    context.globalAlpha = TINT;
    context.fillRect(x + 1, y + 1, width - 2, BAR);
    context.globalAlpha = 1;
    context.fillRect(x + 1, y + 1, 3, BAR);
  }
}
