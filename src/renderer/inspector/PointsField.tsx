import { Eraser, Paintbrush, Trash2 } from 'lucide-react';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import type { PointsSetting } from '../../core/catalogue/types';
import { LIMITS, type SettingValue } from '../../core/graph/document';
import { IconButton } from '../components/Button';
import { Slider } from '../components/Slider';
import { formatCount } from '../format';
import { uniforms } from '../random';
import { useUi } from '../state/ui';
import { drawDrawing } from './draw-drawing';
import styles from './PointsField.module.css';
import { type DrawnPoint, erase, spray } from './points-brush';

interface PointsFieldProps {
  setting: PointsSetting;
  value: SettingValue;
  onChange(value: SettingValue): void;
  testId: string;
}

/** A square to draw two-dimensional data in: brush, eraser, clear. One stroke is one edit. */
export function PointsField({ setting, value, onChange, testId }: PointsFieldProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [tool, setTool] = useState<'brush' | 'eraser'>('brush');
  const [radius, setRadius] = useState(0.08);
  const stroke = useRef<{ points: DrawnPoint[]; random: () => number } | null>(null);
  const theme = useUi((state) => state.resolvedTheme);
  const points = asPoints(value);

  useEffect(() => {
    if (canvas.current && theme) drawDrawing(canvas.current, points);
  }, [points, theme]);

  const at = (event: PointerEvent<HTMLCanvasElement>): DrawnPoint => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * 2 - 1;
    const y = 1 - ((event.clientY - box.top) / box.height) * 2;
    return [x, y];
  };
  const apply = (event: PointerEvent<HTMLCanvasElement>) => {
    const current = stroke.current;
    if (!current) return;
    const place = at(event);
    current.points =
      tool === 'brush'
        ? spray(current.points, place, radius, LIMITS.points, current.random)
        : erase(current.points, place, radius);
    drawDrawing(event.currentTarget, current.points, { place, radius });
  };
  const finish = () => {
    const current = stroke.current;
    stroke.current = null;
    if (current && canvas.current) drawDrawing(canvas.current, current.points);
    if (current && current.points !== points) onChange(current.points);
  };

  return (
    <div className={styles.field}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        aria-label={`${setting.label}: ${points.length} points`}
        role="img"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          stroke.current = { points, random: uniforms(points.length) };
          apply(event);
        }}
        onPointerMove={(event) => {
          if (stroke.current) apply(event);
          else drawDrawing(event.currentTarget, points, { place: at(event), radius });
        }}
        onPointerLeave={(event) => !stroke.current && drawDrawing(event.currentTarget, points)}
        onPointerUp={finish}
        onPointerCancel={finish}
        data-testid={testId}
      />
      <div className={styles.tools}>
        <IconButton
          icon={Paintbrush}
          label="Brush"
          size="small"
          pressed={tool === 'brush'}
          onClick={() => setTool('brush')}
        />
        <IconButton
          icon={Eraser}
          label="Eraser"
          size="small"
          pressed={tool === 'eraser'}
          onClick={() => setTool('eraser')}
        />
        <div className={styles.radius}>
          <Slider label="Width of the brush" value={radius} min={0.02} max={0.4} step={0.01} onChange={setRadius} />
        </div>
        <span className={styles.count}>{formatCount(points.length)}</span>
        <IconButton
          icon={Trash2}
          label="Clear the drawing"
          size="small"
          disabled={points.length === 0}
          onClick={() => onChange([])}
        />
      </div>
    </div>
  );
}

const isPoint = (entry: unknown): entry is DrawnPoint => Array.isArray(entry) && entry.length === 2;
const NONE: DrawnPoint[] = [];

/** The drawing as points; the same array as the value, so that it is drawn only when it changes. */
function asPoints(value: SettingValue): DrawnPoint[] {
  if (!Array.isArray(value) || value.length === 0) return NONE;
  const entries: unknown[] = value;
  return entries.every(isPoint) ? entries : NONE;
}
