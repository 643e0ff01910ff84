import type { SessionInfo } from '../../protocol/worker';
import { Segmented } from '../components/Segmented';
import { Select } from '../components/Select';
import { formatCount } from '../format';
import shared from '../lenses/lens.module.css';
import styles from './ViewMenu.module.css';
import { availableItems, changeLatentView, countChoices, type Split, shownItems, useLatentView } from './view';

const SPLITS: readonly { id: Split; label: string; help: string }[] = [
  { id: 'test', label: 'Test', help: 'Items that the model does not learn from' },
  { id: 'train', label: 'Train', help: 'Items that the model learns from' },
];

/** Which items are encoded and shown, and how many of them. */
export function ItemsMenu({ info }: { info: SessionInfo }) {
  const view = useLatentView();
  const available = availableItems(info, view.split);
  return (
    <>
      <div className={styles.row}>
        <span className={shared.label}>Items</span>
        <Segmented
          label="Items shown"
          value={view.split}
          options={SPLITS}
          onChange={(split) => changeLatentView({ split })}
          testId="latent.split"
        />
      </div>
      <div className={styles.row}>
        <span className={shared.label}>Number</span>
        <Select
          label="Number of items"
          value={String(shownItems(info, view))}
          options={countChoices(available).map((count) => ({
            value: String(count),
            label: count === available ? `all ${formatCount(count)}` : formatCount(count),
          }))}
          onChange={(count) => changeLatentView({ count: Number(count) })}
          testId="latent.items"
        />
      </div>
    </>
  );
}
