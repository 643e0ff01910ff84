import { EdgeLabelRenderer, useStore } from '@xyflow/react';
import type { Position } from '../../core/graph/document';
import { classes } from '../components/classes';
import type { WireData } from './flow-model';
import styles from './WireEdge.module.css';

/** What a wire carries, and what is wrong with it, over everything and readable at any zoom: of the one wire that is meant. */
export function WireTip({ id, data, at }: { id: string; data: WireData; at: Position }) {
  const grow = useStore((state) => Math.max(1, 1 / state.transform[2]));
  return (
    <EdgeLabelRenderer>
      <div
        className={classes(styles.tip, data.problem && styles.wrong)}
        style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px) scale(${grow})` }}
        data-testid={`edge.${id}.shape`}
      >
        {data.text && <span className={styles.shape}>{data.text}</span>}
        {data.problem && <span>{data.problem}</span>}
      </div>
    </EdgeLabelRenderer>
  );
}
