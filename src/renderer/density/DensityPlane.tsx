import { useMemo, useRef, useState } from 'react';
import type { DensityInfo, SessionInfo } from '../../protocol/worker';
import { reducedMotion } from '../lenses/hooks/use-media';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import shared from '../lenses/lens.module.css';
import type { Point } from '../lenses/plane/transform';
import { TrainingTime } from '../lenses/time/TrainingTime';
import { LanesGrid } from '../trajectory/LanesGrid';
import { LinkedViews } from '../trajectory/linked-views';
import { besides } from './choose';
import styles from './DensityLens.module.css';
import { DensityToolbar } from './DensityToolbar';
import { PlaneLane } from './PlaneLane';
import { ScanPanel } from './ScanPanel';
import { useDensityView } from './view';

const LAYERS = [
  { id: 'heat', label: 'Density' },
  { id: 'contours', label: 'Lines that hold 50, 80 and 95 %' },
  { id: 'data', label: 'Held-out points' },
] as const;
const SAMPLES = { id: 'samples', label: 'Drawn points' } as const;

/** Densities in the plane: one, or two beside each other at the same place and with one cursor. */
export function DensityPlane({ info, density }: { info: SessionInfo; density: DensityInfo }) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const beside = useDensityView((view) => view.beside);
  const [views] = useState(() => new LinkedViews());
  const [cursor, setCursor] = useState<Point | null>(null);
  const other = besides(info, density).find(({ node }) => node === beside);
  const lanes = other ? [density, other] : [density];
  const scanned = lanes.find(({ scan }) => scan !== null);
  const draws = lanes.some(({ sampler }) => sampler !== null);
  const layers = useMemo(() => (draws ? [...LAYERS, SAMPLES] : LAYERS), [draws]);
  return (
    <div ref={frame} className={shared.lens}>
      <DensityToolbar info={info} density={density} layers={layers} pairs onFit={() => views.fit(reducedMotion())} />
      <div className={styles.body}>
        <LanesGrid count={lanes.length}>
          {lanes.map((each, lane) => (
            <PlaneLane
              key={each.node}
              asked={{ info, density: each, lane, visible }}
              titled={lanes.length > 1}
              views={views}
              cursor={cursor}
              onCursor={setCursor}
            />
          ))}
        </LanesGrid>
        {scanned && <ScanPanel key={scanned.node} info={info} density={scanned} visible={visible} />}
      </div>
      <div className={styles.time}>
        <TrainingTime />
      </div>
    </div>
  );
}
