import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { LIMITS } from '../../../core/graph';
import { formatCount } from '../../format';
import { useSize } from '../../lenses/hooks/use-size';
import { uniforms } from '../../random';
import { useUi } from '../../state/ui';
import styles from './DrawCanvas.module.css';
import { drawPoints, type PenMark } from './draw-points';
import { Stroke } from './pen';
import { copiesOf, type DrawnPoint } from './symmetry';
import { changePen, hasRadius, useDrawView } from './view';

interface DrawCanvasProps {
  points: readonly DrawnPoint[];
  /** A stroke has ended. */
  onStroke(points: readonly DrawnPoint[], label: string): void;
  /** While a stroke goes on: how many points there are. */
  onCount(count: number): void;
}

const STEP = 0.02;
const LONG_STEP = 0.1;
const CENTRE: DrawnPoint = [0, 0];
const ARROWS: Readonly<Record<string, DrawnPoint>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
const TOOL_KEYS = { b: 'brush', p: 'pen', t: 'stamp', e: 'eraser' } as const;

const within = (value: number): number => Math.min(1, Math.max(-1, value));

/** A square to draw in, with pointer or keys: arrows move the pen, Space holds it down. One stroke is one edit. */
export function DrawCanvas({ points, onStroke, onCount }: DrawCanvasProps) {
  const room = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const stroke = useRef<Stroke | null>(null);
  /** Where the last stroke ended: a straight line may begin there. */
  const lastEnd = useRef<DrawnPoint | null>(null);
  const frame = useRef(0);
  const pen = useDrawView();
  const theme = useUi((state) => state.resolvedTheme);
  const { width, height } = useSize(room);
  const side = Math.max(0, Math.min(width, height));
  const [place, setPlace] = useState<DrawnPoint | null>(null);
  const copies = copiesOf(pen.symmetry);

  const mark: PenMark | null = place && { place, radius: hasRadius(pen.tool) ? pen.radius : 0.012, copies };
  const redraw = useRef(() => {});
  redraw.current = () => {
    if (canvas.current) drawPoints(canvas.current, stroke.current?.points ?? points, side > 420 ? 2.6 : 2, mark);
  };
  useEffect(() => {
    if (theme) redraw.current();
  });
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  const begin = (at: DrawnPoint) => {
    stroke.current = new Stroke(points, pen, copies, LIMITS.points, uniforms(points.length + 1));
    goOn(at);
  };
  const goOn = (at: DrawnPoint) => {
    stroke.current?.moveTo(at);
    lastEnd.current = at;
    // Pointers move more often than the window is drawn.
    frame.current ||= requestAnimationFrame(() => {
      frame.current = 0;
      if (stroke.current) onCount(stroke.current.points.length);
      redraw.current();
    });
  };
  const finish = () => {
    const done = stroke.current;
    stroke.current = null;
    if (done && done.points.length !== points.length)
      onStroke(done.points, pen.tool === 'eraser' ? 'Erase points' : 'Draw points');
    else redraw.current();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    const tool = Object.entries(TOOL_KEYS).find(([key]) => key === event.key)?.[1];
    const from = place ?? CENTRE;
    if (arrow) {
      const step = event.shiftKey ? LONG_STEP : STEP;
      const to: DrawnPoint = [within(from[0] + step * arrow[0]), within(from[1] + step * arrow[1])];
      setPlace(to);
      if (stroke.current) goOn(to);
    } else if (event.key === ' ') {
      if (!stroke.current) begin(from);
      setPlace(from);
    } else if (event.key === 'Escape' && stroke.current) {
      stroke.current = null;
      redraw.current();
    } else if (tool) changePen({ tool });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div ref={room} className={styles.room}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        style={{ width: side, height: side }}
        role="img"
        aria-label={`Drawing of ${formatCount(points.length)} points. Arrows move the pen, Space draws.`}
        tabIndex={0}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          event.currentTarget.focus();
          const to = placeIn(event.currentTarget, event);
          begin((event.shiftKey && lastEnd.current) || to);
          goOn(to);
        }}
        onPointerMove={(event) => {
          if (stroke.current) for (const each of eventsOf(event)) goOn(placeIn(event.currentTarget, each));
          setPlace(placeIn(event.currentTarget, event));
        }}
        onPointerUp={finish}
        onPointerCancel={finish}
        onPointerLeave={() => !stroke.current && setPlace(null)}
        onKeyDown={onKeyDown}
        onKeyUp={(event) => event.key === ' ' && finish()}
        onBlur={finish}
        data-testid="draw.canvas"
        data-count={points.length}
      />
    </div>
  );
}

/** Every movement since the last event, so that fast strokes stay round. */
const eventsOf = (event: PointerEvent): { clientX: number; clientY: number }[] => {
  const all = event.nativeEvent.getCoalescedEvents();
  return all.length > 0 ? all : [event];
};

function placeIn(canvas: HTMLElement, { clientX, clientY }: { clientX: number; clientY: number }): DrawnPoint {
  const box = canvas.getBoundingClientRect();
  return [((clientX - box.left) / box.width) * 2 - 1, 1 - ((clientY - box.top) / box.height) * 2];
}
