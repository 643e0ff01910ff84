import { Maximize2, Minimize2 } from 'lucide-react';
import { type ComponentType, type ReactNode, useRef, useState } from 'react';
import { AdversarialLens } from '../adversarial/AdversarialLens';
import { CodesLens } from '../codes/CodesLens';
import { IconButton } from '../components/Button';
import { classes } from '../components/classes';
import { Splitter } from '../components/Splitter';
import { Tabs } from '../components/Tabs';
import { CurvesLens } from '../curves/CurvesLens';
import { DataLens } from '../data/DataLens';
import { DensityLens } from '../density/DensityLens';
import { LatentLens } from '../latent/LatentLens';
import { SamplesLens } from '../samples/SamplesLens';
import { useUi } from '../state/ui';
import { TextLens } from '../text/TextLens';
import { TrajectoryLens } from '../trajectory/TrajectoryLens';
import { chooseLens, lastingChoice, useAbilities, useLensChoice } from './choice';
import { useSize } from './hooks/use-size';
import { LensActions } from './LensActions';
import { LensBoundary } from './LensBoundary';
import styles from './LensPanel.module.css';
import { ToolbarSlot } from './LensToolbar';
import { frontLens, type LensId, lensesOf, type Place, TWO_LENSES } from './lenses';

const VIEWS: Readonly<Record<LensId, ComponentType>> = {
  curves: CurvesLens,
  samples: SamplesLens,
  data: DataLens,
  latent: LatentLens,
  trajectory: TrajectoryLens,
  adversarial: AdversarialLens,
  density: DensityLens,
  codes: CodesLens,
  text: TextLens,
};

/** Width of the left lens as a share of the panel. */
const DEFAULT_SHARE = 0.44;
const LEAST = 380;

/** The lenses: one at a time, or two side by side where there is room. */
export function LensPanel() {
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useSize(frame);
  const able = useAbilities();
  const choice = useLensChoice();
  const [share, setShare] = useState(DEFAULT_SHARE);
  const chosen = lastingChoice(choice, able);
  const group = (place: Place, children?: ReactNode) => (
    <LensGroup
      place={place}
      able={able}
      lens={frontLens(able, place, chosen[place])}
      onChoose={(lens) => chooseLens(place, lens, able)}
    >
      {children}
    </LensGroup>
  );

  const left = Math.round(Math.min(width - LEAST, Math.max(LEAST, share * width)));
  return (
    <div ref={frame} className={styles.panel}>
      {width === 0 ? null : width >= TWO_LENSES ? (
        <>
          <div className={styles.side} style={{ width: left }}>
            {group('left')}
          </div>
          <Splitter
            label="Width of the left lens"
            orientation="vertical"
            size={left}
            min={LEAST}
            max={width - LEAST}
            onResize={(pixels) => setShare(pixels / width)}
            onReset={() => setShare(DEFAULT_SHARE)}
          />
          <div className={styles.rest}>{group('right', <Maximise />)}</div>
        </>
      ) : (
        <div className={styles.rest}>{group('only', <Maximise />)}</div>
      )}
    </div>
  );
}

interface LensGroupProps {
  place: Place;
  able: string;
  lens: LensId;
  onChoose(lens: LensId): void;
  children?: ReactNode;
}

function LensGroup({ place, able, lens, onChoose, children }: LensGroupProps) {
  const View = VIEWS[lens];
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  return (
    <section className={styles.group} aria-label={place === 'only' ? 'Lenses' : `Lenses, ${place}`}>
      <header className={classes(styles.head, place === 'only' && styles.only)}>
        <Tabs label="Lens" items={lensesOf(place, able)} value={lens} onChange={onChoose} testIdPrefix="lens.tab" />
        <div ref={setSlot} className={styles.slot} />
        <LensActions lens={lens} />
        {children}
      </header>
      <div className={styles.view} role="tabpanel" aria-label={lens} data-testid={`lens.${lens}`}>
        <ToolbarSlot value={slot}>
          <LensBoundary key={lens} lens={lens}>
            <View />
          </LensBoundary>
        </ToolbarSlot>
      </div>
    </section>
  );
}

function Maximise() {
  const maximised = useUi((ui) => ui.lensesMaximised);
  const setMaximised = useUi((ui) => ui.setLensesMaximised);
  return (
    <div className={styles.maximise}>
      <IconButton
        icon={maximised ? Minimize2 : Maximize2}
        label={maximised ? 'Bring the graph back' : 'Lenses over the whole window'}
        size="small"
        pressed={maximised}
        onClick={() => setMaximised(!maximised)}
        testId="lens.maximise"
      />
    </div>
  );
}
