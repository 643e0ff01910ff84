import { Segmented } from '../components/Segmented';
import { Toggle } from '../components/Toggle';
import shared from '../lenses/lens.module.css';
import styles from './ViewMenu.module.css';
import { changeLatentView, type DensityKind, useLatentView } from './view';

const DENSITY: readonly { id: DensityKind; label: string; help: string }[] = [
  { id: 'off', label: 'Off', help: 'No density' },
  { id: 'lines', label: 'Lines', help: 'Lines of equal density over the points' },
  { id: 'filled', label: 'Filled', help: 'Areas of equal density under the points' },
];

interface ViewMenuProps {
  /** Items can be drawn. */
  pictures: boolean;
  /** There are numbers of z that are not shown. */
  sliders: boolean;
  /** Points stand in a room, not in a plane. */
  room: boolean;
}

/** What is drawn on the plane besides what has a button of its own. */
export function ViewMenu({ pictures, sliders, room }: ViewMenuProps) {
  const view = useLatentView();
  return (
    <>
      {room ? (
        <p className={styles.help}>Density and pictures at the points are drawn in a plane.</p>
      ) : (
        <PlaneMarks pictures={pictures} />
      )}
      {sliders && (
        <Toggle
          label="Sliders for the numbers of z"
          checked={view.traversal}
          onChange={(traversal) => changeLatentView({ traversal })}
          testId="latent.view.traversal"
        />
      )}
    </>
  );
}

function PlaneMarks({ pictures }: { pictures: boolean }) {
  const view = useLatentView();
  return (
    <>
      <div className={styles.row}>
        <span className={shared.label}>Density</span>
        <Segmented
          label="Density"
          value={view.density}
          options={DENSITY}
          onChange={(density) => changeLatentView({ density })}
          testId="latent.density"
        />
      </div>
      {view.density !== 'off' && (
        <Toggle
          label="Points over the density"
          checked={view.points}
          onChange={(points) => changeLatentView({ points })}
          testId="latent.points"
        />
      )}
      {pictures && (
        <Toggle
          label="Pictures at the points"
          checked={view.sprites}
          onChange={(sprites) => changeLatentView({ sprites })}
          testId="latent.sprites"
        />
      )}
    </>
  );
}
