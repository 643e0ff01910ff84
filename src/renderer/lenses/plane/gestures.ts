import { reducedMotion } from '../hooks/use-media';
import type { PlaneStage } from './stage';
import { type Point, panBy, type Size, screenToWorld, zoomAt } from './transform';

/** A drag that means something of its own, from its first point on. */
export interface Stroke {
  onMove(world: Point): void;
  /** The button was let go. */
  onEnd(): void;
  /** Escape, or the system took the pointer away. */
  onCancel(): void;
}

export interface PlaneGestures {
  /** The pointer rests or moves over the plane without a button. */
  onHover?(world: Point): void;
  /** The same as soon as the system tells, some milliseconds before the frame: for what must be quick and is cheap. */
  onEarlyHover?(world: Point): void;
  onLeave?(): void;
  /** A press and release at one place. */
  onClick?(world: Point, event: PointerEvent): void;
  /** Asked at each press: a drag that is neither a drawing nor a pan, or null. */
  stroke?(from: Point, event: PointerEvent): Stroke | null;
  /** A drag that draws, from where it began to where the pointer is. */
  onDraw?(from: Point, to: Point): void;
  /** True: a drag draws and Shift pans. Otherwise a drag pans and Shift draws. */
  drawsFirst?: boolean;
  /** Any other key; true when it was used. */
  onKey?(event: KeyboardEvent): boolean;
}

interface Drag {
  id: number;
  left: number;
  top: number;
  drawFrom: Point | null;
  stroke: Stroke | null;
  /** Whether the pointer has left the place where it was pressed. */
  moved: boolean;
}

/** CSS pixels that a hand moves without meaning to. */
const SLACK = 3;
const WHEEL_ZOOM = 0.0016;
const LINE_PIXELS = 16;
const KEY_ZOOM = 1.25;

/** Pointer, wheel and keys of a plane. `gestures` is asked at each event, so handlers may change. Gives the way to stop. */
export function attachGestures(
  canvas: HTMLCanvasElement,
  stage: PlaneStage,
  gestures: () => PlaneGestures,
): () => void {
  let drag: Drag | null = null;

  const place = (event: MouseEvent): { left: number; top: number; world: Point } => {
    const box = canvas.getBoundingClientRect();
    const left = event.clientX - box.left;
    const top = event.clientY - box.top;
    return { left, top, world: screenToWorld(stage.view, stage.extent, left, top) };
  };

  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const { left, top, world } = place(event);
    canvas.setPointerCapture(event.pointerId);
    const { onDraw, drawsFirst = false, stroke } = gestures();
    const begun = stroke?.(world, event) ?? null;
    const draws = onDraw && !begun && event.shiftKey !== drawsFirst;
    drag = { id: event.pointerId, left, top, drawFrom: draws ? world : null, stroke: begun, moved: false };
  };
  const onEarlyMove = (event: Event) => {
    if (!drag && event instanceof PointerEvent) gestures().onEarlyHover?.(place(event).world);
  };
  const onMove = (event: PointerEvent) => {
    const { left, top, world } = place(event);
    if (!drag) {
      gestures().onHover?.(world);
      return;
    }
    if (drag.id !== event.pointerId) return;
    if (!drag.moved && Math.hypot(left - drag.left, top - drag.top) < SLACK) return;
    drag.moved = true;
    if (drag.stroke) {
      drag.stroke.onMove(world);
      return;
    }
    if (drag.drawFrom) {
      gestures().onDraw?.(drag.drawFrom, world);
      return;
    }
    stage.setView(panBy(stage.view, left - drag.left, top - drag.top));
    drag = { ...drag, left, top };
    stage.framing.byHand();
  };
  const onUp = (event: PointerEvent) => {
    if (drag?.id !== event.pointerId) return;
    const { moved, stroke } = drag;
    drag = null;
    const { world } = place(event);
    if (event.type === 'pointercancel' || !moved) stroke?.onCancel();
    else stroke?.onEnd();
    if (event.type === 'pointerup' && !moved) gestures().onClick?.(world, event);
    gestures().onHover?.(world);
  };
  const onLeave = () => {
    if (!drag) gestures().onLeave?.();
  };
  const zoom = (left: number, top: number, factor: number) => {
    stage.setView(zoomAt(stage.view, stage.extent, left, top, factor));
    stage.framing.byHand();
  };
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const { left, top } = place(event);
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE_PIXELS : event.deltaY;
    zoom(left, top, Math.exp(-pixels * WHEEL_ZOOM));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape' && drag?.stroke) {
      drag.stroke.onCancel();
      drag = { ...drag, stroke: null };
      event.stopPropagation();
      return;
    }
    if (!takeKey(event, stage.extent)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const takeKey = (event: KeyboardEvent, size: Size): boolean => {
    if (gestures().onKey?.(event)) return true;
    if (event.key === '+' || event.key === '=') zoom(size.width / 2, size.height / 2, KEY_ZOOM);
    else if (event.key === '-') zoom(size.width / 2, size.height / 2, 1 / KEY_ZOOM);
    else if (event.key === 'f' || event.key === '0') stage.framing.fit(reducedMotion());
    else return false;
    return true;
  };

  canvas.addEventListener('pointerdown', onDown);
  canvas.addEventListener('pointerrawupdate', onEarlyMove);
  canvas.addEventListener('pointermove', onMove);
  canvas.addEventListener('pointerup', onUp);
  canvas.addEventListener('pointercancel', onUp);
  canvas.addEventListener('pointerleave', onLeave);
  canvas.addEventListener('wheel', onWheel, { passive: false });
  canvas.addEventListener('keydown', onKeyDown);
  return () => {
    canvas.removeEventListener('pointerdown', onDown);
    canvas.removeEventListener('pointerrawupdate', onEarlyMove);
    canvas.removeEventListener('pointermove', onMove);
    canvas.removeEventListener('pointerup', onUp);
    canvas.removeEventListener('pointercancel', onUp);
    canvas.removeEventListener('pointerleave', onLeave);
    canvas.removeEventListener('wheel', onWheel);
    canvas.removeEventListener('keydown', onKeyDown);
  };
}
