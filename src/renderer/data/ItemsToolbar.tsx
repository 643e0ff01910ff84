import type { SessionInfo } from '../../protocol/worker';
import { Segmented } from '../components/Segmented';
import { FitButton } from '../lenses/FitButton';
import { LensToolbar } from '../lenses/LensToolbar';
import { Facts } from './Facts';
import styles from './ItemsToolbar.module.css';
import { ModeSwitch } from './ModeSwitch';
import { changeDataView, type Split, useDataView } from './view';

const SPLITS = [
  { id: 'train', label: 'Train', help: 'Items that the model learns from' },
  { id: 'test', label: 'Test', help: 'Items that only measure' },
] as const;

interface ItemsToolbarProps {
  info: SessionInfo;
  onFit?: () => void;
}

/** What the data is and what to show of it: items, classes or a drawing, and of which split. */
export function ItemsToolbar({ info, onFit }: ItemsToolbarProps) {
  const split = useDataView((view) => view.split);
  const choose = (next: Split) => changeDataView({ split: next, page: 0 });
  return (
    <>
      <LensToolbar label="Data lens">
        <ModeSwitch />
        {onFit && <FitButton onFit={onFit} />}
      </LensToolbar>
      <div className={styles.line}>
        <Facts info={info} />
        <Segmented label="Split" value={split} options={SPLITS} onChange={choose} testId="data.split" />
      </div>
    </>
  );
}
