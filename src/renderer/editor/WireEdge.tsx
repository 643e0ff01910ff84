import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath, useStore } from '@xyflow/react';
import { memo } from 'react';
import { classes } from '../components/classes';
import type { WireFlowEdge } from './flow-model';
import { kindColor } from './kinds';
import styles from './WireEdge.module.css';

/** Below this zoom the shapes on wires could not be read. */
const LABELS_FROM_ZOOM = 0.5;

/** A wire in the colour of what it carries, with its shape in the middle. */
export const WireEdge = memo(function WireEdge(props: EdgeProps<WireFlowEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, selected, data } = props;
  const readable = useStore((state) => state.transform[2] >= LABELS_FROM_ZOOM);
  const [path, labelX, labelY] = getBezierPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    curvature: 0.32,
  });
  const color = data?.problem ? 'var(--danger)' : kindColor[data?.kind ?? 'tensor'];
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={18}
        style={{ stroke: selected ? 'var(--accent)' : color, strokeWidth: selected ? 2.4 : 1.8 }}
        className={classes(styles.wire, data?.problem && styles.broken)}
      />
      {readable && data?.label && (
        <EdgeLabelRenderer>
          <div
            className={classes(styles.label, selected && styles.selected)}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
            title={data.problem || data.text}
            data-testid={`edge.${id}.shape`}
          >
            {data.label}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
