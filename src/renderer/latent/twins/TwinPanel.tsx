import { X } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ModelInfo } from '../../../protocol/worker';
import { IconButton } from '../../components/Button';
import { formatCount } from '../../format';
import { ErrorNote } from '../../lenses/ErrorNote';
import { Plane } from '../../lenses/plane/Plane';
import type { PlaneStage } from '../../lenses/plane/stage';
import { formatStart } from '../../shell/format-start';
import { BrushOutline } from '../brush/BrushOutline';
import { HIT, useBrush } from '../brush/use-brush';
import { colourCodes } from '../colour/colour-by';
import type { Colouring } from '../colour/use-colouring';
import type { LatentParts } from '../parts';
import { nearestInIndex } from '../points/index-search';
import { useMarks } from '../use-marks';
import { ItemRing } from './ItemRing';
import styles from './Twin.module.css';
import { TwinQuality } from './TwinQuality';
import { chooseTwin, misfit, pointAt, useTwin } from './twin';
import { useTwinModel } from './use-twin-model';
import { useTwinParts } from './use-twin-parts';

interface TwinPanelProps {
  parts: LatentParts;
  colouring: Colouring;
}

/** The latent plane of another run beside the open one's, where one was chosen. */
export function TwinPanel({ parts, colouring }: TwinPanelProps) {
  const run = useTwin((twin) => twin.run);
  return run === null ? null : <Twin key={run} run={run} parts={parts} colouring={colouring} />;
}

function Twin({ run, parts, colouring }: TwinPanelProps & { run: string }) {
  const { info, error } = useTwinModel(run);
  const wrong = info && misfit(parts.info, info);
  return (
    <section className={styles.twin} aria-label="Model beside this one" data-testid="latent.twin">
      <header className={styles.head}>
        <span className={styles.title} data-in-picture>
          {info ? formatStart(info.startedAt, new Date()) : 'Opening'}
          <small>{info ? `step ${formatCount(info.step)}` : 'reading its weights'}</small>
        </span>
        {info && !wrong && <TwinQuality other={info} />}
        <IconButton
          icon={X}
          label="Close the plane of the other run"
          size="small"
          onClick={() => chooseTwin(null)}
          testId="latent.twin.close"
        />
      </header>
      <ErrorNote errors={[error, wrong]} />
      {info && !wrong && <TwinPlane info={info} own={parts} colouring={colouring} />}
    </section>
  );
}

function TwinPlane({ info, own, colouring }: { info: ModelInfo; own: LatentParts; colouring: Colouring }) {
  const [stage, setStage] = useState<PlaneStage | null>(null);
  const { parts, collected } = useTwinParts(own, info, stage);
  const { set, survey, places } = parts;
  // An item has the colour that it has in the open run's plane, as soon as it has one there.
  const shared = useMemo((): Colouring => {
    if (!set || (colouring.codes && colouring.codes.length >= set.count)) return colouring;
    return { ...colouring, codes: colourCodes(set.labels, null, null), ranged: false };
  }, [set, colouring]);
  useMarks(parts, shared);
  const brush = useBrush(parts);
  const label = set
    ? `Latent plane of the run of ${formatStart(info.startedAt, new Date())}: the same ${formatCount(set.count)} items at step ${formatCount(set.step)}. What is selected here is selected there.`
    : 'Latent plane of another run, waiting for the first encoded items.';
  return (
    <>
      <ErrorNote errors={[collected.error]} />
      <Plane
        testId="latent.twin.canvas"
        label={label}
        onStage={setStage}
        gestures={{
          ...brush.gestures,
          onHover: ([x, y]) => {
            const found = survey && stage ? nearestInIndex(survey.index, x, y, HIT / stage.view.scale) : -1;
            pointAt(found < 0 ? null : found);
          },
          onLeave: () => pointAt(null),
          onKey: (event) => brush.onKey(event),
        }}
      >
        <BrushOutline outline={brush.outline} />
        {stage && places && <ItemRing stage={stage} places={places} />}
      </Plane>
    </>
  );
}
