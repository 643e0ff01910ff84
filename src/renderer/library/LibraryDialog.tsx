import { type KeyboardEvent, useState } from 'react';
import { LIBRARY_LIMITS } from '../../protocol/app';
import { services } from '../client/services';
import { Button } from '../components/Button';
import { Dialog } from '../components/Dialog';
import { useUi } from '../state/ui';
import styles from './Library.module.css';
import { keepDraft, useLibrary } from './library';

/** Asks for the name of what is kept in the user's library, where it is open. */
export function LibraryDialog() {
  const draft = useLibrary((state) => state.draft);
  return draft && <DraftDialog key={draft.id ?? 'new'} draft={draft} />;
}

type Draft = NonNullable<ReturnType<typeof useLibrary.getState>['draft']>;

const close = (): void => useLibrary.setState({ draft: null });

function DraftDialog({ draft }: { draft: Draft }) {
  const [title, setTitle] = useState(draft.title);
  const [summary, setSummary] = useState(draft.summary);
  const renaming = draft.id !== null;
  const keep = async () => {
    if (!title.trim()) return;
    close();
    const kept = await keepDraft(services().app, { ...draft, title: title.trim(), summary: summary.trim() });
    if (kept && !renaming) {
      const message = `“${title.trim()}” is in your library; every project can use it.`;
      useUi.getState().toast({ tone: 'success', message });
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void keep();
  };
  return (
    <Dialog
      title={renaming ? 'Rename in the library' : 'Save to the library'}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" onClick={() => void keep()} disabled={!title.trim()} testId="library.confirm">
            {renaming ? 'Rename' : 'Save'}
          </Button>
        </>
      }
      testId="library"
    >
      <div className={styles.fields}>
        <label>
          Name
          <input
            value={title}
            maxLength={LIBRARY_LIMITS.title}
            onFocus={(event) => event.target.select()}
            onChange={(event) => setTitle(event.target.value)}
            onKeyDown={onKeyDown}
            data-testid="library.title"
          />
        </label>
        <label>
          What it does, in one line
          <input
            value={summary}
            maxLength={LIBRARY_LIMITS.summary}
            onChange={(event) => setSummary(event.target.value)}
            onKeyDown={onKeyDown}
            data-testid="library.summary"
          />
        </label>
      </div>
    </Dialog>
  );
}
