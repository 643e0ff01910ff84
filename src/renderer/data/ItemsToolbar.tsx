import { ChevronLeft, ChevronRight, Maximize } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../components/Button';
import { Segmented } from '../components/Segmented';
import { formatCount } from '../format';
import { LensToolbar } from '../lenses/LensToolbar';
import shared from '../lenses/lens.module.css';
import { ModeSwitch } from './ModeSwitch';
import { changeDataView, type Split, useDataView } from './view';

const SPLITS = [
  { id: 'train', label: 'Train', help: 'Items that the model learns from' },
  { id: 'test', label: 'Test', help: 'Items that only measure' },
] as const;

interface ItemsToolbarProps {
  /** First item that is shown, how many are, and how many there are. */
  shown?: { from: number; count: number; of: number };
  onFit?: () => void;
  children?: ReactNode;
}

/** Which items, and the way through them. */
export function ItemsToolbar({ shown, onFit, children }: ItemsToolbarProps) {
  const split = useDataView((view) => view.split);
  const page = useDataView((view) => view.page);
  const choose = (next: Split) => changeDataView({ split: next, page: 0 });
  return (
    <LensToolbar label="Data lens">
      {shown && (
        <>
          <span className={shared.number} data-testid="data.range">
            {formatCount(shown.from + 1)}–{formatCount(shown.from + shown.count)} of {formatCount(shown.of)}
          </span>
          <IconButton
            icon={ChevronLeft}
            label="Items before these"
            size="small"
            disabled={page === 0}
            onClick={() => changeDataView({ page: page - 1 })}
            testId="data.previous"
          />
          <IconButton
            icon={ChevronRight}
            label="Items after these"
            size="small"
            disabled={shown.from + shown.count >= shown.of}
            onClick={() => changeDataView({ page: page + 1 })}
            testId="data.next"
          />
        </>
      )}
      {children}
      <Segmented label="Split" value={split} options={SPLITS} onChange={choose} testId="data.split" />
      <ModeSwitch />
      {onFit && <IconButton icon={Maximize} label="Show all points" keys="F" size="small" onClick={onFit} />}
    </LensToolbar>
  );
}
