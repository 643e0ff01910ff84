import { Pin, X } from 'lucide-react';
import { useMemo, useRef } from 'react';
import type { SessionInfo } from '../../../protocol/worker';
import { IconButton } from '../../components/Button';
import { Select } from '../../components/Select';
import { useRoving } from '../../components/use-roving';
import { formatCount, formatFixed } from '../../format';
import { labelColour } from '../../lenses/colour/labels';
import { cssColour } from '../../lenses/colour/rgb';
import { useFocusBack } from '../../lenses/hooks/use-focus-back';
import { pictureShape } from '../../lenses/tiles/item';
import { TileCanvas } from '../../lenses/tiles/TileCanvas';
import type { EncodedVectors } from '../layout/settle-run';
import { pinItem } from '../traversal/pin';
import type { Split } from '../view';
import { COUNTS, changeNeighbourChoice, useNeighbourChoice } from './choice';
import { type Metric, type Neighbours, purity } from './find';
import { focusItem } from './focus';
import styles from './NeighboursPanel.module.css';
import { useThumbnails } from './use-thumbnails';

interface NeighboursPanelProps {
  info: SessionInfo;
  set: EncodedVectors & { labels: Uint8Array };
  split: Split;
  item: number;
  /** Null until they are found. */
  found: Neighbours | null;
  /** Whether there are traversal sliders to be set to the item. */
  decodes: boolean;
}

const METRICS: readonly { value: Metric; label: string }[] = [
  { value: 'euclidean', label: 'Euclidean' },
  { value: 'cosine', label: 'cosine' },
];
const THUMBNAIL = 28;

/** The items nearest to one in the whole latent space: how they look, what they are and how far away. */
export function NeighboursPanel({ info, set, split, item, found, decodes }: NeighboursPanelProps) {
  const { labels } = set;
  const { k, metric } = useNeighbourChoice();
  const panel = useRef<HTMLElement>(null);
  useFocusBack(panel);
  const mine = found?.item === item ? found : null;
  const rows = useMemo(() => (mine ? [item, ...mine.items] : [item]), [mine, item]);
  const pictures = useThumbnails(info, split, rows);
  const shape = useMemo(() => pictureShape(info.data.itemShape), [info]);
  const { classes } = info.data;
  const picture = (row: number) => {
    const values = pictures.get(row);
    if (!values || !shape) return <span />;
    return (
      <TileCanvas
        values={values}
        shape={shape}
        room={THUMBNAIL}
        roomHeight={THUMBNAIL}
        label={`Item ${formatCount(row)}`}
      />
    );
  };
  const roving = useRoving(mine?.items.length ?? 0);
  const same = mine && Math.round(purity(mine, labels) * mine.items.length);

  return (
    <section
      ref={panel}
      className={styles.panel}
      aria-label="Nearest neighbours"
      onKeyDown={({ key }) => key === 'Escape' && focusItem(null)}
      data-testid="latent.neighbours"
      data-item={item}
    >
      <div className={styles.head}>
        {picture(item)}
        <div className={styles.title}>
          {classes[labels[item]] ?? 'Item'}
          <small>
            {split} item {formatCount(item)}
          </small>
        </div>
        {decodes && set.width > 2 && (
          <IconButton
            icon={Pin}
            label="Set the traversal sliders to this item"
            keys="T"
            size="small"
            onClick={() => {
              pinItem(set, item);
              focusItem(null);
            }}
            testId="latent.neighbours.pin"
          />
        )}
        <IconButton
          icon={X}
          label="Close"
          keys="Escape"
          size="small"
          onClick={() => focusItem(null)}
          testId="latent.neighbours.close"
        />
      </div>
      <div className={styles.choices}>
        <Select
          label="Number of neighbours"
          value={String(k)}
          options={COUNTS.map((count) => ({ value: String(count), label: `k = ${count}` }))}
          onChange={(count) => changeNeighbourChoice({ k: Number(count) })}
          quiet
          testId="latent.neighbours.count"
        />
        <Select
          label="Distance"
          value={metric}
          options={METRICS}
          onChange={(chosen) => changeNeighbourChoice({ metric: chosen })}
          quiet
          testId="latent.neighbours.metric"
        />
      </div>
      {classes.length > 1 && mine && (
        <p className={styles.purity} data-testid="latent.neighbours.purity">
          {same} of {mine.items.length} share its class ({Math.round(100 * purity(mine, labels))} %)
        </p>
      )}
      <ol className={styles.list} {...roving.list}>
        {mine &&
          Array.from(mine.items, (row, rank) => (
            <li key={row}>
              <button
                type="button"
                className={styles.row}
                tabIndex={roving.tabIndex(rank)}
                aria-label={`Item ${formatCount(row)}, ${classes[labels[row]] ?? 'no class'}, distance ${formatFixed(mine.distances[rank], 3)}`}
                onClick={() => focusItem(row)}
                data-testid={`latent.neighbour.${rank}`}
              >
                {picture(row)}
                <span className={styles.class}>
                  <span
                    className={styles.swatch}
                    style={{ background: cssColour(labelColour(labels[row])) }}
                    aria-hidden
                  />
                  {classes[labels[row]] ?? formatCount(row)}
                </span>
                <span className={styles.distance}>{formatFixed(mine.distances[rank], 3)}</span>
              </button>
            </li>
          ))}
      </ol>
    </section>
  );
}
