import { X } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { Button, IconButton } from '../../components/Button';
import { useRoving } from '../../components/use-roving';
import { formatCount, formatFixed } from '../../format';
import { labelColour } from '../../lenses/colour/labels';
import { cssColour } from '../../lenses/colour/rgb';
import { useFocusBack } from '../../lenses/hooks/use-focus-back';
import shared from '../../lenses/lens.module.css';
import { useProbe } from '../../lenses/probe/use-probe';
import { type PictureShape, pictureShape } from '../../lenses/tiles/item';
import { TileCanvas } from '../../lenses/tiles/TileCanvas';
import type { LatentParts } from '../parts';
import type { EncodedSet } from '../points/collector';
import { type Split, showItem } from '../view';
import styles from './Brush.module.css';
import { clearSelection, useSelection } from './selection';
import { type SelectionSummary, summarizeSelection } from './summarize';

/** Items in the list before one asks for more. */
const PAGE = 48;
const PICTURE = 84;

/** What is selected: how many of which class, what lies in the middle, and the items themselves. */
export function SelectionPanel({ parts, set }: { parts: LatentParts; set: EncodedSet }) {
  const { split, indices } = useSelection();
  const panel = useRef<HTMLElement>(null);
  useFocusBack(panel);
  const selected = split === set.split && indices.length > 0;
  const summary = useMemo(() => (selected ? summarizeSelection(set, indices) : null), [selected, set, indices]);
  const shape = useMemo(() => pictureShape(parts.info.data.itemShape), [parts.info]);
  if (!selected || !summary) return null;
  return (
    <section
      ref={panel}
      className={styles.panel}
      aria-label="Selected items"
      onKeyDown={({ key }) => key === 'Escape' && clearSelection()}
      data-testid="latent.selection"
    >
      <header className={styles.head}>
        <span data-testid="latent.selection.count" data-count={summary.count}>
          {formatCount(summary.count)} selected
        </span>
        <IconButton
          icon={X}
          label="Clear the selection"
          keys="Escape"
          size="small"
          onClick={clearSelection}
          testId="latent.selection.clear"
        />
      </header>
      <div className={styles.body}>
        <Middle parts={parts} split={split} summary={summary} shape={shape} />
        {parts.info.data.classes.length > 1 && <ClassCounts summary={summary} names={parts.info.data.classes} />}
        <ItemList key={indices.length} parts={parts} set={set} split={split} indices={indices} shape={shape} />
      </div>
    </section>
  );
}

interface MiddleProps {
  parts: LatentParts;
  split: Split;
  summary: SelectionSummary;
  shape: PictureShape | null;
}

/** What the mean of the latent vectors decodes to, and the item that is nearest to it. */
function Middle({ parts, split, summary, shape }: MiddleProps) {
  const { decoding, decodes, visible } = parts;
  const { mean, typical } = summary;
  const decoded = useProbe({
    query: visible && decodes ? mean : null,
    key: `${mean.join()} ${decoding.key}`,
    ask: (client, z) =>
      client.request('probe.decode', { channel: 'latent.selection.mean', ...decoding.asked, z, count: 1 }),
  }).value;
  const item = useProbe({
    query: visible ? typical : null,
    key: `${split} ${typical}`,
    ask: (client, index) =>
      client.request('probe.data', { channel: 'latent.selection.typical', split, offset: index, count: 1 }),
  }).value;
  if (!shape) {
    return (
      <p className={shared.number}>
        mean z {[...mean.subarray(0, 3)].map((part) => formatFixed(part, 2)).join(', ')}
        {mean.length > 3 && ' …'}
      </p>
    );
  }
  const figures = [
    { title: 'decoded mean', values: decodes ? decoded?.values : undefined, id: 'mean' },
    { title: 'most typical', values: item?.values, id: 'typical' },
  ];
  return (
    <div className={styles.pictures}>
      {figures.map(
        ({ title, values, id }) =>
          values && (
            <figure key={id} className={styles.figure}>
              <TileCanvas
                values={values}
                shape={shape}
                room={PICTURE}
                label={title}
                testId={`latent.selection.${id}`}
              />
              {title}
            </figure>
          ),
      )}
    </div>
  );
}

function ClassCounts({ summary, names }: { summary: SelectionSummary; names: readonly string[] }) {
  const most = summary.classes[0]?.count ?? 1;
  return (
    <ul className={styles.counts} aria-label="Classes of the selected items">
      {summary.classes.map(({ label, count }) => (
        <li key={label} className={styles.count} data-testid={`latent.selection.class.${label}`}>
          <span className={styles.name}>{names[label] ?? label}</span>
          <span className={styles.track} aria-hidden>
            <span
              className={styles.share}
              style={{ width: `${(100 * count) / most}%`, background: cssColour(labelColour(label)) }}
            />
          </span>
          <span className={styles.value}>{formatCount(count)}</span>
        </li>
      ))}
    </ul>
  );
}

interface ItemListProps {
  parts: LatentParts;
  set: EncodedSet;
  split: Split;
  indices: Uint32Array;
  shape: PictureShape | null;
}

function ItemList({ parts, set, split, indices, shape }: ItemListProps) {
  const [most, setMost] = useState(PAGE);
  const shown = useMemo(
    () => [...indices.subarray(0, most)].filter((index) => index < set.count),
    [indices, most, set],
  );
  const items = useProbe({
    query: parts.visible && shape ? shown : null,
    key: `${split} ${shown.join()}`,
    ask: async (client, asked) => ({
      asked,
      data: await client.request('probe.data', {
        channel: 'latent.selection.items',
        split,
        offset: 0,
        count: asked.length,
        items: asked,
      }),
    }),
  }).value;
  const name = (index: number) => {
    const label = parts.info.data.classes[set.labels[index]];
    return `Item ${formatCount(index)}${label === undefined ? '' : `, ${label}`}`;
  };
  const roving = useRoving(shape ? (items?.asked.length ?? 0) : shown.length);
  const look = (index: number) => showItem(parts.places, index);
  return (
    <>
      {shape ? (
        <ul className={styles.thumbnails} aria-label="Selected items" {...roving.list}>
          {items?.asked.map((index, row) => (
            <li key={index}>
              <button
                type="button"
                className={styles.thumbnail}
                style={{ borderBottomColor: cssColour(labelColour(set.labels[index])) }}
                tabIndex={roving.tabIndex(row)}
                aria-label={`${name(index)}: show it in the plane`}
                title={name(index)}
                onClick={() => look(index)}
                data-testid="latent.selection.item"
              >
                <TileCanvas
                  values={items.data.values.subarray(row * shape.size, (row + 1) * shape.size)}
                  shape={shape}
                  room={34}
                  label={name(index)}
                />
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <ul className={styles.rows} aria-label="Selected items" {...roving.list}>
          {shown.map((index, row) => (
            <li key={index}>
              <button
                type="button"
                tabIndex={roving.tabIndex(row)}
                onClick={() => look(index)}
                data-testid="latent.selection.item"
              >
                {name(index)}
              </button>
            </li>
          ))}
        </ul>
      )}
      {indices.length > most && (
        <Button size="small" onClick={() => setMost(Math.min(960, most + 2 * PAGE))} disabled={most >= 960}>
          {most >= 960 ? `and ${formatCount(indices.length - most)} more` : 'Show more'}
        </Button>
      )}
    </>
  );
}
