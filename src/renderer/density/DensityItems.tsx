import { useMemo, useRef } from 'react';
import type { DensityInfo, SessionInfo } from '../../protocol/worker';
import { formatFixed, formatNumber } from '../format';
import { ErrorNote } from '../lenses/ErrorNote';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { useSize } from '../lenses/hooks/use-size';
import shared from '../lenses/lens.module.css';
import type { Numbers } from '../lenses/line/draw-histograms';
import { HistogramCanvas } from '../lenses/line/HistogramCanvas';
import { type PictureShape, pictureShape } from '../lenses/tiles/item';
import { TileCanvas } from '../lenses/tiles/TileCanvas';
import { TrainingTime } from '../lenses/time/TrainingTime';
import styles from './DensityLens.module.css';
import { DensityToolbar } from './DensityToolbar';
import { extremes, perNumber, rankingSentence } from './ranking';
import { useDensityOfItems, useItems } from './use-density';

/** Items of each split that are asked about, and how many of each end are shown. */
const ASKED = 1_000;
const SHOWN = 16;
const COLUMNS = 8;

/** How probable items of many numbers are: the spread of log p, and the items at its ends. */
export function DensityItems({ info, density }: { info: SessionInfo; density: DensityInfo }) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const asked = { info, density, lane: 0, visible };
  const { value: heldOut, error } = useDensityOfItems(asked, 'test', Math.min(ASKED, info.data.test));
  const { value: training, error: trainingError } = useDensityOfItems(asked, 'train', Math.min(ASKED, info.data.train));
  const sets = useMemo((): Numbers[] => {
    const of = (values: Float32Array) => perNumber(values, density.numbers);
    return [
      ...(heldOut ? [{ values: of(heldOut.logProb), colour: 'data' as const }] : []),
      ...(training ? [{ values: of(training.logProb), colour: 'accent' as const, outline: true }] : []),
    ];
  }, [heldOut, training, density.numbers]);
  const ends = useMemo(() => (heldOut ? extremes(heldOut.logProb, SHOWN) : null), [heldOut]);
  const shape = useMemo(() => pictureShape(info.data.itemShape), [info]);
  const sentence = heldOut && rankingSentence(heldOut, training, density);
  return (
    <div ref={frame} className={shared.lens}>
      <DensityToolbar info={info} density={density} />
      <ErrorNote errors={[error, trainingError]} />
      <div className={styles.items}>
        <p className={styles.caption} data-testid="density.sentence">
          {sentence ?? 'Waiting for the density of held-out items.'}
        </p>
        <div className={styles.histogram}>
          <HistogramCanvas sets={sets} label={sentence ?? 'Spread of log p'} testId="density.histogram" />
        </div>
        {heldOut && ends && ends.most.length > 0 && shape && (
          <div className={styles.ends}>
            <End title="Most probable" name="most" items={ends.most} values={heldOut.logProb} shape={shape} />
            <End title="Least probable" name="least" items={ends.least} values={heldOut.logProb} shape={shape} />
          </div>
        )}
      </div>
      <div className={styles.time}>
        <TrainingTime />
      </div>
    </div>
  );
}

interface EndProps {
  title: string;
  name: string;
  /** Positions among the held-out items, the outermost first. */
  items: readonly number[];
  values: Float32Array;
  shape: PictureShape;
}

function End({ title, name, items, values, shape }: EndProps) {
  const frame = useRef<HTMLDivElement>(null);
  const { width } = useSize(frame);
  const { value } = useItems(items, name);
  const [first, last] = [values[items[0]], values[items[items.length - 1]]];
  const words = `${title}: log p from ${formatNumber(first, 4)} to ${formatNumber(last, 4)}`;
  return (
    <div ref={frame} className={styles.end} data-testid={`density.${name}`} data-items={items.join(' ')}>
      <p className={styles.caption}>
        {title} <span className={styles.number}>log p {formatFixed(first, 1)}</span> …{' '}
        <span className={styles.number}>{formatFixed(last, 1)}</span>
      </p>
      {value && width > 0 && (
        <TileCanvas
          values={value.values}
          count={value.count}
          columns={COLUMNS}
          shape={shape}
          room={Math.min(width, 300)}
          largest={2}
          label={words}
        />
      )}
    </div>
  );
}
