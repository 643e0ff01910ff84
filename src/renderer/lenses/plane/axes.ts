import { cssColour } from '../colour/rgb';
import type { Theme } from '../colour/theme';
import { ticks, tickText } from './ticks';
import { type PlaneView, type Point, type Size, visibleExtent, worldToScreen } from './transform';

export const NUMBER_FONT = "10px 'JetBrains Mono Variable', ui-monospace, monospace";
/** CSS pixels between ticks, about. */
const TICK_DISTANCE = 90;

/** Round numbers that are in sight, as far apart along both axes. */
function ticksOf(view: PlaneView, size: Size) {
  const seen = visibleExtent(view, size);
  const step = ticks(seen.minX, seen.maxX, Math.max(2, size.width / TICK_DISTANCE)).step;
  const count = (min: number, max: number) => (max - min) / step;
  return {
    across: ticks(seen.minX, seen.maxX, count(seen.minX, seen.maxX)),
    up: ticks(seen.minY, seen.maxY, count(seen.minY, seen.maxY)),
  };
}

/** Hairlines at round numbers, the two axes a little stronger, and numbers along the lower and left edge. */
export function drawAxes(context: CanvasRenderingContext2D, view: PlaneView, size: Size, theme: Theme): void {
  drawHairlines(context, view, size, theme);
  drawNumbers(context, view, size, theme);
}

/** The hairlines of the axes alone, where something that hides them lies above: numbers then go over it. */
export function drawHairlines(context: CanvasRenderingContext2D, view: PlaneView, size: Size, theme: Theme): void {
  const { across, up } = ticksOf(view, size);
  context.lineWidth = 1;
  for (const x of across.values) {
    const left = crisp(worldToScreen(view, size, x, 0)[0]);
    line(context, x === 0 ? cssColour(theme.lineStrong) : cssColour(theme.line, 0.6), left, 0, left, size.height);
  }
  for (const y of up.values) {
    const top = crisp(worldToScreen(view, size, 0, y)[1]);
    line(context, y === 0 ? cssColour(theme.lineStrong) : cssColour(theme.line, 0.6), 0, top, size.width, top);
  }
}

/** The numbers of the axes, along the lower and left edge. */
export function drawNumbers(context: CanvasRenderingContext2D, view: PlaneView, size: Size, theme: Theme): void {
  const { across, up } = ticksOf(view, size);
  context.font = NUMBER_FONT;
  context.textBaseline = 'alphabetic';
  context.fillStyle = cssColour(theme.faint);
  context.textAlign = 'left';
  for (const x of across.values) {
    const left = worldToScreen(view, size, x, 0)[0];
    if (left > 28 && left < size.width - 24) context.fillText(tickText(x, across.step), left + 3, size.height - 5);
  }
  for (const y of up.values) {
    const top = worldToScreen(view, size, 0, y)[1];
    if (top > 14 && top < size.height - 20) context.fillText(tickText(y, up.step), 5, top - 3);
  }
}

/** A dashed circle around the origin. */
export function drawCircle(
  context: CanvasRenderingContext2D,
  view: PlaneView,
  size: Size,
  radius: number,
  colour: string,
): void {
  const [left, top] = worldToScreen(view, size, 0, 0);
  const pixels = radius * view.scale;
  context.strokeStyle = colour;
  context.setLineDash([3, 4]);
  context.beginPath();
  context.arc(left, top, pixels, 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([]);
}

/** Words at a place in the plane, with a halo that keeps them legible over points. */
export function drawWords(
  context: CanvasRenderingContext2D,
  text: string,
  [left, top]: Point,
  colour: string,
  halo: string,
): void {
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = halo;
  context.strokeText(text, left, top);
  context.fillStyle = colour;
  context.fillText(text, left, top);
}

/** Lines of one pixel are sharp on half pixels. */
const crisp = (at: number): number => Math.round(at) + 0.5;

function line(context: CanvasRenderingContext2D, colour: string, x0: number, y0: number, x1: number, y1: number): void {
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}
