import styles from './NeighbourStar.module.css';

type Place = readonly [number, number];

interface NeighbourStarProps {
  /** Pixels of the item; null while it is not on the screen. */
  middle: Place | null;
  /** Its neighbours by row; those that are not on the screen are null. */
  ends: readonly { row: number; at: Place | null }[];
}

/** An item with a line to each of its neighbours, inside an SVG over the points. */
export function NeighbourStar({ middle, ends }: NeighbourStarProps) {
  if (!middle) return null;
  return (
    <>
      {ends.map(
        ({ row, at }) =>
          at && (
            <g key={row}>
              <line className={styles.line} x1={middle[0]} y1={middle[1]} x2={at[0]} y2={at[1]} />
              <circle className={styles.near} cx={at[0]} cy={at[1]} r={4} />
            </g>
          ),
      )}
      <circle className={styles.focus} cx={middle[0]} cy={middle[1]} r={6} />
    </>
  );
}
