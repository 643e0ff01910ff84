import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { classes } from '../components/classes';
import { KeyCaps } from '../components/KeyCaps';
import { SearchField } from '../components/TextField';
import { useModal } from '../components/use-modal';
import { Marked } from '../editor/Marked';
import { find } from '../editor/search';
import { useUi } from '../state/ui';
import styles from './CommandPalette.module.css';
import { type PaletteEntry, paletteEntries } from './palette-entries';

const close = (): void => useUi.getState().setOverlay(null);

/** Everything that can be done, found by typing. */
export function CommandPalette() {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const entries = useMemo(paletteEntries, []);
  const found = useMemo(
    () => find(entries, query, ({ label, ...rest }) => ({ ...rest, title: label })).slice(0, 60),
    [entries, query],
  );
  const at = Math.min(chosen, found.length - 1);

  useModal(dialog);
  useEffect(() => {
    dialog.current?.querySelector(`#command-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const run = (entry: PaletteEntry | undefined) => {
    close();
    entry?.run();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'ArrowDown') setChosen((at + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp') setChosen((at - 1 + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') run(found[at]?.item);
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      ref={dialog}
      className={styles.palette}
      aria-label="Command palette"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onPointerDown={(event) => event.target === dialog.current && close()}
      data-testid="palette"
    >
      <div className={styles.inside}>
        <SearchField
          label="Search commands"
          placeholder="What would you like to do?"
          value={query}
          onChange={(text) => {
            setQuery(text);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
          focus
          controls="command-list"
          active={found.length > 0 ? `command-${at}` : undefined}
          testId="palette.input"
        />
        <div id="command-list" role="listbox" aria-label="Commands" className={styles.list}>
          {found.map(({ item: entry, marks }, index) => (
            <button
              key={entry.id}
              id={`command-${index}`}
              type="button"
              role="option"
              aria-selected={index === at}
              tabIndex={-1}
              className={classes(styles.item, index === at && styles.chosen)}
              onPointerMove={() => index !== at && setChosen(index)}
              onClick={() => run(entry)}
            >
              <span className={styles.group}>{entry.group}</span>
              <span className={styles.label}>
                <Marked text={entry.label} marks={marks.title} />
              </span>
              {entry.keys && <KeyCaps keys={entry.keys} />}
            </button>
          ))}
          {found.length === 0 && <p className={styles.none}>Nothing is called “{query}”.</p>}
        </div>
      </div>
    </dialog>
  );
}
