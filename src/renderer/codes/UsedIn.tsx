import { useCallback, useMemo, useRef } from 'react';
import type { CodedItems, DataItems } from '../../protocol/worker';
import { formatCount } from '../format';
import { cssColour } from '../lenses/colour/rgb';
import { useTheme } from '../lenses/colour/theme';
import { useCanvas } from '../lenses/hooks/use-canvas';
import { type PictureShape, writeItem } from '../lenses/tiles/item';
import styles from './CodesLens.module.css';
import { type Found, itemsWith } from './codes';
import { showItem } from './view';

/** CSS pixels of a picture. */
const SIDE = 46;
const MOST = 24;

interface UsedInProps {
  coded: CodedItems;
  items: DataItems;
  shape: PictureShape;
  code: number;
  count: number;
  labels: readonly string[];
}

/** Held-out items in which a code stands most often, with its places; a click shows the item. */
export function UsedIn({ coded, items, shape, code, count, labels }: UsedInProps) {
  const found = useMemo(() => itemsWith(coded, code, MOST), [coded, code]);
  return (
    <section className={styles.used} aria-label={`Where code ${code} is used`} data-testid="codes.used">
      <p className={styles.hint}>
        {count === 0
          ? `Code ${code} stands nowhere in these items.`
          : `Code ${code} stands at ${formatCount(count)} of ${formatCount(coded.tokens.length)} places:`}
      </p>
      <div className={styles.strip}>
        {found.map((each) => {
          const label = labels[coded.labels[each.item]];
          const times = each.places.length === 1 ? 'once' : `${each.places.length} times`;
          return (
            <button
              key={each.item}
              type="button"
              className={styles.pick}
              aria-label={`Show item ${each.item + 1}${label === undefined ? '' : `, “${label}”`}: code ${code} ${times}`}
              title={`Item ${each.item + 1}: ${times}`}
              onClick={() => showItem(each.item)}
            >
              <MarkedItem found={each} coded={coded} items={items} shape={shape} />
            </button>
          );
        })}
      </div>
    </section>
  );
}

interface MarkedItemProps extends Pick<UsedInProps, 'coded' | 'items' | 'shape'> {
  found: Found;
}

function MarkedItem({ found, coded, items, shape }: MarkedItemProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      const { width, height } = shape;
      const image = new ImageData(width, height);
      writeItem(items.values, found.item, shape, image.data, width, 0, 0);
      const small = new OffscreenCanvas(width, height);
      small.getContext('2d')?.putImageData(image, 0, 0);
      context.imageSmoothingEnabled = false;
      context.drawImage(small, 0, 0, SIDE, SIDE);
      const [w, h] = [SIDE / coded.columns, SIDE / coded.rows];
      context.fillStyle = cssColour(theme.accent, 0.5);
      for (const place of found.places)
        context.fillRect((place % coded.columns) * w, Math.floor(place / coded.columns) * h, w, h);
    },
    [found, coded, items, shape, theme],
  );
  useCanvas(canvas, { width: SIDE, height: SIDE }, draw);
  return <canvas ref={canvas} style={{ width: SIDE, height: SIDE }} aria-hidden />;
}
