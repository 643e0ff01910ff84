import type { PlaneStage } from '../lenses/plane/stage';
import { type Point, panBy, screenToWorld, worldToScreen } from '../lenses/plane/transform';
import { useCursor } from './view';

/** CSS pixels that a key moves the cursor. */
const FINE = 8;
const COARSE = 40;
const MARGIN = 24;

const DIRECTIONS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Moves the decoding cursor by arrow keys (Shift for coarse), Escape puts it away; the plane follows it over the rim. */
export function moveCursor(event: KeyboardEvent, stage: PlaneStage): boolean {
  if (event.key === 'Escape') {
    if (!useCursor.getState().at) return false;
    useCursor.setState({ at: null });
    return true;
  }
  const direction = DIRECTIONS[event.key];
  if (!direction) return false;
  const size = stage.extent;
  const step = event.shiftKey ? COARSE : FINE;
  const at = useCursor.getState().at ?? [stage.view.x, stage.view.y];
  const [left, top] = worldToScreen(stage.view, size, at[0], at[1]);
  const next: Point = [left + direction[0] * step, top + direction[1] * step];
  useCursor.setState({ at: screenToWorld(stage.view, size, next[0], next[1]) });
  const over = (value: number, limit: number) =>
    value < MARGIN ? MARGIN - value : value > limit - MARGIN ? limit - MARGIN - value : 0;
  const [right, down] = [over(next[0], size.width), over(next[1], size.height)];
  if (right !== 0 || down !== 0) {
    stage.setView(panBy(stage.view, right, down));
    stage.framing.byHand();
  }
  return true;
}
