import { useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { formatFixed, formatNumber } from '../format';
import { viridisGradient } from '../lenses/colour/viridis';
import styles from './ColourBar.module.css';
import type { DensityScale } from './density';
import type { FieldsStore } from './FieldsProbe';
import { LEAST_SCORE_TIME } from './field';
import type { ModelDensity } from './model-density';
import type { Ground } from './view';

interface ColourBarProps {
  fields: FieldsStore;
  density: DensityScale;
  model: ModelDensity | null;
  ground: Ground;
}

/** What the colours under the particles mean. */
export function ColourBar({ fields, density, model, ground }: ColourBarProps) {
  const densest = useSyncExternalStore(density.subscribe, () => density.top);
  const longest = useStore(fields, ({ top }) => top);
  const asked = useStore(fields, ({ t }) => t !== null);
  const nearest = useStore(fields, ({ t }) => t !== null && t <= LEAST_SCORE_TIME);
  const isField = ground === 'velocity' || ground === 'score';
  if (ground === 'none' || (isField && !asked) || (ground === 'model_density' && !model)) return null;
  const top = ground === 'density' ? densest : (ground === 'model_density' && model?.top) || longest;
  return (
    <div className={styles.scale} data-in-picture data-testid="trajectory.scale">
      <span>{SYMBOLS[ground]} 0</span>
      <span className={styles.bar} style={{ background: viridisGradient() }} aria-hidden />
      <span>{formatNumber(top, 2)}</span>
      <span className={styles.note}>{noteOf(ground, nearest, model)}</span>
    </div>
  );
}

const SYMBOLS: Record<Exclude<Ground, 'none'>, string> = {
  velocity: '‖v‖',
  score: '‖∇ log p‖',
  density: 'p',
  model_density: 'p(x)',
};

const MODEL_NOTES: Record<ModelDensity['kind'], string> = {
  exact: 'density of the model, exact',
  bound: 'density of the model, at least',
  unnormalised: 'density of the model, as a share of its highest',
};

function noteOf(ground: Ground, nearest: boolean, model: ModelDensity | null): string {
  if (ground === 'model_density') return model ? MODEL_NOTES[model.kind] : '';
  if (ground === 'velocity') return 'arrows along −v, as particles move';
  if (ground === 'density') return 'share of the particles for each unit of area';
  return nearest ? `at t = ${formatFixed(LEAST_SCORE_TIME, 2)}: at 0 it has no end` : 'arrows to where data is denser';
}
