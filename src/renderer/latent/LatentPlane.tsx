import { useRef, useState } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { ErrorNote } from '../lenses/ErrorNote';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { useSize } from '../lenses/hooks/use-size';
import shared from '../lenses/lens.module.css';
import type { PlaneGestures } from '../lenses/plane/gestures';
import { Plane } from '../lenses/plane/Plane';
import type { PlaneStage } from '../lenses/plane/stage';
import { BottomStrips } from './BottomStrips';
import { useBrush } from './brush/use-brush';
import { useColouring } from './colour/use-colouring';
import { moveCursor } from './cursor';
import styles from './LatentLens.module.css';
import { LatentToolbar } from './LatentToolbar';
import { layoutError } from './layout/use-layout';
import { OrbitPlane } from './orbit/OrbitPlane';
import { PlaneOverlays, Readings } from './PlaneOverlays';
import type { LatentParts } from './parts';
import { drawnPath, firstPath, pathOfDraws } from './path/first-path';
import type { LatentModel } from './points/source';
import { SidePanels } from './SidePanels';
import { OwnRing } from './twins/OwnRing';
import { TwinPanel } from './twins/TwinPanel';
import { useTwin } from './twins/twin';
import { useLatentParts } from './use-latent-parts';
import { useMarks } from './use-marks';
import { changeLatentView, useCursor, useEarlyCursor, useLatentView } from './view';
import { planeWords, roomWords } from './words';

/** CSS pixels of the lens below which two planes leave no room for a panel beside them. */
const TWO_PLANES = 860;

interface LatentPlaneProps {
  info: SessionInfo;
  model: LatentModel;
}

export function LatentPlane({ info, model }: LatentPlaneProps) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const { width: room } = useSize(frame);
  const [stage, setStage] = useState<PlaneStage | null>(null);
  const { parts, collected } = useLatentParts({ info, model, visible, stage });
  const colouring = useColouring(parts);
  const tints = useMarks(parts, colouring);
  const brush = useBrush(parts);
  const path = useLatentView((view) => view.path);
  const ofData = model.source === 'data';
  const twins = useTwin((twin) => twin.run !== null) && ofData;
  const { set, layout, survey } = parts;
  const classes = survey?.classes ?? [];

  const gestures: PlaneGestures = {
    ...brush.gestures,
    onHover: (at) => useCursor.setState({ at }),
    onEarlyHover: (at) => useEarlyCursor.setState({ at }),
    onLeave: () => useCursor.setState({ at: null }),
    onDraw: path ? (from, to) => drawPath(parts, from, to) : undefined,
    drawsFirst: path !== null,
    onKey: (event) => stage !== null && (moveCursor(event, stage) || brush.onKey(event)),
  };
  return (
    <div ref={frame} className={shared.lens}>
      <LatentToolbar
        info={info}
        model={model}
        firstPath={() => (layout && set ? (ofData ? firstPath(classes, layout, set) : pathOfDraws(layout, set)) : null)}
      />
      <ErrorNote errors={[collected.error, colouring.error, parts.near.error, layoutError(parts.layoutState)]} />
      <div className={styles.body}>
        {layout?.dimensions === 3 ? (
          <OrbitPlane parts={parts} tints={tints} label={roomWords(parts, classes.length)} testId="latent.orbit">
            <Readings parts={parts} collected={collected} colouring={colouring} />
          </OrbitPlane>
        ) : (
          <Plane
            testId="latent.canvas"
            label={planeWords(parts, classes.length)}
            onStage={setStage}
            gestures={gestures}
          >
            <PlaneOverlays parts={parts} collected={collected} colouring={colouring} brush={brush} />
            {ofData && <OwnRing parts={parts} />}
          </Plane>
        )}
        {ofData && <TwinPanel parts={parts} colouring={colouring} />}
        <SidePanels parts={parts} over={twins && room < TWO_PLANES} />
      </div>
      <BottomStrips parts={parts} />
    </div>
  );
}

function drawPath({ layout, set }: LatentParts, from: readonly [number, number], to: readonly [number, number]): void {
  const drawn = layout && set && drawnPath(from, to, layout, set, useLatentView.getState().path, 0);
  if (drawn) changeLatentView({ path: drawn });
}
