import { ChevronDown, Maximize2, Minimize2 } from 'lucide-react';
import { IconButton } from '../components/Button';
import { LensPanel } from '../lenses/LensPanel';
import { useUi } from '../state/ui';
import styles from './LensArea.module.css';

/** The lenses under the canvas. `height` is null while they have the canvas's place too. */
export function LensArea({ height }: { height: number | null }) {
  const maximised = useUi((state) => state.lensesMaximised);
  const { setLensesMaximised, togglePanel } = useUi.getState();
  return (
    <section
      className={styles.area}
      style={height === null ? { flex: 1 } : { height }}
      aria-label="Lenses"
      data-testid="lenses"
    >
      <LensPanel />
      <div className={styles.buttons}>
        <IconButton
          icon={maximised ? Minimize2 : Maximize2}
          label={maximised ? 'Show the canvas' : 'Maximise the lenses'}
          keys="Mod+Shift+L"
          size="small"
          side="top"
          onClick={() => setLensesMaximised(!maximised)}
          testId="lenses.maximise"
        />
        <IconButton
          icon={ChevronDown}
          label="Hide the lenses"
          keys="Mod+L"
          size="small"
          side="top"
          onClick={() => {
            setLensesMaximised(false);
            togglePanel('lenses');
          }}
        />
      </div>
    </section>
  );
}
