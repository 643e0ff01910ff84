import { type PlaneView, type Point, type Size, screenToWorld, worldToScreen } from '../lenses/plane/transform';

/** CSS pixels that a key moves the cursor, and with Shift. */
const FINE = 8;
const COARSE = 40;

const DIRECTIONS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Moves the place that is read by arrow keys, inside of what is seen; Escape puts it away. True when the key was used. */
export function moveReader(
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  { view, extent }: { view: PlaneView; extent: Size },
  cursor: Point | null,
  onCursor: (cursor: Point | null) => void,
): boolean {
  if (key === 'Escape') {
    if (cursor) onCursor(null);
    return cursor !== null;
  }
  const direction = DIRECTIONS[key];
  if (!direction) return false;
  const step = shiftKey ? COARSE : FINE;
  const [left, top] = cursor ? worldToScreen(view, extent, ...cursor) : [extent.width / 2, extent.height / 2];
  const within = (value: number, limit: number): number => Math.min(limit - 1, Math.max(1, value));
  onCursor(
    screenToWorld(
      view,
      extent,
      within(left + direction[0] * step, extent.width),
      within(top + direction[1] * step, extent.height),
    ),
  );
  return true;
}
