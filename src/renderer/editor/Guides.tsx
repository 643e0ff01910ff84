import { useStore } from '@xyflow/react';
import { useCanvas } from './canvas-state';
import styles from './Guides.module.css';

/** Lines on which the node that is dragged stands in line with others. */
export function Guides() {
  const guides = useCanvas((state) => state.guides);
  return guides && <Lines x={guides.x} y={guides.y} />;
}

function Lines({ x, y }: { x: number | null; y: number | null }) {
  const transform = useStore((state) => state.transform);
  return (
    <>
      {x !== null && (
        <div className={styles.upright} style={{ left: x * transform[2] + transform[0] }} data-testid="guide.x" />
      )}
      {y !== null && (
        <div className={styles.level} style={{ top: y * transform[2] + transform[1] }} data-testid="guide.y" />
      )}
    </>
  );
}
