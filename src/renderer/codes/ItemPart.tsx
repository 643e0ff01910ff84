import { ChevronLeft, ChevronRight, RotateCcw } from 'lucide-react';
import { useMemo, useRef } from 'react';
import type { CodedItems, DataItems } from '../../protocol/worker';
import { IconButton } from '../components/Button';
import { useSize } from '../lenses/hooks/use-size';
import type { Size } from '../lenses/plane/transform';
import type { PictureShape } from '../lenses/tiles/item';
import { TileCanvas } from '../lenses/tiles/TileCanvas';
import styles from './CodesLens.module.css';
import type { Usage } from './codes';
import { TokenMap } from './TokenMap';
import { UsedIn } from './UsedIn';
import type { ShownItem } from './use-codes';
import { resetTokens, showItem, useCodesView } from './view';

/** CSS pixels between figures, of the caption under each, and of the words below them. */
const GAP = 10;
const CAPTION = 20;
const WORDS = 46;
/** The part of the height that figures take where there is room to tell below them where a code is used. */
const SHARE = 0.55;
const SHORT = 260;
const LEAST = 42;

/** The side of a picture of two that stand above each other beside the map; a multiple of the map's places where that is possible. */
function sideOf({ width, height }: Size, places: number): number {
  const tall = Math.min(height - WORDS, Math.max(SHORT, height * SHARE));
  const fitting = Math.floor(Math.max(LEAST, Math.min((width - GAP - CAPTION) / 3, tall / 2 - CAPTION)));
  return fitting - (fitting % Math.min(places, LEAST));
}

interface ItemPartProps {
  coded: CodedItems | null;
  usage: Usage | null;
  items: DataItems | null;
  shown: ShownItem | null;
  shape: PictureShape;
  order: Int32Array;
  tried: number | null;
  labels: readonly string[];
}

/** A held-out item, its map of codes, and what that decodes to; below it where the picked code is used. */
export function ItemPart({ coded, usage, items, shown, shape, order, tried, labels }: ItemPartProps) {
  const room = useRef<HTMLDivElement>(null);
  const size = useSize(room);
  const { item, place, code } = useCodesView();
  const side = sideOf(size, Math.max(coded?.rows ?? 1, coded?.columns ?? 1));
  const at = coded ? Math.min(item, coded.count - 1) : item;
  const original = useMemo(
    () => items?.values.subarray(at * shape.size, (at + 1) * shape.size) ?? null,
    [items, at, shape],
  );
  const label = coded && labels[coded.labels[at]];
  return (
    <section className={styles.part} aria-label="An item as codes">
      <header className={styles.head}>
        <h3 className={styles.title}>
          Held-out item {at + 1}
          {label === undefined || label === null ? '' : `, “${label}”`}
        </h3>
        <span className={styles.note} />
        <ItemButtons item={at} most={coded ? coded.count - 1 : 0} changed={shown?.changed ?? 0} />
      </header>
      <div ref={room} className={styles.room}>
        <div className={styles.figures} style={{ gap: GAP }}>
          <div className={styles.pictures} style={{ width: side, gridAutoRows: side + CAPTION }}>
            <figure className={styles.figure}>
              {original && (
                <TileCanvas
                  values={original}
                  shape={shape}
                  room={side}
                  roomHeight={side}
                  largest={20}
                  label={`Held-out item ${at + 1}`}
                  testId="codes.original"
                />
              )}
              <figcaption>original</figcaption>
            </figure>
            <figure className={styles.figure}>
              {shown?.picture.value && (
                <TileCanvas
                  values={shown.picture.value.values}
                  shape={shape}
                  room={side}
                  roomHeight={side}
                  largest={20}
                  label="What the codes decode to"
                  testId="codes.decoded"
                  digest={String(shown.picture.value.values.reduce((total, value) => total + value, 0))}
                />
              )}
              <figcaption>decoded</figcaption>
            </figure>
          </div>
          {coded && shown && (
            <figure className={styles.figure}>
              <TokenMap
                tokens={shown.tokens}
                own={shown.own}
                rows={coded.rows}
                columns={coded.columns}
                place={place}
                code={code}
                side={2 * side + CAPTION}
                order={order}
              />
              <figcaption data-testid="codes.changed">
                {shown.changed === 0 ? 'codes' : `codes, ${shown.changed} changed`}
              </figcaption>
            </figure>
          )}
        </div>
        <p className={styles.hint}>{hint(place, tried)}</p>
        {coded && items && usage && code !== null && code < coded.vocabulary && (
          <UsedIn coded={coded} items={items} shape={shape} code={code} count={usage.counts[code]} labels={labels} />
        )}
      </div>
    </section>
  );
}

interface ItemButtonsProps {
  item: number;
  /** The last item that can be shown. */
  most: number;
  changed: number;
}

/** The way to other items, and back to the encoder's own codes. */
function ItemButtons({ item, most, changed }: ItemButtonsProps) {
  return (
    <>
      <IconButton
        icon={RotateCcw}
        label="The encoder’s own codes again"
        size="small"
        disabled={changed === 0}
        onClick={resetTokens}
        testId="codes.reset"
      />
      <IconButton
        icon={ChevronLeft}
        label="The item before"
        size="small"
        disabled={item === 0}
        onClick={() => showItem(item - 1)}
        testId="codes.previous"
      />
      <IconButton
        icon={ChevronRight}
        label="The next item"
        size="small"
        disabled={item >= most}
        onClick={() => showItem(item + 1)}
        testId="codes.next"
      />
    </>
  );
}

const hint = (place: number | null, tried: number | null): string => {
  if (place === null) return 'Click a place of the map to put another code there.';
  return tried === null
    ? 'Point at a code on the right to try it, click to put it there.'
    : `Code ${tried}, tried at the chosen place.`;
};
