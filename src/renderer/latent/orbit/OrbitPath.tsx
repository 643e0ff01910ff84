import { useMemo } from 'react';
import type { LatentParts } from '../parts';
import { usePathHead } from '../path/head';
import { type LatentPath, vectorAt } from '../path/path';
import { roomPath } from '../path/place';
import { useTrack } from '../path/use-track';
import styles from './OrbitPlane.module.css';
import type { OrbitStage } from './orbit-stage';

/** The path as a line in the room, with its knots and the play head; it is bent in the plane. */
export function OrbitPath({ stage, parts, path }: { stage: OrbitStage; parts: LatentParts; path: LatentPath }) {
  const { layout, set } = parts;
  const way = useTrack(path, set);
  const at = usePathHead((head) => head.at);
  const places = useMemo(() => (way && layout ? roomPath(path, way, layout) : null), [path, way, layout]);
  if (!places || !way) return null;
  const line = stage.project(places.line).filter((point) => point !== null);
  // Dots: lines of no length with round ends.
  const knots = stage
    .project(places.knots)
    .map((knot) => (knot ? `M${knot.join()}h0` : ''))
    .join('');
  const toRoom = layout?.toRoom;
  const [head] = at !== null && toRoom ? stage.project(Float32Array.from(toRoom(vectorAt(way, at)))) : [null];
  return (
    <g data-testid="latent.orbit.path">
      <polyline className={styles.path} points={line.map((point) => point.join()).join(' ')} />
      <path className={styles.rims} d={knots} />
      <path className={styles.knots} d={knots} />
      {head && <circle className={styles.head} cx={head[0]} cy={head[1]} r={6} />}
    </g>
  );
}
