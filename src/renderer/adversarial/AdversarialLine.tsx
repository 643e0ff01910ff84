import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { cssColour } from '../lenses/colour/rgb';
import { useTheme } from '../lenses/colour/theme';
import { ErrorNote } from '../lenses/ErrorNote';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { usePixelRatio } from '../lenses/hooks/use-pixel-ratio';
import { useSize } from '../lenses/hooks/use-size';
import shared from '../lenses/lens.module.css';
import { type Bins, binMiddle } from '../lenses/maths/histogram';
import { TrainingTime } from '../lenses/time/TrainingTime';
import shapes from './AdversarialLens.module.css';
import styles from './AdversarialLine.module.css';
import { AdversarialToolbar } from './AdversarialToolbar';
import { sideColours } from './colours';
import { turnByKey } from './keys';
import { LineScene } from './line-scene';
import { digestOf, standingSentence } from './scores';
import { TurnPanel } from './TurnPanel';
import { useAdversarial } from './use-adversarial';
import { usePaceOfChange } from './use-pace';
import { useAdversarialView } from './view';

const BINS = 240;
/** Standardised data lies within this; known better when the first points have come. */
const FIRST: Bins = { min: -3, max: 3, count: BINS };

/** The game on a line: two densities, the discriminator's curve, and the push along the axis. */
export function AdversarialLine({ info }: { info: SessionInfo }) {
  const frame = useRef<HTMLDivElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const visible = useOnScreen(frame);
  const size = useSize(room);
  const pixelRatio = usePixelRatio();
  const theme = useTheme();
  const colours = useMemo(() => sideColours(theme.light), [theme]);
  const shown = useAdversarialView();
  const pace = usePaceOfChange();
  const [bins, setBins] = useState(FIRST);
  const [scene, setScene] = useState<LineScene | null>(null);
  const { value: game, error } = useAdversarial(
    info,
    { value: bins, key: `${bins.min} ${bins.max}` },
    binMiddles,
    visible,
  );

  useEffect(() => {
    if (!canvas.current) return;
    const made = new LineScene(canvas.current);
    setScene(made);
    return () => made.dispose();
  }, []);
  useEffect(() => {
    if (size.width > 0) scene?.setLook({ size, pixelRatio, shown, colours, theme });
  }, [scene, size, pixelRatio, shown, colours, theme]);
  const paceNow = useRef(pace);
  paceNow.current = pace;
  useEffect(() => {
    if (!game || !scene) return;
    const wanted = binsAround(game.view.real);
    if (wanted && (wanted.min !== game.grid.min || wanted.max !== game.grid.max)) setBins(wanted);
    scene.show(game, paceNow.current);
    if (canvas.current)
      Object.assign(canvas.current.dataset, { scores: digestOf(game.heat), points: digestOf(game.view.fake) });
  }, [scene, game]);

  const scale = info.probes.adversarial?.scale ?? 'probability';
  const layers = useMemo(() => layersOf(scale === 'probability'), [scale]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !turnByKey(event, info)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={frame} className={shared.lens}>
      <AdversarialToolbar layers={layers} />
      <ErrorNote errors={[error]} />
      <div className={shapes.body}>
        <div ref={room} className={styles.room}>
          <canvas
            ref={canvas}
            className={styles.canvas}
            role="img"
            tabIndex={0}
            aria-label={standingSentence(game?.standing ?? null, scale)}
            onKeyDown={onKeyDown}
            data-testid="adversarial.canvas"
          />
          <div className={styles.key} data-in-picture>
            <span className={shapes.side}>
              <span className={shapes.disc} style={{ background: cssColour(colours.real) }} aria-hidden /> real
            </span>
            <span className={shapes.side}>
              <span className={shapes.diamond} style={{ background: cssColour(colours.fake) }} aria-hidden /> generated
            </span>
            <span className={shapes.side}>
              <span className={styles.curve} aria-hidden /> D(x)
            </span>
            {scale === 'probability' && (
              <span className={shapes.side}>
                <span className={styles.dashed} aria-hidden /> best D
              </span>
            )}
          </div>
        </div>
        <TurnPanel info={info} standing={game?.standing ?? null} />
      </div>
      <div className={shapes.time}>
        <TrainingTime />
      </div>
    </div>
  );
}

const layersOf = (probability: boolean) =>
  [
    { id: 'heat', label: 'Discriminator' },
    ...(probability ? [{ id: 'optimal', label: 'Best discriminator' } as const] : []),
    { id: 'real', label: 'Real points' },
    { id: 'fake', label: 'Generated points' },
    { id: 'arrows', label: 'Push on generated points' },
  ] as const;

const binMiddles = (bins: Bins): Float32Array =>
  Float32Array.from({ length: bins.count }, (_, bin) => binMiddle(bins, bin));

/** The bulk of the points with room on both sides. Null without a finite point. */
function binsAround(points: Float32Array): Bins | null {
  const sorted = points.filter(Number.isFinite).sort();
  if (sorted.length === 0) return null;
  const low = sorted[Math.floor(0.005 * (sorted.length - 1))];
  const high = sorted[Math.ceil(0.995 * (sorted.length - 1))];
  const room = 0.3 * Math.max(high - low, 1e-3);
  return { min: low - room, max: high + room, count: BINS };
}
