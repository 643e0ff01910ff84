import { useSyncExternalStore } from 'react';
import { NeighbourStar } from '../neighbours/NeighbourStar';
import type { LatentParts } from '../parts';
import { useLatentView } from '../view';
import { OrbitPath } from './OrbitPath';
import styles from './OrbitPlane.module.css';
import type { OrbitStage } from './orbit-stage';

interface OrbitMarksProps {
  stage: OrbitStage;
  parts: LatentParts;
  hovered: number | null;
}

/** Drawn over the room: names of the axes, the path, a ring around the point under the pointer, lines to the neighbours of the focus. */
export function OrbitMarks({ stage, parts, hovered }: OrbitMarksProps) {
  useSyncExternalStore(stage.onDraw, () => stage.version);
  const path = useLatentView((view) => view.path);
  const { item, found } = parts.near;
  const ends = stage.axisEnds();
  const middle = item === null ? null : stage.place(item);
  const near = found?.item === item ? [...found.items] : [];
  const ring = hovered === null ? null : stage.place(hovered);
  return (
    <svg className={styles.over} aria-hidden="true" data-in-picture>
      {(parts.layout?.axes ?? []).map((name, axis) => {
        const end = ends[axis];
        return (
          end && (
            <text key={name} className={styles.axis} x={end[0] + 4} y={end[1] - 3}>
              {name}
            </text>
          )
        );
      })}
      {path && parts.decodes && <OrbitPath stage={stage} parts={parts} path={path} />}
      <NeighbourStar middle={middle} ends={near.map((row) => ({ row, at: stage.place(row) }))} />
      {ring && <circle className={styles.hovered} cx={ring[0]} cy={ring[1]} r={5.5} />}
    </svg>
  );
}
