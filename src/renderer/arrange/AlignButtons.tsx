import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceAround,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceAround,
  type LucideIcon,
  Workflow,
} from 'lucide-react';
import { IconButton } from '../components/Button';
import styles from './AlignButtons.module.css';
import { arrange } from './arrange';
import { alignSelection, distributeSelection, type Side } from './commands';

const SIDES: readonly [Side, LucideIcon, string][] = [
  ['left', AlignStartVertical, 'Align left sides'],
  ['centre', AlignCenterVertical, 'Align centres'],
  ['right', AlignEndVertical, 'Align right sides'],
  ['top', AlignStartHorizontal, 'Align tops'],
  ['middle', AlignCenterHorizontal, 'Align middles'],
  ['bottom', AlignEndHorizontal, 'Align bottoms'],
];

/** Lines up what is selected, spaces it evenly, or arranges it. `count` is how many nodes and notes are selected. */
export function AlignButtons({ count }: { count: number }) {
  if (count < 2) return null;
  return (
    <div className={styles.row} role="toolbar" aria-label="Arrange the selection">
      {SIDES.map(([side, icon, label]) => (
        <IconButton
          key={side}
          icon={icon}
          label={label}
          size="small"
          onClick={() => alignSelection(side)}
          testId={`align.${side}`}
        />
      ))}
      <IconButton
        icon={AlignHorizontalSpaceAround}
        label="Distribute from left to right"
        size="small"
        disabled={count < 3}
        onClick={() => distributeSelection('x')}
        testId="distribute.x"
      />
      <IconButton
        icon={AlignVerticalSpaceAround}
        label="Distribute from top to bottom"
        size="small"
        disabled={count < 3}
        onClick={() => distributeSelection('y')}
        testId="distribute.y"
      />
      <IconButton
        icon={Workflow}
        label="Arrange the selection"
        keys="Shift+L"
        size="small"
        onClick={() => void arrange()}
      />
    </div>
  );
}
