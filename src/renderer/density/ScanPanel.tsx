import { type KeyboardEvent, type PointerEvent, useMemo, useRef } from 'react';
import type { DensityInfo, DensityScanValues, SessionInfo } from '../../protocol/worker';
import { sideColours } from '../adversarial/colours';
import { Button } from '../components/Button';
import { formatFixed, formatNumber } from '../format';
import { cssColour } from '../lenses/colour/rgb';
import { useTheme } from '../lenses/colour/theme';
import { ErrorNote } from '../lenses/ErrorNote';
import { useCanvas } from '../lenses/hooks/use-canvas';
import { useSize } from '../lenses/hooks/use-size';
import { drawScan, scanScale } from './draw-scan';
import styles from './ScanPanel.module.css';
import { bestOf, curveAt, setScanned, triedRange, triedValues, useScannedSetting } from './scan';
import { useScan } from './use-density';

/** Held-out items that the likelihood is averaged over. */
const HELD_OUT = 1_000;
/** Factor of an arrow key, and with Shift. */
const FINE = 1.05;
const COARSE = 1.25;

interface ScanPanelProps {
  info: SessionInfo;
  density: DensityInfo;
  visible: boolean;
}

/** How likely training and held-out items would be at other widths: memory on the one side, blur on the other. */
export function ScanPanel({ info, density, visible }: ScanPanelProps) {
  const { scan } = density;
  const setting = useScannedSetting(density);
  const [low, high] = triedRange(setting, scan?.range ?? [0.001, 10]);
  const values = useMemo(() => triedValues(low, high), [low, high]);
  const { value: answer, error } = useScan({ info, density, visible }, values, HELD_OUT);
  const best = answer && bestOf(answer);
  return (
    <aside className={styles.panel} aria-label="Likelihood against the width" data-in-picture="no">
      <p className={styles.title}>log p (nats) against {scan?.title.toLowerCase() ?? 'width'}</p>
      <ErrorNote errors={[error]} />
      <ScanCanvas density={density} answer={answer} />
      <Key />
      {answer && best && (
        <>
          <div className={styles.row}>
            <span>
              now{' '}
              <span className={styles.number} data-testid="density.scan.present">
                {formatNumber(answer.present, 3)}
              </span>
              , best{' '}
              <span className={styles.number} data-testid="density.scan.best">
                {formatNumber(best.value, 3)}
              </span>
            </span>
            <Button
              size="small"
              disabled={formatNumber(best.value, 3) === formatNumber(setting, 3)}
              label="Take the best"
              onClick={() => setScanned(density, best.value)}
              tooltip="Sets the width at which held-out items are likeliest"
              testId="density.scan.take"
            >
              Take
            </Button>
          </div>
          <div className={styles.row}>
            <span>training − held-out</span>
            <span className={styles.number} data-testid="density.scan.gap">
              {gapText(answer)}
            </span>
          </div>
        </>
      )}
    </aside>
  );
}

/** How much better it knows what it was made from, at the present width. */
function gapText({ values, training, heldOut, present }: DensityScanValues): string {
  const gap = curveAt(values, training, present) - curveAt(values, heldOut, present);
  return `${formatFixed(gap, 2)} nats`;
}

function Key() {
  const { real } = sideColours(useTheme().light);
  return (
    <div className={styles.key}>
      <span className={styles.entry}>
        <span className={styles.line} style={{ borderColor: cssColour(real) }} aria-hidden /> held-out
      </span>
      <span className={styles.entry}>
        <span className={styles.training} aria-hidden /> training
      </span>
      <span className={styles.entry}>
        <span className={styles.dashed} aria-hidden /> each left out
      </span>
    </div>
  );
}

function ScanCanvas({ density, answer }: { density: DensityInfo; answer: DensityScanValues | null }) {
  const room = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(room);
  const theme = useTheme();
  const draw = useMemo(() => {
    if (!answer) return null;
    const colours = { training: theme.objective, heldOut: sideColours(theme.light).real, leaveOneOut: theme.muted };
    return (context: CanvasRenderingContext2D) => drawScan(context, size, answer, colours, theme);
  }, [answer, size, theme]);
  useCanvas(canvas, size, draw);

  const value = useScannedSetting(density);
  const [least, most] = density.scan?.range ?? [0, 1];
  const onPointer = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!answer || event.buttons !== 1) return;
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left;
    setScanned(density, scanScale(answer.values, size).value(left));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const factor = event.shiftKey ? COARSE : FINE;
    const way = { ArrowRight: factor, ArrowUp: factor, ArrowLeft: 1 / factor, ArrowDown: 1 / factor }[event.key];
    if (way === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    setScanned(density, value * way);
  };
  return (
    <div ref={room} className={styles.room}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        role="slider"
        tabIndex={0}
        aria-label={density.scan?.title ?? 'Width'}
        aria-valuemin={least}
        aria-valuemax={most}
        aria-valuenow={value}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
        onKeyDown={onKeyDown}
        data-testid="density.scan"
      />
    </div>
  );
}
