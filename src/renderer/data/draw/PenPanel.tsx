import { Eraser, Paintbrush, PenLine, Stamp } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../components/Button';
import { Select } from '../../components/Select';
import { Slider } from '../../components/Slider';
import { formatFixed } from '../../format';
import styles from './PenPanel.module.css';
import { FOLDS, type Symmetry } from './symmetry';
import { changePen, hasDensity, hasRadius, useDrawView } from './view';

const TOOLS = [
  { id: 'brush', icon: Paintbrush, label: 'Brush: points at random in a disc', keys: 'B' },
  {
    id: 'pen',
    icon: PenLine,
    label: 'Line: points along the way; Shift-click draws a straight one',
    keys: 'P',
  },
  { id: 'stamp', icon: Stamp, label: 'Stamp: a round cloud of noise', keys: 'T' },
  { id: 'eraser', icon: Eraser, label: 'Eraser', keys: 'E' },
] as const;

const SYMMETRIES = [
  { value: 'none', label: 'No symmetry' },
  { value: 'left-right', label: 'Left ↔ right' },
  { value: 'up-down', label: 'Up ↕ down' },
  { value: 'both', label: 'Both mirrors' },
  { value: 'turn', label: 'Turned' },
] as const;

const DEFAULT_FOLDS = 6;

const symmetryOf = (kind: Symmetry['kind'], folds: number): Symmetry => (kind === 'turn' ? { kind, folds } : { kind });

/** What the pen is and how it repeats itself; `children` stand above. */
export function PenPanel({ children }: { children: ReactNode }) {
  const { tool, radius, density, symmetry } = useDrawView();
  const folds = symmetry.kind === 'turn' ? symmetry.folds : DEFAULT_FOLDS;
  return (
    <aside className={styles.panel} aria-label="Pen">
      {children}
      <div className={styles.tools} role="toolbar" aria-label="Tool">
        {TOOLS.map(({ id, icon, label, keys }) => (
          <IconButton
            key={id}
            icon={icon}
            label={label}
            keys={keys}
            pressed={id === tool}
            onClick={() => changePen({ tool: id })}
            testId={`draw.tool.${id}`}
          />
        ))}
      </div>
      {hasRadius(tool) && (
        <Measure label="Size" text={formatFixed(radius, 2)}>
          <Slider
            label="Size of the pen"
            value={radius}
            min={0.02}
            max={0.5}
            step={0.01}
            onChange={(next) => changePen({ radius: next })}
            testId="draw.radius"
          />
        </Measure>
      )}
      {hasDensity(tool) && (
        <Measure label="Density" text={String(density)}>
          <Slider
            label="Density of points"
            value={density}
            min={1}
            max={20}
            step={1}
            onChange={(next) => changePen({ density: next })}
            testId="draw.density"
          />
        </Measure>
      )}
      <Select
        label="Symmetry"
        value={symmetry.kind}
        options={SYMMETRIES}
        onChange={(kind) => changePen({ symmetry: symmetryOf(kind, folds) })}
        testId="draw.symmetry"
      />
      {symmetry.kind === 'turn' && (
        <Measure label="Folds" text={String(folds)}>
          <Slider
            label="Folds of the rotation"
            value={folds}
            {...FOLDS}
            step={1}
            onChange={(next) => changePen({ symmetry: { kind: 'turn', folds: next } })}
            testId="draw.folds"
          />
        </Measure>
      )}
    </aside>
  );
}

function Measure({ label, text, children }: { label: string; text: string; children: ReactNode }) {
  return (
    <div className={styles.part}>
      <span>{label}</span>
      {children}
      <span className={styles.number}>{text}</span>
    </div>
  );
}
