import { labelColour } from '../../lenses/colour/labels';
import { cssColour } from '../../lenses/colour/rgb';
import styles from '../Legend.module.css';
import type { EncodedSet } from '../points/collector';
import { groupsOf } from './groups';

interface GroupLegendProps {
  set: EncodedSet;
  /** The group of each item, from 0. */
  codes: Uint8Array;
  classes: readonly string[];
}

/** Groups that were found without labels with their colours, and the class that most of each belong to. */
export function GroupLegend({ set, codes, classes }: GroupLegendProps) {
  const groups = groupsOf(codes, set.labels);
  return (
    <div className={styles.legend}>
      <ul className={styles.classes} aria-label="Clusters" data-in-picture data-testid="latent.groups">
        {groups.map(({ group, count, label, share }) => (
          <li
            key={group}
            className={styles.entry}
            title={`Cluster ${group + 1}: ${count} items, ${Math.round(100 * share)} % of them ${classes[label] ?? label}`}
          >
            <span className={styles.swatch} style={{ background: cssColour(labelColour(group)) }} aria-hidden />
            {group + 1}
            {classes.length > 1 && ` · ${classes[label] ?? label}`}
          </li>
        ))}
      </ul>
    </div>
  );
}
