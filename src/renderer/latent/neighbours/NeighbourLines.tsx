import type { PlaneStage } from '../../lenses/plane/stage';
import { worldToScreen } from '../../lenses/plane/transform';
import { useStageView } from '../../lenses/plane/use-view';
import type { Layout } from '../layout/layout';
import type { Neighbours } from './find';
import { NeighbourStar } from './NeighbourStar';
import styles from './NeighbourStar.module.css';

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
  const rows = found?.item === item ? [...found.items].filter((row) => row < layout.count) : [];
  return (
    <svg className={styles.lines} aria-hidden="true" data-in-picture data-testid="latent.neighbours.lines">
      <NeighbourStar middle={place(item)} ends={rows.map((row) => ({ row, at: place(row) }))} />
    </svg>
  );
}
