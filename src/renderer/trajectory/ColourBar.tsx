import { useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { formatFixed, formatNumber } from '../format';
import { viridisGradient } from '../lenses/colour/viridis';
import styles from './ColourBar.module.css';
import type { DensityScale } from './density';
import type { FieldsStore } from './FieldsProbe';
import { LEAST_SCORE_TIME } from './field';
import { type Ground, useTrajectoryView } from './view';

interface ColourBarProps {
  fields: FieldsStore;
  density: DensityScale;
}

/** What the colours under the particles mean. */
export function ColourBar({ fields, density }: ColourBarProps) {
  const ground = useTrajectoryView((view) => view.ground);
  const densest = useSyncExternalStore(density.subscribe, () => density.top);
  const longest = useStore(fields, ({ top }) => top);
  const asked = useStore(fields, ({ t }) => t !== null);
  const nearest = useStore(fields, ({ t }) => t !== null && t <= LEAST_SCORE_TIME);
  if (ground === 'none' || (ground !== 'density' && !asked)) return null;
  const top = ground === 'density' ? densest : longest;
  return (
    <div className={styles.scale} data-in-picture data-testid="trajectory.scale">
      <span>{SYMBOLS[ground]} 0</span>
      <span className={styles.bar} style={{ background: viridisGradient() }} aria-hidden />
      <span>{formatNumber(top, 2)}</span>
      <span className={styles.note}>{noteOf(ground, nearest)}</span>
    </div>
  );
}

const SYMBOLS: Record<Exclude<Ground, 'none'>, string> = { velocity: '‖v‖', score: '‖∇ log p‖', density: 'p' };

function noteOf(ground: Ground, nearest: boolean): string {
  if (ground === 'velocity') return 'arrows along −v, as particles move';
  if (ground === 'density') return 'share of the particles for each unit of area';
  return nearest ? `at t = ${formatFixed(LEAST_SCORE_TIME, 2)}: at 0 it has no end` : 'arrows to where data is denser';
}
