import { useEffect, useRef } from 'react';
import type { SessionInfo } from '../../protocol/worker';
import { formatCount } from '../format';
import { cssColour } from '../lenses/colour/rgb';
import { type Theme, useTheme } from '../lenses/colour/theme';
import { ErrorNote } from '../lenses/ErrorNote';
import { useOnScreen } from '../lenses/hooks/use-on-screen';
import { usePixelRatio } from '../lenses/hooks/use-pixel-ratio';
import { useSize } from '../lenses/hooks/use-size';
import { histogram } from '../lenses/maths/histogram';
import { NUMBER_FONT } from '../lenses/plane/axes';
import { ticks, tickText } from '../lenses/plane/ticks';
import type { Size } from '../lenses/plane/transform';
import { useProbe } from '../lenses/probe/use-probe';
import styles from './DataLens.module.css';
import { Facts } from './Facts';
import { ItemsToolbar } from './ItemsToolbar';
import { useDataView } from './view';

const COUNT = 10_000;
const BINS = 120;
/** CSS pixels under the bars for the numbers of the axis. */
const FOOT = 18;

/** Numbers on a line as a histogram. */
export function LineItems({ info }: { info: SessionInfo }) {
  const frame = useRef<HTMLDivElement>(null);
  const room = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const visible = useOnScreen(frame);
  const size = useSize(room);
  const pixelRatio = usePixelRatio();
  const theme = useTheme();
  const split = useDataView((view) => view.split);
  const { value, error } = useProbe({
    query: visible ? split : null,
    key: split,
    ask: (client, asked) =>
      client.request('probe.data', { channel: 'data.items', split: asked, offset: 0, count: COUNT }),
  });
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !value || size.width === 0) return;
    context.canvas.width = Math.round(size.width * pixelRatio);
    context.canvas.height = Math.round(size.height * pixelRatio);
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    drawHistogram(context, size, value.values, theme);
  }, [value, size, pixelRatio, theme]);
  return (
    <div ref={frame} className={styles.lens}>
      <ItemsToolbar />
      <Facts info={info} />
      <ErrorNote errors={[error]} />
      <div ref={room} className={styles.room}>
        <canvas
          ref={canvas}
          className={styles.canvas}
          role="img"
          aria-label={value ? `Histogram of ${formatCount(value.count)} numbers of ${info.data.title}.` : 'Histogram'}
          data-testid="data.histogram"
        />
      </div>
    </div>
  );
}

function drawHistogram(context: CanvasRenderingContext2D, size: Size, values: Float32Array, theme: Theme): void {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length === 0) return;
  const [low, high] = [sorted[0], sorted[sorted.length - 1]];
  const room = 0.04 * Math.max(high - low, 1e-3);
  const bins = { min: low - room, max: high + room, count: BINS };
  const density = histogram(values, bins);
  const highest = Math.max(...density);
  const floor = size.height - FOOT;
  const width = size.width / BINS;
  context.fillStyle = cssColour(theme.data, 0.8);
  for (const [bin, value] of density.entries()) {
    const height = ((floor - 6) * value) / highest;
    context.fillRect(bin * width, floor - height, Math.max(1, width - 1), height);
  }
  context.fillStyle = cssColour(theme.faint);
  context.font = NUMBER_FONT;
  context.textAlign = 'center';
  const across = ticks(bins.min, bins.max, Math.max(2, size.width / 90));
  for (const value of across.values)
    context.fillText(
      tickText(value, across.step),
      ((value - bins.min) / (bins.max - bins.min)) * size.width,
      size.height - 4,
    );
}
