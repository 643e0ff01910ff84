import { type KeyboardEvent, type PointerEvent, useCallback, useMemo, useRef } from 'react';
import { cssColour } from '../lenses/colour/rgb';
import { useTheme } from '../lenses/colour/theme';
import { useCanvas } from '../lenses/hooks/use-canvas';
import { useSize } from '../lenses/hooks/use-size';
import { type PictureShape, writeItem } from '../lenses/tiles/item';
import { bestColumns } from '../lenses/tiles/layout';
import styles from './CodesLens.module.css';
import type { Usage } from './codes';
import { codeColour } from './colours';
import { codebookKey } from './keys';

/** CSS pixels of a tile, with its bar and the gap to the next. */
const LEAST = 22;
const MOST = 52;
const BAR = 3;
const GAP = 3;

export interface Pictures {
  /** For each code, as many as there are, row-major. */
  values: Float32Array;
  count: number;
  shape: PictureShape;
  /** The part of each that is shown, as a share of its width and height around its middle. */
  part: number;
}

interface CodeGridProps {
  pictures: Pictures | null;
  usage: Usage;
  order: Int32Array;
  code: number | null;
  /** Tokens of the item in which the picked code may be put. */
  tokens: Int32Array | undefined;
  onPick(code: number): void;
  onTry(code: number | null): void;
}

/** Every code as it looks, with how often it is used under it. */
export function CodeGrid({ pictures, usage, order, code, tokens, onPick, onTry }: CodeGridProps) {
  const room = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = useSize(room);
  const theme = useTheme();
  const count = order.length;
  const wide = Math.max(1, bestColumns(count, { width, height }));
  const fitting = Math.min(width / wide, height / Math.ceil(count / wide) - BAR);
  const tile = Math.floor(Math.max(LEAST, Math.min(MOST, fitting)));
  const columns = Math.max(1, Math.floor(width / tile));
  const size = { width: columns * tile, height: Math.ceil(count / columns) * (tile + BAR) };
  const atlas = useMemo(() => atlasOf(pictures), [pictures]);
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      const side = tile - GAP;
      const most = usage.counts.reduce((a, b) => Math.max(a, b), 1);
      context.imageSmoothingEnabled = false;
      order.forEach((each, i) => {
        const [x, y] = [(i % columns) * tile, Math.floor(i / columns) * (tile + BAR)];
        context.fillStyle = cssColour(theme.line);
        context.fillRect(x, y, side, side);
        if (atlas && pictures && each < pictures.count) {
          const { shape, part } = pictures;
          const [w, h] = [shape.width * part, shape.height * part];
          const top = each * shape.height + (shape.height - h) / 2;
          context.drawImage(atlas, (shape.width - w) / 2, top, w, h, x, y, side, side);
        }
        context.fillStyle = cssColour(theme.line);
        context.fillRect(x, y + side + 1, side, BAR);
        context.fillStyle = cssColour(codeColour(each));
        if (usage.counts[each] > 0)
          context.fillRect(x, y + side + 1, Math.max(1, (side * usage.counts[each]) / most), BAR);
        if (each !== code) return;
        context.strokeStyle = cssColour(theme.accent);
        context.lineWidth = 2;
        context.strokeRect(x + 1, y + 1, side - 2, side - 2);
      });
    },
    [atlas, pictures, usage, order, code, tile, columns, theme],
  );
  useCanvas(canvas, size, draw);

  const codeAt = ({ nativeEvent: { offsetX, offsetY } }: PointerEvent): number | undefined => {
    const column = Math.floor(offsetX / tile);
    const at = Math.floor(offsetY / (tile + BAR)) * columns + column;
    return column < columns ? order[at] : undefined;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !codebookKey(event.key, order, columns, tokens)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={room} className={styles.grid}>
      <canvas
        ref={canvas}
        style={size}
        role="img"
        tabIndex={0}
        aria-label={`${count} codes as they look. ${code === null ? 'None is picked.' : `Code ${code} is picked.`} Arrow keys pick a code, Enter puts it at the chosen place of the map, Escape lets go.`}
        data-testid="codes.grid"
        data-code={code ?? ''}
        data-tile={`${tile} ${tile + BAR} ${columns}`}
        onPointerDown={(event) => {
          const found = codeAt(event);
          if (found !== undefined) onPick(found);
        }}
        onPointerMove={(event) => onTry(codeAt(event) ?? null)}
        onPointerLeave={() => onTry(null)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

/** All pictures under each other. */
function atlasOf(pictures: Pictures | null): OffscreenCanvas | null {
  if (!pictures || pictures.count === 0) return null;
  const { values, count, shape } = pictures;
  const canvas = new OffscreenCanvas(shape.width, shape.height * count);
  const image = new ImageData(shape.width, shape.height * count);
  for (let i = 0; i < count; i++) writeItem(values, i, shape, image.data, shape.width, 0, i * shape.height);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
