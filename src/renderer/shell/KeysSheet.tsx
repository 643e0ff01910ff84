import type { ReactNode } from 'react';
import { Dialog } from '../components/Dialog';
import { KeyCaps } from '../components/KeyCaps';
import { useUi } from '../state/ui';
import { type CommandGroup, windowCommands } from './commands';
import styles from './KeysSheet.module.css';
import { GROUPS } from './key-groups';
import { LENS_KEYS } from './lens-keys';

/** Keys of gestures that are no commands. */
const GESTURES = [
  { label: 'Add a node at the pointer', keys: 'Double click' },
  { label: 'Select a box', keys: 'Shift+Drag' },
  { label: 'Open a network or a block', keys: 'Double click' },
  { label: 'Menu of what lies there', keys: 'Right click' },
  { label: 'Insert a node into a wire', keys: 'Drop it there' },
  { label: 'Add what a wire fits', keys: 'Drop the wire' },
] as const;

/** Rows of a group: what is done, and every combination that does it. */
export function rowsOf(group: CommandGroup): [label: string, keys: string[]][] {
  const rows = new Map<string, string[]>();
  for (const command of windowCommands) {
    if (command.group !== group || !command.keys) continue;
    const label = command.row ?? command.label;
    rows.set(label, [...(rows.get(label) ?? []), ...command.keys]);
  }
  return [...rows].map(([label, keys]) => [label, withArrowsAsOne(keys)]);
}

const ARROW = /Arrow(Left|Right|Up|Down)$/;

/** All four arrows with the same keys held are one combination: `Shift+Arrows`. */
function withArrowsAsOne(keys: readonly string[]): string[] {
  const held = new Set(keys.map((each) => each.replace(ARROW, '')));
  const [prefix] = held;
  return keys.length === 4 && held.size === 1 && keys.every((each) => ARROW.test(each))
    ? [`${prefix}Arrows`]
    : [...keys];
}

/** Every command that has keys, by group, and the keys of the lenses. */
export function KeysSheet() {
  return (
    <Dialog title="Keyboard" width={760} onClose={() => useUi.getState().setOverlay(null)} testId="keys">
      <div className={styles.columns}>
        {GROUPS.map((group) => (
          <Group key={group} title={group}>
            {rowsOf(group).map(([label, keys]) => (
              <Row key={label} label={label} keys={keys} />
            ))}
            {group === 'Canvas' && GESTURES.map(({ label, keys }) => <Row key={label} label={label} keys={[keys]} />)}
          </Group>
        ))}
      </div>
      <h3 className={styles.part}>While the picture of a lens has the focus</h3>
      <div className={styles.columns}>
        {LENS_KEYS.map(({ lens, rows }) => (
          <Group key={lens} title={lens}>
            {rows.map(([label, ...keys]) => (
              <Row key={label} label={label} keys={keys} />
            ))}
          </Group>
        ))}
      </div>
    </Dialog>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.group}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Row({ label, keys }: { label: string; keys: readonly string[] }) {
  return (
    <div className={styles.row}>
      <span>{label}</span>
      <span className={styles.keys}>
        {keys.map((combination) => (
          <KeyCaps key={combination} keys={combination} />
        ))}
      </span>
    </div>
  );
}
