import { Dices } from 'lucide-react';
import { useMemo, useRef } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { IconButton } from '../components/Button';
import { formatCount } from '../format';
import { ErrorNote } from '../lenses/ErrorNote';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { LensToolbar } from '../lenses/LensToolbar';
import shared from '../lenses/lens.module.css';
import type { Numbers } from '../lenses/line/draw-histograms';
import { HistogramCanvas } from '../lenses/line/HistogramCanvas';
import { TrainingTime } from '../lenses/time/TrainingTime';
import styles from './PointSamples.module.css';
import { SamplesLegend } from './SamplesLegend';
import { useHeldOut, useSamples } from './use-samples';
import { newNoise } from './view';

const COUNT = 10_000;

/** Samples on a line as a histogram, with the outline of the data's that they should look like. */
export function LineSamples({ info }: { info: SessionInfo }) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const { value, error } = useSamples(info, COUNT, visible);
  const { data, count } = useHeldOut(info, COUNT, visible);
  const [samples, held] = [value?.values, data.value?.values];
  const sets = useMemo(
    (): Numbers[] => [
      ...(samples ? [{ values: samples, colour: 'accent' } as const] : []),
      ...(held ? [{ values: held, colour: 'data', outline: true } as const] : []),
    ],
    [samples, held],
  );
  return (
    <div ref={frame} className={`${shared.lens} ${styles.line}`}>
      <LensToolbar label="Samples lens">
        <TrainingTime />
        <IconButton icon={Dices} label="New noise" size="small" onClick={newNoise} testId="samples.noise" />
      </LensToolbar>
      <ErrorNote errors={[error, data.error]} />
      <HistogramCanvas
        sets={sets}
        label={
          value
            ? `Histogram of ${formatCount(value.count)} samples of the model at step ${formatCount(value.step)}, over that of ${formatCount(count)} held-out numbers.`
            : 'Samples on a line, waiting for the first ones.'
        }
        testId="samples.histogram"
      />
      <SamplesLegend samples={value} data="outline" />
    </div>
  );
}
