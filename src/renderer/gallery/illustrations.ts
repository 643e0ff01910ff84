import { drawClouds } from './draw-clouds';
import { drawFlow } from './draw-flow';
import { drawGraph } from './draw-graph';
import type { Template } from './templates';

export type Illustration = (context: CanvasRenderingContext2D, width: number, height: number) => void;

/** Drawings of the kind of picture that a template leads to, for templates without a picture of their own. */
const drawings: Readonly<Record<string, Illustration | undefined>> = {
  'vae-digits': drawClouds,
  'rectified-flow-2d': drawFlow,
};

/** Draws a template's picture at the size of the canvas; its graph where there is no drawing for it. */
export function illustrate(canvas: HTMLCanvasElement, { id, document }: Template): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  const draw = drawings[id] ?? ((target, w, h) => drawGraph(target, w, h, document));
  draw(context, width, height);
}
