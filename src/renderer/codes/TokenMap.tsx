import { type KeyboardEvent, type PointerEvent, useCallback, useRef } from 'react';
import { cssColour } from '../lenses/colour/rgb';
import { useTheme } from '../lenses/colour/theme';
import { useCanvas } from '../lenses/hooks/use-canvas';
import styles from './CodesLens.module.css';
import { codeColour } from './colours';
import { mapKey } from './keys';
import { choosePlace } from './view';

/** A cell this wide has room for its number (CSS pixels). */
const ROOM_FOR_NUMBER = 17;
const INK = 'rgba(12, 14, 18, 0.86)';

interface TokenMapProps {
  tokens: Int32Array;
  /** As the encoder gives them: what differs is marked. */
  own: Int32Array;
  rows: number;
  columns: number;
  place: number | null;
  code: number | null;
  /** CSS pixels that it may be wide and high. */
  side: number;
  /** Codes in the order in which + and − go through them. */
  order: Int32Array;
}

/** The tokens of an item as cells in the colours of their codes. A click chooses a place. */
export function TokenMap({ tokens, own, rows, columns, place, code, side, order }: TokenMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const cell = Math.max(4, Math.floor(side / Math.max(rows, columns)));
  const size = { width: columns * cell, height: rows * cell };
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      context.font = `${Math.min(12, Math.floor(cell * 0.42))}px ${getComputedStyle(context.canvas).fontFamily}`;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      tokens.forEach((token, i) => {
        const [x, y] = [(i % columns) * cell, Math.floor(i / columns) * cell];
        context.fillStyle = cssColour(codeColour(token));
        context.fillRect(x, y, cell - 1, cell - 1);
        context.fillStyle = INK;
        if (cell >= ROOM_FOR_NUMBER) context.fillText(`${token}`, x + (cell - 1) / 2, y + cell / 2);
        if (token !== own[i]) cornerOf(context, x, y, cell);
        if (token === code) frame(context, x, y, cell, INK, 1.5);
      });
      if (place === null || place >= tokens.length) return;
      const [x, y] = [(place % columns) * cell, Math.floor(place / columns) * cell];
      frame(context, x, y, cell, cssColour(theme.ground), 4);
      frame(context, x, y, cell, cssColour(theme.accent), 2.5);
    },
    [tokens, own, columns, cell, place, code, theme],
  );
  useCanvas(canvas, size, draw);

  const onPointerDown = ({ nativeEvent: { offsetX, offsetY } }: PointerEvent) => {
    const [row, column] = [Math.floor(offsetY / cell), Math.floor(offsetX / cell)];
    if (row >= 0 && row < rows && column >= 0 && column < columns) choosePlace(row * columns + column, tokens);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !mapKey(event.key, { tokens, own, rows, columns, order }))
      return;
    event.preventDefault();
    event.stopPropagation();
  };
  const at =
    place === null || place >= tokens.length
      ? 'No place is chosen.'
      : `Row ${Math.floor(place / columns) + 1}, column ${(place % columns) + 1}: code ${tokens[place]}.`;
  return (
    <canvas
      ref={canvas}
      className={styles.map}
      style={size}
      role="img"
      tabIndex={0}
      aria-label={`Map of ${rows} × ${columns} codes. ${at} Arrow keys choose a place, plus and minus put another code there, Backspace the encoder’s own, Escape lets go.`}
      data-testid="codes.map"
      data-tokens={tokens.join(' ')}
      data-place={place ?? ''}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  );
}

function frame(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  cell: number,
  colour: string,
  width: number,
): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.strokeRect(x + width / 2, y + width / 2, cell - 1 - width, cell - 1 - width);
}

/** Marks a cell that was changed by hand. */
function cornerOf(context: CanvasRenderingContext2D, x: number, y: number, cell: number): void {
  const arm = Math.max(3, cell * 0.3);
  context.beginPath();
  context.moveTo(x + cell - 1 - arm, y);
  context.lineTo(x + cell - 1, y);
  context.lineTo(x + cell - 1, y + arm);
  context.fill();
}
