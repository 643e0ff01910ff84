import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { classes } from '../../components/classes';
import { formatCount, formatFixed } from '../../format';
import type { PlaneStage } from '../../lenses/plane/stage';
import { type Point, screenToWorld, worldToScreen } from '../../lenses/plane/transform';
import { useStageView } from '../../lenses/plane/use-view';
import type { Layout } from '../layout/layout';
import { changeLatentView } from '../view';
import { between } from './interpolate';
import styles from './PathOverlay.module.css';
import { type Encoded, type LatentPath, type Track, withKnot, withLeg, withMovedKnot, withoutKnot } from './path';
import { knotOn, movedKnot } from './place';

interface PathKnotProps {
  index: number;
  place: Point;
  stage: PlaneStage;
  layout: Layout;
  encoded: Encoded;
  path: LatentPath;
  way: Track;
}

const KEYS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};
/** CSS pixels within which a knot jumps to an item. */
const SNAP = 10;

/** One knot: dragged or moved by arrow keys, Delete removes it, Enter adds another behind it, S turns its leg. */
export function PathKnot({ index, place, stage, layout, encoded, path, way }: PathKnotProps) {
  const view = useStageView(stage);
  const grip = useRef<{ right: number; down: number } | null>(null);
  const [left, top] = worldToScreen(view, stage.extent, place[0], place[1]);
  const knot = path.knots[index];
  const last = path.knots.length - 1;

  const move = (to: Point, snap: boolean) => {
    const moved = movedKnot(knot, way.vectors[index], to, layout, encoded, snap ? SNAP / view.scale : 0);
    if (moved !== knot) changeLatentView({ path: withMovedKnot(path, index, moved) });
  };
  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { right: event.clientX - left, down: event.clientY - top };
  };
  const onPointerMove = (event: PointerEvent<HTMLButtonElement>) => {
    if (!grip.current) return;
    const to = [event.clientX - grip.current.right, event.clientY - grip.current.down] as const;
    // Alt does the opposite of what is chosen.
    move(screenToWorld(view, stage.extent, to[0], to[1]), path.snap !== event.altKey);
  };
  const onPointerUp = () => {
    grip.current = null;
  };
  const addBehind = () => {
    const leg = Math.min(index, last - 1);
    const z = between(path.legs[leg], way.vectors[leg], way.vectors[leg + 1], 0.5);
    changeLatentView({ path: withKnot(path, leg, knotOn(z, layout.toPlane?.(z) ?? place, layout)) });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    const direction = KEYS[event.key];
    const leg = Math.min(index, last - 1);
    const step = (event.shiftKey ? 40 : 8) / view.scale;
    if (direction) move([place[0] + direction[0] * step, place[1] + direction[1] * step], false);
    else if (event.key === 'Delete' || event.key === 'Backspace') changeLatentView({ path: withoutKnot(path, index) });
    else if (event.key === 'Enter') addBehind();
    else if (event.key === 's') {
      changeLatentView({ path: withLeg(path, leg, path.legs[leg] === 'lerp' ? 'slerp' : 'lerp') });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const name = index === 0 ? 'start' : index === last ? 'end' : String(index);
  const where = knot.item === null ? '' : `, on item ${formatCount(knot.item)}`;
  return (
    <button
      type="button"
      className={classes(styles.knot, knot.item !== null && styles.item)}
      style={{ left, top }}
      data-in-picture
      aria-label={`Knot ${index + 1} of ${last + 1} of the path at ${formatFixed(place[0], 2)}, ${formatFixed(place[1], 2)}${where}. Arrow keys move it, Delete removes it, Enter adds one, S turns its leg.`}
      data-testid={`latent.path.knot.${name}`}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onKeyDown={onKeyDown}
    />
  );
}
