import { useEffect, useRef, useState } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { formatCount, formatFixed } from '../format';
import { labelColour } from '../lenses/colour/labels';
import { cssColour } from '../lenses/colour/rgb';
import { ErrorNote } from '../lenses/ErrorNote';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { useProbe } from '../lenses/probe/use-probe';
import type { PictureShape } from '../lenses/tiles/item';
import { TileCanvas } from '../lenses/tiles/TileCanvas';
import { ClassTotals } from './by-class';
import styles from './DataLens.module.css';
import { ItemsToolbar } from './ItemsToolbar';
import { useDataView } from './view';

/** Items asked for at a time: the training process does something else in between. */
const PIECE = 2_000;
/** CSS pixels of a mean picture. */
const PICTURE = 68;

interface ClassItemsProps {
  info: SessionInfo;
  /** Null where items are no pictures: their mean is then written in numbers. */
  shape: PictureShape | null;
}

/** How many items each class has, and their mean; the set is gone through piece by piece. */
export function ClassItems({ info, shape }: ClassItemsProps) {
  const frame = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const split = useDataView((view) => view.split);
  const { data } = info;
  const of = (split === 'train' ? data.train : data.test) || data.test;
  const { totals, seen, error } = useTotals(info, split, of, visible);
  const means = totals?.means();
  const most = totals ? Math.max(1, ...totals.counts) : 1;
  const item = data.itemShape.reduce((a, b) => a * b, 1);
  return (
    <div ref={frame} className={styles.lens}>
      <ItemsToolbar info={info} />
      <ErrorNote errors={[error]} />
      <ul className={styles.classes} aria-label={`Classes of ${formatCount(seen)} items`} data-testid="data.classes">
        {totals &&
          means &&
          data.classes.map((name, label) => {
            const mean = means.subarray(label * item, (label + 1) * item);
            return (
              <li key={name} className={styles.class}>
                <span className={styles.classHead}>
                  <span className={styles.swatch} style={{ background: cssColour(labelColour(label)) }} aria-hidden />
                  {name}
                  <span className={styles.count}>{formatCount(totals.counts[label])}</span>
                </span>
                <span className={styles.share} style={{ width: `${(100 * totals.counts[label]) / most}%` }} />
                {shape ? (
                  <TileCanvas
                    values={mean}
                    shape={shape}
                    room={PICTURE}
                    roomHeight={PICTURE}
                    label={`Mean of ${name}`}
                  />
                ) : (
                  <span className={styles.count}>{[...mean].map((value) => formatFixed(value, 2)).join(', ')}</span>
                )}
              </li>
            );
          })}
      </ul>
    </div>
  );
}

/** Counts and means over a split, which grow until all of it has been seen. */
function useTotals(info: SessionInfo, split: 'train' | 'test', of: number, visible: boolean) {
  const { data } = info;
  const [seen, setSeen] = useState({ split, count: 0 });
  const totals = useRef<{ split: string; totals: ClassTotals } | null>(null);
  const offset = seen.split === split ? seen.count : 0;
  const { error } = useProbe({
    query: visible && offset < of ? { split, offset, count: Math.min(PIECE, of - offset) } : null,
    key: `${split} ${offset}`,
    ask: (client, query) => client.request('probe.data', { channel: 'data.classes', ...query }),
    onAnswer: (items, query) => {
      if (totals.current?.split !== query.split || query.offset === 0)
        totals.current = {
          split: query.split,
          totals: new ClassTotals(data.classes.length, items.values.length / Math.max(1, items.count)),
        };
      totals.current.totals.add(items.values, items.labels);
      setSeen({ split: query.split, count: items.count > 0 ? query.offset + items.count : of });
    },
  });
  useEffect(() => setSeen({ split, count: 0 }), [split]);
  const current = totals.current?.split === split ? totals.current.totals : null;
  return { totals: current, seen: offset, error };
}
