import { X } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
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
import { AxisNames } from '../layout/AxisNames';
import { LayoutStatus } from '../layout/LayoutStatus';
import { layoutError } from '../layout/use-layout';
import { NeighbourLines } from '../neighbours/NeighbourLines';
import { OrbitPlane } from '../orbit/OrbitPlane';
import type { LatentParts } from '../parts';
import { nearestInIndex } from '../points/index-search';
import { useMarks } from '../use-marks';
import { ItemRing } from './ItemRing';
import styles from './Twin.module.css';
import { TwinQuality } from './TwinQuality';
import { TwinTime } from './TwinTime';
import { chooseTwin, misfit, pointAt, useTwin } from './twin';
import { useTwinTimes } from './twin-time';
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
      {info && !wrong ? (
        <TwinModel info={info} own={parts} colouring={colouring} />
      ) : (
        <>
          <Head
            title={info ? formatStart(info.startedAt, new Date()) : 'Opening'}
            words={error || wrong ? '' : 'reading its weights'}
          />
          <ErrorNote errors={[error, wrong]} />
        </>
      )}
    </section>
  );
}

function Head({ title, words, children }: { title: string; words: string; children?: ReactNode }) {
  return (
    <header className={styles.head}>
      <span className={styles.title} title={title} data-in-picture>
        {title}
      </span>
      <span className={styles.step} data-in-picture>
        {words}
      </span>
      {children}
      <IconButton
        icon={X}
        label="Close the plane of the other run"
        size="small"
        onClick={() => chooseTwin(null)}
        testId="latent.twin.close"
      />
    </header>
  );
}

function TwinModel({ info, own, colouring }: { info: ModelInfo; own: LatentParts; colouring: Colouring }) {
  const [stage, setStage] = useState<PlaneStage | null>(null);
  const times = useTwinTimes(info);
  const { parts, collected } = useTwinParts(own, info, times, stage);
  const { set, layout } = parts;
  // An item has the colour that it has in the open run's plane, as soon as it has one there.
  const shared = useMemo((): Colouring => {
    if (!set || (colouring.codes && colouring.codes.length >= set.count)) return colouring;
    return { ...colouring, codes: colourCodes(set.labels, null, null), ranged: false, grouped: false };
  }, [set, colouring]);
  const tints = useMarks(parts, shared);
  const title = formatStart(info.startedAt, new Date());
  const step = set?.step ?? times.step ?? info.step;
  const label = set
    ? `Latent plane of the run of ${title}: the same ${formatCount(set.count)} items at step ${formatCount(step)}. What is selected here is selected there.`
    : 'Latent plane of another run, waiting for the first encoded items.';
  const status = <LayoutStatus state={parts.layoutState} count={set?.count ?? 0} testId="latent.twin.layout" />;
  return (
    <>
      <Head title={title} words={`step ${formatCount(step)}`}>
        <TwinTime times={times} />
        <TwinQuality other={times} />
      </Head>
      <ErrorNote errors={[collected.error, layoutError(parts.layoutState)]} />
      {layout?.dimensions === 3 ? (
        <OrbitPlane parts={parts} tints={tints} label={label} testId="latent.twin.orbit">
          {status}
        </OrbitPlane>
      ) : (
        <TwinPlane parts={parts} label={label} onStage={setStage}>
          {status}
        </TwinPlane>
      )}
    </>
  );
}

interface TwinPlaneProps {
  parts: LatentParts;
  label: string;
  onStage(stage: PlaneStage | null): void;
  children: ReactNode;
}

function TwinPlane({ parts, label, onStage, children }: TwinPlaneProps) {
  const { stage, survey, places, layout, near } = parts;
  const brush = useBrush(parts);
  return (
    <Plane
      testId="latent.twin.canvas"
      label={label}
      onStage={onStage}
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
      {stage && layout && near.item !== null && near.item < layout.count && (
        <NeighbourLines stage={stage} layout={layout} item={near.item} found={near.found} />
      )}
      {layout && <AxisNames layout={layout} />}
      {stage && places && <ItemRing stage={stage} places={places} />}
      {children}
    </Plane>
  );
}
