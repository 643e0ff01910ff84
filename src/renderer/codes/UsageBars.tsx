import { type PointerEvent, useCallback, useRef } from 'react';
import { cssColour } from '../lenses/colour/rgb';
import { useTheme } from '../lenses/colour/theme';
import { useCanvas } from '../lenses/hooks/use-canvas';
import { useSize } from '../lenses/hooks/use-size';
import styles from './CodesLens.module.css';
import type { Usage } from './codes';
import { codeColour } from './colours';

interface UsageBarsProps {
  usage: Usage;
  order: Int32Array;
  code: number | null;
  onPick(code: number): void;
}

/** How often each code is used, as bars; the dashed line is where all would be alike. */
export function UsageBars({ usage, order, code, onPick }: UsageBarsProps) {
  const room = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(room);
  const theme = useTheme();
  const { width, height } = size;
  const draw = useCallback(
    (context: CanvasRenderingContext2D) => {
      context.clearRect(0, 0, width, height);
      const most = usage.counts.reduce((a, b) => Math.max(a, b), 1);
      const bar = width / order.length;
      const gap = bar > 4 ? 1 : 0;
      order.forEach((each, i) => {
        const tall = Math.max(usage.counts[each] > 0 ? 1 : 0, (usage.counts[each] / most) * (height - 4));
        context.fillStyle = cssColour(codeColour(each), code === null || code === each ? 1 : 0.55);
        context.fillRect(i * bar, height - 2 - tall, Math.max(1, bar - gap), tall);
        if (each !== code) return;
        context.fillStyle = cssColour(theme.accent);
        context.fillRect(i * bar, height - 2, Math.max(2, bar - gap), 2);
      });
      const even = height - 2 - (usage.places / order.length / most) * (height - 4);
      context.strokeStyle = cssColour(theme.muted);
      context.setLineDash([3, 3]);
      context.beginPath();
      context.moveTo(0, even);
      context.lineTo(width, even);
      context.stroke();
      context.setLineDash([]);
    },
    [usage, order, code, theme, width, height],
  );
  useCanvas(canvas, size, draw);
  const onPointerDown = ({ nativeEvent: { offsetX } }: PointerEvent) => {
    const at = Math.floor((offsetX / width) * order.length);
    if (at >= 0 && at < order.length) onPick(order[at]);
  };
  return (
    <div ref={room} className={styles.bars}>
      <canvas
        ref={canvas}
        style={size}
        role="img"
        aria-label={`How often each of ${order.length} codes is used: ${usage.used} are, the most used at ${usage.counts.reduce((a, b) => Math.max(a, b), 0)} of ${usage.places} places. The dashed line is where all would be used alike.`}
        data-testid="codes.bars"
        data-order={order.slice(0, 16).join(' ')}
        onPointerDown={onPointerDown}
      />
    </div>
  );
}
