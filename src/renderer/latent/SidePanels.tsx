import { PanelRightClose, PanelRightOpen } from 'lucide-react';
import { useState } from 'react';
import { create } from 'zustand';
import { Button, IconButton } from '../components/Button';
import { classes } from '../components/classes';
import { Tabs } from '../components/Tabs';
import { formatCount } from '../format';
import { SelectionPanel } from './brush/SelectionPanel';
import { useSelection } from './brush/selection';
import { useFocusItem } from './neighbours/focus';
import { NeighboursPanel } from './neighbours/NeighboursPanel';
import type { LatentParts } from './parts';
import styles from './SidePanels.module.css';
import { Traversal } from './Traversal';
import { useLatentView } from './view';

type Panel = 'neighbours' | 'selection' | 'traversal';

const NAMES: Readonly<Record<Panel, string>> = {
  neighbours: 'Near',
  selection: 'Selected',
  traversal: 'z',
};

/** The same where there is room for a word. */
const LONG_NAMES: Readonly<Record<Exclude<Panel, 'selection'>, string>> = {
  neighbours: 'Neighbours',
  traversal: 'Sliders of z',
};

/** The panel in front: what has been asked for last. */
const useFront = create<{ front: Panel }>(() => ({ front: 'traversal' }));
useFocusItem.subscribe(({ item }) => item !== null && useFront.setState({ front: 'neighbours' }));
useSelection.subscribe(({ indices }) => indices.length > 0 && useFront.setState({ front: 'selection' }));

/** Beside the plane, one at a time: the neighbours of the item in focus, what is selected, and the numbers of z. */
export function SidePanels({ parts, over }: { parts: LatentParts; over: boolean }) {
  const { info, set, width, decodes, near } = parts;
  const traversal = useLatentView((view) => view.traversal);
  const { split, indices } = useSelection();
  const front = useFront((panel) => panel.front);
  const [open, setOpen] = useState(false);
  const selected = set !== null && set.split === split && indices.length > 0;
  const { item } = near;
  const panels: Panel[] = [];
  if (set && item !== null) panels.push('neighbours');
  if (selected) panels.push('selection');
  if (traversal && width > 2 && decodes) panels.push('traversal');
  if (panels.length === 0) return null;
  const shown = panels.includes(front) ? front : panels[0];
  if (over && !open) {
    return (
      <div className={styles.opener}>
        <Button icon={PanelRightOpen} size="small" onClick={() => setOpen(true)} testId="latent.side.open">
          {shown === 'selection' ? `${formatCount(indices.length)} selected` : LONG_NAMES[shown]}
        </Button>
      </div>
    );
  }
  return (
    <div
      className={classes(styles.side, over && styles.over)}
      data-in-picture={shown === 'traversal' ? undefined : 'no'}
    >
      {over && (
        <div className={styles.fold}>
          <IconButton
            icon={PanelRightClose}
            label="Fold this panel away"
            size="small"
            onClick={() => setOpen(false)}
            testId="latent.side.fold"
          />
        </div>
      )}
      {panels.length > 1 && (
        <Tabs<Panel>
          label="Beside the plane"
          items={panels.map((id) => ({ id, label: NAMES[id] }))}
          value={shown}
          onChange={(chosen) => useFront.setState({ front: chosen })}
          testIdPrefix="latent.side"
        />
      )}
      {set && set.split !== 'prior' && item !== null && shown === 'neighbours' && (
        <NeighboursPanel info={info} set={set} split={set.split} item={item} found={near.found} decodes={decodes} />
      )}
      {set && shown === 'selection' && <SelectionPanel parts={parts} set={set} />}
      {shown === 'traversal' && <Traversal parts={parts} />}
    </div>
  );
}
