import { ArrowDownWideNarrow, ChevronLeft, ChevronRight, Dices, RotateCcw } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { IconButton } from '../components/Button';
import { useSize } from '../lenses/hooks/use-size';
import { useProbe } from '../lenses/probe/use-probe';
import { pictureShape } from '../lenses/tiles/item';
import { TileCanvas } from '../lenses/tiles/TileCanvas';
import type { LatentParts } from './parts';
import styles from './Traversal.module.css';
import { traversals } from './traversal/activity';
import { DimensionRow } from './traversal/DimensionRow';
import { pinDraw } from './traversal/pin';
import { useOrder } from './traversal/use-order';
import { changeLatentView } from './view';

interface TraversalProps {
  parts: LatentParts;
}

/** Places of the pictures of a strip, in standard deviations of the prior. */
const STOPS = [-3, -2, -1, 0, 1, 2, 3];
/** CSS pixels of a row without its strip, and of a strip. */
const LINE = 22;
const STRIP_WIDTH = 216;
const NOTHING: readonly number[] = [];

/**
 * One row for each number in z: a slider, and what the decoder makes of that number from −3 to 3 with all others where their
 * sliders stand. Only the rows of a page are decoded, in one go.
 */
export function Traversal({ parts }: TraversalProps) {
  const { info, axes, base, visible, decoding } = parts;
  // Draws vary alike along all directions; only data says how much each does.
  const encoded = parts.source === 'data' ? parts.set : null;
  const list = useRef<HTMLOListElement>(null);
  const next = useRef(0);
  const { height } = useSize(list);
  const [sorted, setSorted] = useState(true);
  const [page, setPage] = useState(0);
  const shape = useMemo(() => pictureShape(info.data.itemShape), [info]);
  const { order, spread } = useOrder(encoded, base.length, sorted);
  const stripHeight = shape ? Math.min(44, (STRIP_WIDTH / STOPS.length) * (shape.height / shape.width)) + 5 : 0;
  const perPage = Math.max(1, Math.floor(height / (LINE + stripHeight)));
  const pages = Math.max(1, Math.ceil(base.length / perPage));
  const first = Math.min(page, pages - 1) * perPage;
  const shown = useMemo(() => order.slice(first, first + perPage), [order, first, perPage]);
  const asked = shape ? shown : NOTHING;
  const { value } = useProbe({
    query: visible && height > 0 ? asked : null,
    key: `${base.join()} ${asked.join()} ${decoding.key}`,
    urgent: true,
    ask: async (client, dimensions) => ({
      dimensions,
      items: await client.request('probe.decode', {
        channel: 'latent.traversal',
        ...decoding.asked,
        z: traversals(base, dimensions, STOPS),
        count: 1 + dimensions.length * STOPS.length,
      }),
    }),
  });
  const pictures = useMemo(() => value && shape && slices(value, shape.size), [value, shape]);
  const set = (dimension: number, to: number) => changeLatentView({ base: base.with(dimension, to) });

  return (
    <section className={styles.traversal} aria-label="Traversal">
      <div className={styles.head}>
        {pictures && shape && (
          <TileCanvas
            values={pictures.base}
            shape={shape}
            room={60}
            roomHeight={60}
            label="Decoded at the sliders"
            testId="latent.traversal"
          />
        )}
        <div className={styles.tools}>
          <div className={styles.buttons}>
            {parts.source === 'prior' ? (
              <IconButton
                icon={Dices}
                label="Set the sliders to another draw"
                size="small"
                disabled={!parts.set}
                onClick={() => {
                  if (parts.set) pinDraw(parts.set, next.current++ % parts.set.count);
                }}
                testId="latent.traversal.draw"
              />
            ) : (
              <IconButton
                icon={ArrowDownWideNarrow}
                label={
                  sorted ? 'Sorted by how much each varies over the data' : 'Sort by how much each varies over the data'
                }
                size="small"
                pressed={sorted}
                onClick={() => setSorted(!sorted)}
                testId="latent.traversal.sort"
              />
            )}
            <IconButton
              icon={RotateCcw}
              label="Set all sliders to zero"
              size="small"
              onClick={() => changeLatentView({ base: [] })}
              testId="latent.traversal.reset"
            />
          </div>
          <div className={styles.buttons}>
            <span className={styles.range} data-testid="latent.traversal.range">
              {first + 1} to {Math.min(base.length, first + perPage)} of {base.length}
            </span>
            {pages > 1 && (
              <>
                <IconButton
                  icon={ChevronLeft}
                  label="Dimensions before"
                  size="small"
                  disabled={first === 0}
                  onClick={() => setPage(Math.min(page, pages - 1) - 1)}
                />
                <IconButton
                  icon={ChevronRight}
                  label="Next dimensions"
                  size="small"
                  disabled={first + perPage >= base.length}
                  onClick={() => setPage(Math.min(page, pages - 1) + 1)}
                  testId="latent.traversal.next"
                />
              </>
            )}
          </div>
        </div>
      </div>
      <ol ref={list} className={styles.rows}>
        {shown.map((dimension) => (
          <DimensionRow
            key={dimension}
            dimension={dimension}
            value={base[dimension]}
            variance={spread?.[dimension] ?? null}
            axes={axes}
            shape={shape}
            pictures={pictures?.strips.get(dimension) ?? null}
            stops={STOPS.length}
            height={LINE + stripHeight}
            width={STRIP_WIDTH}
            onChange={(to) => set(dimension, to)}
          />
        ))}
      </ol>
    </section>
  );
}

interface Decoded {
  dimensions: readonly number[];
  items: { values: Float32Array };
}

function slices(
  { dimensions, items }: Decoded,
  size: number,
): { base: Float32Array; strips: Map<number, Float32Array> } {
  const strip = STOPS.length * size;
  return {
    base: items.values.subarray(0, size),
    strips: new Map(
      dimensions.map((dimension, row) => [
        dimension,
        items.values.subarray(size + row * strip, size + (row + 1) * strip),
      ]),
    ),
  };
}
