import { useRef, useState } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { formatCount } from '../format';
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
import { drawnPath, firstPath } from './path/first-path';
import { SidePanels } from './SidePanels';
import { OwnRing } from './twins/OwnRing';
import { TwinPanel } from './twins/TwinPanel';
import { useTwin } from './twins/twin';
import { useLatentParts } from './use-latent-parts';
import { useMarks } from './use-marks';
import { changeLatentView, useCursor, useEarlyCursor, useLatentView } from './view';

/** CSS pixels of the lens below which two planes leave no room for a panel beside them. */
const TWO_PLANES = 860;

interface LatentPlaneProps {
  info: SessionInfo;
  width: number;
  /** Whether a decoder takes what the encoder gives. */
  decodes: boolean;
}

export function LatentPlane({ info, width, decodes }: LatentPlaneProps) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const { width: room } = useSize(frame);
  const [stage, setStage] = useState<PlaneStage | null>(null);
  const { parts, collected } = useLatentParts({ info, width, decodes, visible, stage });
  const colouring = useColouring(parts);
  const tints = useMarks(parts, colouring);
  const brush = useBrush(parts);
  const path = useLatentView((view) => view.path);
  const twins = useTwin((twin) => twin.run !== null);
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
        width={width}
        decodes={decodes}
        firstPath={() => (layout && set ? firstPath(classes, layout, set) : null)}
      />
      <ErrorNote errors={[collected.error, colouring.error, parts.near.error, layoutError(parts.layoutState)]} />
      <div className={styles.body}>
        {layout?.dimensions === 3 ? (
          <OrbitPlane parts={parts} tints={tints} label={roomSummary(parts, classes.length)} testId="latent.orbit">
            <Readings parts={parts} collected={collected} colouring={colouring} />
          </OrbitPlane>
        ) : (
          <Plane testId="latent.canvas" label={summary(parts, classes.length)} onStage={setStage} gestures={gestures}>
            <PlaneOverlays parts={parts} collected={collected} colouring={colouring} brush={brush} />
            <OwnRing parts={parts} />
          </Plane>
        )}
        <TwinPanel parts={parts} colouring={colouring} />
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

const summary = ({ set, width }: LatentParts, classes: number): string =>
  set
    ? `Latent plane: ${formatCount(set.count)} ${set.split} items in ${classes} classes, z has ${width} ${width === 1 ? 'number' : 'numbers'}, weights of step ${formatCount(set.step)}. Arrow keys move a cursor that decodes, Enter selects the nearest item, B sets the corners of a box to select${width > 2 ? ', T sets the sliders to the nearest item' : ''}, plus and minus zoom, F fits.`
    : 'Latent plane, waiting for the first encoded items.';

const roomSummary = ({ set, width }: LatentParts, classes: number): string =>
  set
    ? `Latent space as a room: ${formatCount(set.count)} ${set.split} items in ${classes} classes, z has ${width} numbers, weights of step ${formatCount(set.step)}. Arrow keys turn it, plus and minus zoom, F goes back to the start, Enter looks at the item in the middle.`
    : 'Latent space as a room, waiting for the first encoded items.';
