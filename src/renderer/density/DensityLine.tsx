import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import type { DensityInfo, SessionInfo } from '../../protocol/worker';
import { classes } from '../components/classes';
import { formatFixed } from '../format';
import { useTheme } from '../lenses/colour/theme';
import { ErrorNote } from '../lenses/ErrorNote';
import { useCanvas } from '../lenses/hooks/use-canvas';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { useSize } from '../lenses/hooks/use-size';
import shared from '../lenses/lens.module.css';
import { type Bins, binMiddle, histogram } from '../lenses/maths/histogram';
import { endOf } from '../lenses/probe/end-of';
import { TrainingTime } from '../lenses/time/TrainingTime';
import { Integral, Sides } from './DensityLegend';
import styles from './DensityLens.module.css';
import { DensityToolbar, otherSamples } from './DensityToolbar';
import { drawDensityLine, lineScale } from './draw-line';
import { integralText, readingOf, valueName, valueText } from './reading';
import { ScanPanel } from './ScanPanel';
import { useDensityGrid, useDraws, useHeldOut } from './use-density';
import { useDensityView } from './view';

const CELLS = 400;
const BINS = 100;
/** Room on both sides of the data, as a share of its width. */
const ROOM = 0.25;

const LAYERS = [
  { id: 'heat', label: 'Density' },
  { id: 'data', label: 'Held-out numbers' },
] as const;
const SAMPLES = { id: 'samples', label: 'Drawn numbers' } as const;

/** A density on a line: its curve over the histogram of held-out numbers. */
export function DensityLine({ info, density }: { info: SessionInfo; density: DensityInfo }) {
  const frame = useRef<HTMLDivElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const visible = useOnScreen(frame);
  const size = useSize(room);
  const theme = useTheme();
  const shown = useDensityView();
  const [cursor, setCursor] = useState<number | null>(null);
  const asked = { info, density, lane: 0, visible };
  const { value: heldOut } = useHeldOut(info, shown.count, visible);
  const { value: draws, error: drawsError } = useDraws({ ...asked, visible: visible && shown.samples }, shown.count);
  const cells = useMemo(() => (heldOut ? cellsAround(heldOut.values) : null), [heldOut]);
  const { value: answer, error } = useDensityGrid(
    asked,
    cells && { value: cells, key: `${cells.min} ${cells.max}` },
    cellMiddles,
  );
  const picture = useMemo(() => {
    if (!answer || !heldOut) return null;
    const { grid, values } = answer;
    const reading = readingOf(values.logProb, (grid.max - grid.min) / grid.count, density.kind);
    const bins = { ...grid, count: BINS };
    return {
      cells: grid,
      reading,
      bins,
      data: histogram(heldOut.values, bins),
      samples: draws && shown.samples ? histogram(endOf(draws), bins) : null,
    };
  }, [answer, heldOut, draws, shown.samples, density.kind]);

  const draw = useMemo(
    () =>
      picture &&
      ((context: CanvasRenderingContext2D) => drawDensityLine(context, size, picture, { shown, cursor, theme })),
    [picture, size, shown, cursor, theme],
  );
  useCanvas(canvas, size, draw);

  const cell = picture && cursor !== null ? cellOf(picture.cells, cursor) : null;
  const layers = density.sampler === null ? LAYERS : [...LAYERS, SAMPLES];
  const onKeyDown = (event: KeyboardEvent) => {
    if (!picture || event.ctrlKey || event.metaKey || event.altKey) return;
    const { min, max, count } = picture.cells;
    const step = ((max - min) / count) * (event.shiftKey ? 10 : 1);
    const way = { ArrowLeft: -step, ArrowRight: step }[event.key];
    if (event.key === 'n') otherSamples();
    else if (event.key === 'Escape' && cursor !== null) setCursor(null);
    else if (way !== undefined) setCursor(Math.min(max, Math.max(min, (cursor ?? (min + max) / 2) + way)));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={frame} className={shared.lens}>
      <DensityToolbar info={info} density={density} layers={layers} />
      <ErrorNote errors={[error, drawsError]} />
      <div className={styles.body}>
        <div ref={room} className={styles.room}>
          <canvas
            ref={canvas}
            className={styles.canvas}
            role="img"
            tabIndex={0}
            aria-label={
              picture
                ? `${density.title}: ${valueName(density.kind)} up to ${formatFixed(picture.reading.highest, 2)}; ∫ p over the picture is ${integralText(picture.reading.integral)}.`
                : `${density.title}, waiting for its density.`
            }
            onPointerMove={({ clientX, currentTarget }) =>
              picture &&
              setCursor(lineScale(picture.cells, size).place(clientX - currentTarget.getBoundingClientRect().left))
            }
            onPointerLeave={() => setCursor(null)}
            onKeyDown={onKeyDown}
            data-testid="density.canvas"
          />
          {picture && cell !== null && cursor !== null && (
            <div className={classes(styles.head, styles.right)}>
              <span className={styles.readout} role="status" data-testid="density.value.0">
                {`${formatFixed(cursor, 2)}: `}
                {valueText(picture.reading.logProb[cell], picture.reading.told[cell], density.kind)}
              </span>
            </div>
          )}
          {picture && (
            <div className={styles.key} data-in-picture data-testid="density.legend">
              <Sides density={density} />
              <Integral density={density} reading={picture.reading} />
            </div>
          )}
        </div>
        {density.scan && <ScanPanel info={info} density={density} visible={visible} />}
      </div>
      <div className={styles.time}>
        <TrainingTime />
      </div>
    </div>
  );
}

const cellMiddles = (cells: Bins): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: cells.count }, (_, cell) => binMiddle(cells, cell));

const cellOf = ({ min, max, count }: Bins, place: number): number =>
  Math.min(count - 1, Math.max(0, Math.floor(((place - min) / (max - min)) * count)));

/** The line about all numbers, with room on both sides. Null without a finite one. */
function cellsAround(values: Float32Array): Bins | null {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length === 0) return null;
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const room = ROOM * Math.max(high - low, 1e-3);
  return { min: low - room, max: high + room, count: CELLS };
}
