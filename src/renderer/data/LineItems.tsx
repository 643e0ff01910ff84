import { useMemo, useRef } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { formatCount } from '../format';
import { ErrorNote } from '../lenses/ErrorNote';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import type { Numbers } from '../lenses/line/draw-histograms';
import { HistogramCanvas } from '../lenses/line/HistogramCanvas';
import { useProbe } from '../lenses/probe/use-probe';
import styles from './DataLens.module.css';
import { ItemsToolbar } from './ItemsToolbar';
import { useDataView } from './view';

const COUNT = 10_000;

/** Numbers on a line as a histogram. */
export function LineItems({ info }: { info: SessionInfo }) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const split = useDataView((view) => view.split);
  const { value, error } = useProbe({
    query: visible ? split : null,
    key: split,
    ask: (client, asked) =>
      client.request('probe.data', { channel: 'data.items', split: asked, offset: 0, count: COUNT }),
  });
  const sets = useMemo((): Numbers[] => (value ? [{ values: value.values, colour: 'data' }] : []), [value]);
  return (
    <div ref={frame} className={styles.lens}>
      <ItemsToolbar info={info} />
      <ErrorNote errors={[error]} />
      <HistogramCanvas
        sets={sets}
        label={value ? `Histogram of ${formatCount(value.count)} numbers of ${info.data.title}.` : 'Histogram'}
        testId="data.histogram"
      />
    </div>
  );
}
