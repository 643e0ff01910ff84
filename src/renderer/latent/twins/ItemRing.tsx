import type { PlaneStage } from '../../lenses/plane/stage';
import { worldToScreen } from '../../lenses/plane/transform';
import { useStageView } from '../../lenses/plane/use-view';
import styles from './Twin.module.css';
import { useTwinItem } from './twin';

interface ItemRingProps {
  stage: PlaneStage;
  /** count × 2, row-major. */
  places: Float32Array;
}

/** A ring around the item that the pointer is at, in this plane or in the other. */
export function ItemRing({ stage, places }: ItemRingProps) {
  const view = useStageView(stage);
  const item = useTwinItem((twin) => twin.item);
  if (item === null || 2 * item >= places.length) return null;
  const [x, y] = worldToScreen(view, stage.extent, places[2 * item], places[2 * item + 1]);
  return (
    <svg className={styles.overlay} aria-hidden="true" data-testid="latent.twin.ring" data-item={item}>
      <circle className={styles.halo} cx={x} cy={y} r={8} />
      <circle className={styles.ring} cx={x} cy={y} r={8} />
    </svg>
  );
}
