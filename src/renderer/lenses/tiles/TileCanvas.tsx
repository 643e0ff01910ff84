import { useEffect, useRef } from 'react';
import { usePixelRatio } from '../hooks/use-pixel-ratio';
import { type PictureShape, writeItem } from './item';
import { enlarge, tileLayout } from './layout';
import styles from './TileCanvas.module.css';

/** Pixels of the items between two tiles. */
const GAP = 1;

interface TileCanvasProps {
  /** Row-major items with values in [0, 1]. */
  values: Float32Array;
  /** One picture unless it is given. */
  count?: number;
  columns?: number;
  shape: PictureShape;
  /** CSS pixels the picture may take. */
  room: number;
  roomHeight?: number;
  /** CSS pixels per item pixel, at most. */
  largest?: number;
  /** What is shown, in words. */
  label: string;
  testId?: string;
  /** The latent vector the picture was decoded from, as text. */
  dataZ?: string;
  /** A number that changes when the pictures do, as text. */
  digest?: string;
}

/** Pictures side by side, enlarged without smoothing. */
export function TileCanvas(props: TileCanvasProps) {
  const { values, count = 1, columns = 1, shape, label, testId, dataZ, digest } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const pixelRatio = usePixelRatio();
  const layout = tileLayout(count, columns, shape.width, shape.height, GAP);
  const { width, height } = layout;
  const room = { width: props.room, height: props.roomHeight ?? Number.POSITIVE_INFINITY };
  const { scale, blocks } = enlarge(layout, room, props.largest ?? 8, pixelRatio);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    const small = new OffscreenCanvas(width, height);
    const picture = new ImageData(width, height);
    for (let i = 0; i < count; i++) {
      const left = (i % layout.columns) * (shape.width + GAP);
      const top = Math.floor(i / layout.columns) * (shape.height + GAP);
      writeItem(values, i, shape, picture.data, width, left, top);
    }
    small.getContext('2d')?.putImageData(picture, 0, 0);
    if (!context) return;
    context.canvas.width = width * blocks;
    context.canvas.height = height * blocks;
    context.imageSmoothingEnabled = false;
    context.drawImage(small, 0, 0, width * blocks, height * blocks);
  }, [values, count, shape, width, height, layout.columns, blocks]);

  return (
    <canvas
      ref={canvas}
      className={styles.tiles}
      style={{ width: width * scale, height: height * scale }}
      role="img"
      aria-label={label}
      data-testid={testId}
      data-z={dataZ}
      data-digest={digest}
    />
  );
}
