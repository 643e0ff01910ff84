import type { PlaneStage } from '../../lenses/plane/stage';
import { worldToScreen } from '../../lenses/plane/transform';
import { useStageView } from '../../lenses/plane/use-view';
import type { Layout } from '../layout/layout';
import type { Neighbours } from './find';
import styles from './NeighboursPanel.module.css';

interface NeighbourLinesProps {
  stage: PlaneStage;
  layout: Layout;
  item: number;
  found: Neighbours | null;
}

/** Lines on the plane from an item to its neighbours: long ones are near in latent space and were torn apart by the layout. */
export function NeighbourLines({ stage, layout, item, found }: NeighbourLinesProps) {
  const view = useStageView(stage);
  const place = (row: number) =>
    worldToScreen(view, stage.extent, layout.positions[2 * row], layout.positions[2 * row + 1]);
  if (item >= layout.count) return null;
  const [left, top] = place(item);
  const rows = found?.item === item ? [...found.items].filter((row) => row < layout.count) : [];
  return (
    <svg className={styles.lines} aria-hidden="true" data-in-picture data-testid="latent.neighbours.lines">
      {rows.map((row) => {
        const [x, y] = place(row);
        return (
          <g key={row}>
            <line className={styles.line} x1={left} y1={top} x2={x} y2={y} />
            <circle className={styles.near} cx={x} cy={y} r={4} />
          </g>
        );
      })}
      <circle className={styles.focus} cx={left} cy={top} r={6} />
    </svg>
  );
}
