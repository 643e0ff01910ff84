import { useEffect, useRef } from 'react';
import { usePixelRatio } from '../hooks/use-pixel-ratio';
import { type PictureShape, writeItem } from './item';
import { pixelScale, tileLayout } from './layout';
import styles from './TileCanvas.module.css';

/** Pixels of the items between two tiles. */
const GAP = 1;

interface TileCanvasProps {
  /** Row-major items with values in [0, 1]. */
  values: Float32Array;
  count: number;
  shape: PictureShape;
  columns: number;
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

/** Pictures side by side, enlarged in whole device pixels. */
export function TileCanvas(props: TileCanvasProps) {
  const { values, count, shape, columns, room, roomHeight, largest = 8, label, testId, dataZ, digest } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const pixelRatio = usePixelRatio();
  const layout = tileLayout(count, columns, shape.width, shape.height, GAP);
  const { width, height } = layout;
  const across = pixelScale(room, width, pixelRatio, largest);
  const down = roomHeight === undefined ? across : pixelScale(roomHeight, height, pixelRatio, largest);
  const scale = Math.min(across, down);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.canvas.width = width;
    context.canvas.height = height;
    const picture = context.createImageData(width, height);
    for (let i = 0; i < count; i++) {
      const left = (i % layout.columns) * (shape.width + GAP);
      const top = Math.floor(i / layout.columns) * (shape.height + GAP);
      writeItem(values, i, shape, picture.data, width, left, top);
    }
    context.putImageData(picture, 0, 0);
  }, [values, count, shape, width, height, layout.columns]);

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
