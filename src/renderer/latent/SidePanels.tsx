import { useEffect, useState } from 'react';
import { Tabs } from '../components/Tabs';
import { SelectionPanel } from './brush/SelectionPanel';
import { useSelection } from './brush/selection';
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

/** Beside the plane, one at a time: the neighbours of the item in focus, what is selected, and the numbers of z. */
export function SidePanels({ parts }: { parts: LatentParts }) {
  const { info, set, width, decodes, near, axes, base, visible } = parts;
  const traversal = useLatentView((view) => view.traversal);
  const { split, indices } = useSelection();
  const [front, setFront] = useState<Panel>('traversal');
  const selected = set !== null && set.split === split && indices.length > 0;
  const { item } = near;
  // What has just been asked for comes to the front.
  useEffect(() => {
    if (item !== null) setFront('neighbours');
  }, [item]);
  useEffect(() => {
    if (indices.length > 0) setFront('selection');
  }, [indices]);

  const panels: Panel[] = [];
  if (set && item !== null) panels.push('neighbours');
  if (selected) panels.push('selection');
  if (traversal && width > 2 && decodes) panels.push('traversal');
  if (panels.length === 0) return null;
  const shown = panels.includes(front) ? front : panels[0];
  return (
    <div className={styles.side}>
      {panels.length > 1 && (
        <Tabs<Panel>
          label="Beside the plane"
          items={panels.map((id) => ({ id, label: NAMES[id] }))}
          value={shown}
          onChange={setFront}
          testIdPrefix="latent.side"
        />
      )}
      {set && item !== null && shown === 'neighbours' && (
        <NeighboursPanel info={info} set={set} item={item} found={near.found} decodes={decodes} />
      )}
      {set && shown === 'selection' && <SelectionPanel parts={parts} set={set} />}
      {shown === 'traversal' && <Traversal info={info} axes={axes} base={base} encoded={set} visible={visible} />}
    </div>
  );
}
