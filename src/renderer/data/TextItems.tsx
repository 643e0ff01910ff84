import { useRef } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { ErrorNote } from '../lenses/ErrorNote';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { useProbe } from '../lenses/probe/use-probe';
import { TextRows } from '../text/TextRows';
import styles from './DataLens.module.css';
import { ItemsToolbar } from './ItemsToolbar';
import { Pager } from './Pager';
import { useDataView } from './view';

const PAGE = 40;

/** Windows of a text, in the order in which they stand in it. */
export function TextItems({ info }: { info: SessionInfo }) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const split = useDataView((view) => view.split);
  const page = useDataView((view) => view.page);
  const from = page * PAGE;
  const of = info.data[split];
  const { value, error } = useProbe({
    query: visible ? { split, offset: from } : null,
    key: `${split} ${from}`,
    ask: (client, asked) => client.request('probe.data', { channel: 'data.items', count: PAGE, ...asked }),
  });
  return (
    <div ref={frame} className={styles.lens}>
      <ItemsToolbar info={info} />
      <ErrorNote errors={[error]} />
      {value?.texts && (
        <TextRows texts={value.texts} from={from + 1} label={`Windows of ${info.data.title}`} testId="data.texts" />
      )}
      <Pager from={from} count={Math.min(PAGE, Math.max(0, of - from))} of={of} />
    </div>
  );
}
