import type { Stroke } from '../../lenses/plane/gestures';
import type { PlaneStage } from '../../lenses/plane/stage';
import { type Point, worldToScreen } from '../../lenses/plane/transform';
import type { Tool } from '../view';
import type { SelectMode } from './selection';

/** CSS pixels between corners of a lasso. */
const CORNER = 2;

export const boxAround = ([ax, ay]: Point, [bx, by]: Point): Point[] => [
  [ax, ay],
  [bx, ay],
  [bx, by],
  [ax, by],
];

/** What a press means: Alt takes away, Control (and Shift, where no tool is chosen by it) adds. */
export function modeOf(
  event: { altKey: boolean; ctrlKey: boolean; metaKey: boolean; shiftKey: boolean },
  tool: Tool,
): SelectMode {
  if (event.altKey) return 'remove';
  return event.ctrlKey || event.metaKey || (event.shiftKey && tool !== 'pan') ? 'add' : 'replace';
}

interface StrokeOptions {
  /** A plane, or the screen as one. */
  stage: Pick<PlaneStage, 'view' | 'extent'>;
  /** Drawn straight to the page: a stroke must not wait for the window. */
  outline: SVGPolygonElement;
  onDone(polygon: readonly Point[]): void;
}

/** A rectangle between two corners, or a free line that closes itself. */
export function brushStroke(kind: 'box' | 'lasso', from: Point, { stage, outline, onDone }: StrokeOptions): Stroke {
  let corners: Point[] = [from];
  const screen = ([x, y]: Point) => worldToScreen(stage.view, stage.extent, x, y);
  let last = screen(from);
  const hide = () => outline.setAttribute('points', '');
  return {
    onMove(world) {
      const at = screen(world);
      if (kind === 'box') corners = boxAround(from, world);
      else if (Math.hypot(at[0] - last[0], at[1] - last[1]) >= CORNER) {
        corners.push(world);
        last = at;
      } else return;
      outline.setAttribute('points', corners.map((corner) => screen(corner).join()).join(' '));
    },
    onEnd() {
      hide();
      onDone(corners);
    },
    onCancel: hide,
  };
}
