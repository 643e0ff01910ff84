import { EdgeLabelRenderer, useReactFlow } from '@xyflow/react';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { emptySelection } from '../../core/graph';
import type { Position } from '../../core/graph/document';
import { classes } from '../components/classes';
import { markEdit, select } from '../state/edit';
import { useCanvas } from './canvas-state';
import styles from './WireEdge.module.css';
import { bendWire, nudgePoint, removePoint, settleWire } from './wire-points';

/** The places that a wire is led through: dragged with the pointer, moved with the arrow keys, removed by a double-click or Delete. */
export function WirePoints({ id, points }: { id: string; points: readonly Position[] }) {
  // Points have no name of their own: their order is what tells them apart.
  const named = points.map((at, index) => ({ key: `${id} ${index}`, at, index }));
  return (
    <EdgeLabelRenderer>
      {named.map(({ key, at, index }) => (
        <WirePoint key={key} id={id} index={index} count={points.length} at={at} />
      ))}
    </EdgeLabelRenderer>
  );
}

const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface WirePointProps {
  id: string;
  index: number;
  count: number;
  at: Position;
}

function WirePoint({ id, index, count, at }: WirePointProps) {
  const { screenToFlowPosition } = useReactFlow();
  const touched = useCanvas(({ point }) => point?.edge === id && point.index === index);
  const moved = useRef(false);

  const touch = (): void => {
    select({ ...emptySelection, edges: [id] });
    useCanvas.setState({ point: { edge: id, index } });
  };
  const onPointerDown = (event: PointerEvent<HTMLButtonElement>): void => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    moved.current = false;
    touch();
  };
  const onPointerMove = (event: PointerEvent<HTMLButtonElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    moved.current = true;
    bendWire(id, index, screenToFlowPosition({ x: event.clientX, y: event.clientY }));
  };
  const onPointerUp = (): void => {
    if (moved.current) settleWire();
    moved.current = false;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const arrow = ARROWS[event.key];
    if (arrow) nudgePoint(arrow[0], arrow[1], event.shiftKey);
    else if (event.key === 'Delete' || event.key === 'Backspace') removePoint(id, index);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <button
      type="button"
      className={classes(styles.point, touched && styles.touched, 'nodrag', 'nopan')}
      style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)` }}
      aria-label={`Point ${index + 1} of ${count} of the wire`}
      title="Drag to lead the wire; double-click to remove"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onLostPointerCapture={onPointerUp}
      onDoubleClick={(event) => {
        event.stopPropagation();
        removePoint(id, index);
      }}
      onFocus={touch}
      onBlur={markEdit}
      onKeyDown={onKeyDown}
      data-testid={`edge.${id}.point.${index}`}
    />
  );
}
