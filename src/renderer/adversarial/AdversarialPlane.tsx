import { useEffect, useMemo, useRef, useState } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { useTheme } from '../lenses/colour/theme';
import { ErrorNote } from '../lenses/ErrorNote';
import { reducedMotion } from '../lenses/hooks/use-media';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { useSettled } from '../lenses/hooks/use-settled';
import shared from '../lenses/lens.module.css';
import { cellMiddles, type HeatGrid } from '../lenses/plane/heat-layer';
import { Plane } from '../lenses/plane/Plane';
import type { PlaneStage } from '../lenses/plane/stage';
import { visibleExtent } from '../lenses/plane/transform';
import { useScene } from '../lenses/plane/use-scene';
import { useStageView } from '../lenses/plane/use-view';
import { TrainingTime } from '../lenses/time/TrainingTime';
import styles from './AdversarialLens.module.css';
import { AdversarialToolbar } from './AdversarialToolbar';
import { scoreRange, sideColours } from './colours';
import { HeatLegend } from './HeatLegend';
import { turnByKey } from './keys';
import { AdversarialScene } from './scene';
import { digestOf, gridOver, standingSentence } from './scores';
import { TurnPanel } from './TurnPanel';
import { useAdversarial } from './use-adversarial';
import { usePaceOfChange } from './use-pace';
import { useAdversarialView } from './view';

const LAYERS = [
  { id: 'heat', label: 'Discriminator' },
  { id: 'boundary', label: 'Line of “cannot tell”' },
  { id: 'real', label: 'Real points' },
  { id: 'fake', label: 'Generated points' },
  { id: 'arrows', label: 'Push on generated points' },
] as const;

/** How long the view stands still before the discriminator is asked about what is newly seen, in milliseconds. */
const SETTLED = 90;

/** The game in the plane: what the discriminator says everywhere, real and generated points, and where the latter are pushed. */
export function AdversarialPlane({ info }: { info: SessionInfo }) {
  const frame = useRef<HTMLDivElement>(null);
  const marks = useRef<HTMLCanvasElement>(null);
  const visible = useOnScreen(frame);
  const pace = usePaceOfChange();
  const theme = useTheme();
  const colours = useMemo(() => sideColours(theme.light), [theme]);
  const shown = useAdversarialView();
  const [stage, setStage] = useState<PlaneStage | null>(null);
  const scene = useScene(stage, (on) => new AdversarialScene(on));
  const grid = useGrid(stage);
  const { value: game, error } = useAdversarial(info, grid, cellMiddles, visible);

  useEffect(() => scene?.look(colours, shown), [scene, colours, shown]);
  const paceNow = useRef(pace);
  paceNow.current = pace;
  useEffect(() => {
    if (!game || !scene) return;
    scene.show(game, paceNow.current);
    if (marks.current)
      Object.assign(marks.current.dataset, { scores: digestOf(game.heat), points: digestOf(game.view.fake) });
  }, [scene, game]);

  const scale = info.probes.adversarial?.scale ?? 'probability';
  const range = useMemo(
    () => scoreRange(scale, game?.heat ?? new Float32Array(0), game?.standing.middle ?? 0),
    [scale, game],
  );
  return (
    <div ref={frame} className={shared.lens}>
      <AdversarialToolbar layers={LAYERS} onFit={() => stage?.framing.fit(reducedMotion())} />
      <ErrorNote errors={[error]} />
      <div className={styles.body}>
        <Plane
          testId="adversarial.canvas"
          label={standingSentence(game?.standing ?? null, scale)}
          marksRef={marks}
          onStage={setStage}
          gestures={{ onKey: (event) => turnByKey(event, info) }}
        >
          {shown.heat && <HeatLegend range={range} colours={colours} scale={scale} />}
        </Plane>
        <TurnPanel info={info} standing={game?.standing ?? null} />
      </div>
      <div className={styles.time}>
        <TrainingTime />
      </div>
    </div>
  );
}

/** The grid over what is seen, once the view stands still. */
function useGrid(stage: PlaneStage | null): { value: HeatGrid; key: string } | null {
  const view = useSettled(useStageView(stage), SETTLED);
  return useMemo(() => {
    const value = stage && gridOver(visibleExtent(view, stage.extent), stage.extent);
    return value && { value, key: `${view.x} ${view.y} ${view.scale} ${value.columns} ${value.rows}` };
  }, [stage, view]);
}
