import { useSyncExternalStore } from 'react';
import type { Neighbours } from '../neighbours/find';
import styles from './OrbitPlane.module.css';
import type { OrbitStage } from './orbit-stage';

interface OrbitMarksProps {
  stage: OrbitStage;
  axes: readonly string[];
  hovered: number | null;
  focus: { item: number | null; found: Neighbours | null };
}

/** Drawn over the room: names of the axes, a ring around the point under the pointer, lines to the neighbours of the focus. */
export function OrbitMarks({ stage, axes, hovered, focus }: OrbitMarksProps) {
  useSyncExternalStore(stage.onDraw, () => stage.version);
  const ends = stage.axisEnds();
  const middle = focus.item === null ? null : stage.place(focus.item);
  const near = focus.found && focus.found.item === focus.item ? [...focus.found.items] : [];
  const ring = hovered === null ? null : stage.place(hovered);
  return (
    <svg className={styles.over} aria-hidden="true" data-in-picture>
      {axes.map((name, axis) => {
        const end = ends[axis];
        return (
          end && (
            <text key={name} className={styles.axis} x={end[0] + 4} y={end[1] - 3}>
              {name}
            </text>
          )
        );
      })}
      {middle &&
        near.map((row) => {
          const at = stage.place(row);
          return (
            at && (
              <g key={row}>
                <line className={styles.line} x1={middle[0]} y1={middle[1]} x2={at[0]} y2={at[1]} />
                <circle className={styles.near} cx={at[0]} cy={at[1]} r={4} />
              </g>
            )
          );
        })}
      {middle && <circle className={styles.focus} cx={middle[0]} cy={middle[1]} r={6} />}
      {ring && <circle className={styles.hovered} cx={ring[0]} cy={ring[1]} r={5.5} />}
    </svg>
  );
}
