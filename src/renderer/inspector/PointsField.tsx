import { Pencil } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { PointsSetting } from '../../core/catalogue/types';
import type { SettingValue } from '../../core/graph/document';
import { Button } from '../components/Button';
import { drawPoints } from '../data/draw/draw-points';
import { asPoints } from '../data/draw/drawing';
import { openDrawing } from '../data/view';
import { formatCount } from '../format';
import { useProject } from '../state/project';
import { useUi } from '../state/ui';
import styles from './PointsField.module.css';

interface PointsFieldProps {
  setting: PointsSetting;
  value: SettingValue;
  testId: string;
}

/** A small picture of a drawing; the data lens has the canvas to draw on. */
export function PointsField({ setting, value, testId }: PointsFieldProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useUi((state) => state.resolvedTheme);
  const node = useProject(({ selection }) => selection.nodes[0] ?? null);
  const points = asPoints(value);
  useEffect(() => {
    if (canvas.current && theme) drawPoints(canvas.current, points, 1.2);
  }, [points, theme]);
  return (
    <div className={styles.field}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        aria-label={`${setting.label}: ${formatCount(points.length)} points`}
        role="img"
        data-testid={testId}
      />
      <div className={styles.tools}>
        <span className={styles.count}>{formatCount(points.length)} points</span>
        <Button icon={Pencil} size="small" onClick={() => openDrawing(node)} testId={`${testId}.draw`}>
          Draw…
        </Button>
      </div>
    </div>
  );
}
