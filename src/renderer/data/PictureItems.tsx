import { useEffect, useMemo, useRef } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { Select } from '../components/Select';
import { ErrorNote } from '../lenses/ErrorNote';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { useSize } from '../lenses/hooks/use-size';
import { useProbe } from '../lenses/probe/use-probe';
import type { PictureShape } from '../lenses/tiles/item';
import { TileCanvas } from '../lenses/tiles/TileCanvas';
import { rowsByClass } from './by-class';
import styles from './DataLens.module.css';
import { ItemsToolbar } from './ItemsToolbar';
import { Pager } from './Pager';
import { changeDataView, useDataView } from './view';

/** CSS pixels of a tile, about, with its gap; and of the names of the classes. */
const TILE = 34;
const LEAST = 14;
const NAMES = 44;
/** Items of a page by class: enough that each class fills its row. */
const PER_PAGE = 1_000;
const MOST = 600;

const ORDERS = [
  { value: 'order', label: 'in order' },
  { value: 'class', label: 'by class' },
] as const;

/** Pictures in the order of the set, or in rows by class, page by page. */
export function PictureItems({ info, shape }: { info: SessionInfo; shape: PictureShape }) {
  const frame = useRef<HTMLDivElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const visible = useOnScreen(frame);
  const { width, height } = useSize(room);
  const { split, page, order } = useDataView();
  const { classes, train, test } = info.data;
  const named = classes.length > 1;
  const byClass = order === 'class' && named;
  // By class, the rows share the height, and as many tiles as that leaves room for stand in each.
  const side = byClass ? Math.max(LEAST, Math.min(TILE, height / classes.length)) : TILE;
  const columns = Math.max(1, Math.floor((byClass ? width - NAMES : width) / side));
  const fits = Math.min(MOST, columns * Math.max(1, Math.floor(height / TILE)));
  const perPage = byClass ? PER_PAGE : fits;
  const of = split === 'train' ? train : test;
  const last = Math.max(0, Math.ceil(of / perPage) - 1);
  const offset = Math.min(page, last) * perPage;
  // A larger room has fewer pages.
  useEffect(() => {
    if (width > 0 && page > last) changeDataView({ page: last });
  }, [width, page, last]);

  const { value, error } = useProbe({
    query: visible && width > 0 ? { split, offset, count: perPage } : null,
    key: `${split} ${offset} ${perPage}`,
    ask: (client, query) => client.request('probe.data', { channel: 'data.items', ...query }),
  });
  const rows = useMemo(
    () => (value && byClass ? rowsByClass(value.values, value.labels, shape.size, columns) : null),
    [value, byClass, shape, columns],
  );
  const tile = {
    shape,
    columns,
    room: byClass ? width - NAMES : width,
    roomHeight: height,
    largest: 2,
    testId: 'data.pictures',
  };
  return (
    <div ref={frame} className={styles.lens}>
      <ItemsToolbar info={info} />
      <ErrorNote errors={[error]} />
      <div ref={room} className={styles.room}>
        {value && rows && (
          <div className={styles.rows}>
            <ul className={styles.names} aria-label="Classes" style={{ width: NAMES }}>
              {rows.labels.map((label) => (
                <li key={label}>{classes[label] ?? label}</li>
              ))}
            </ul>
            <TileCanvas
              {...tile}
              values={rows.values}
              count={rows.values.length / shape.size}
              label={`Items of each class, ${rows.labels.length} rows of ${rows.columns}`}
            />
          </div>
        )}
        {value && !rows && (
          <TileCanvas {...tile} values={value.values} count={value.count} label={`${value.count} items`} />
        )}
      </div>
      <Pager from={offset} count={Math.min(perPage, of - offset)} of={of}>
        {named && (
          <Select
            label="Order"
            value={order}
            options={ORDERS}
            onChange={(next) => changeDataView({ order: next, page: 0 })}
            quiet
            testId="data.order"
          />
        )}
      </Pager>
    </div>
  );
}
