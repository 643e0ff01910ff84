import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { formatFixed } from '../format';
import type { PlaneStage } from '../lenses/plane/stage';
import { type Point, screenToWorld, worldToScreen } from '../lenses/plane/transform';
import { useStageView } from '../lenses/plane/use-view';
import styles from './LineEnds.module.css';
import { changeLatentView, type Segment } from './view';

interface LineEndsProps {
  stage: PlaneStage;
  segment: Segment;
}

/** The two ends of the interpolation line, moved with the pointer or the arrow keys. */
export function LineEnds({ stage, segment }: LineEndsProps) {
  return (
    <>
      <LineEnd
        stage={stage}
        name="Start"
        at={segment.from}
        move={(from) => changeLatentView({ segment: { ...segment, from } })}
      />
      <LineEnd
        stage={stage}
        name="End"
        at={segment.to}
        move={(to) => changeLatentView({ segment: { ...segment, to } })}
      />
    </>
  );
}

const KEYS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

function LineEnd({ stage, name, at, move }: { stage: PlaneStage; name: string; at: Point; move(to: Point): void }) {
  const view = useStageView(stage);
  const grip = useRef<{ right: number; down: number } | null>(null);
  const [left, top] = worldToScreen(view, stage.extent, at[0], at[1]);

  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { right: event.clientX - left, down: event.clientY - top };
  };
  const onPointerMove = (event: PointerEvent<HTMLButtonElement>) => {
    if (!grip.current) return;
    move(screenToWorld(view, stage.extent, event.clientX - grip.current.right, event.clientY - grip.current.down));
  };
  const onPointerUp = () => {
    grip.current = null;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    const direction = KEYS[event.key];
    if (!direction) return;
    event.preventDefault();
    event.stopPropagation();
    const step = (event.shiftKey ? 40 : 8) / view.scale;
    move([at[0] + direction[0] * step, at[1] + direction[1] * step]);
  };

  return (
    <button
      type="button"
      className={styles.end}
      style={{ left, top }}
      aria-label={`${name} of the line at ${formatFixed(at[0], 2)}, ${formatFixed(at[1], 2)}; arrow keys move it`}
      data-testid={`latent.line.${name.toLowerCase()}`}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onKeyDown={onKeyDown}
    />
  );
}
