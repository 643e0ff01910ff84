import { useState } from 'react';
import { commands } from '../../core/graph';
import { Button } from '../components/Button';
import { Dialog } from '../components/Dialog';
import { dispatch, markEdit } from '../state/edit';
import { currentDocument } from '../state/project';
import { useUi } from '../state/ui';
import styles from './RenameDialog.module.css';

/** Asks for the project's title. */
export function RenameDialog() {
  const [title, setTitle] = useState(() => currentDocument()?.title ?? '');
  const close = () => useUi.getState().setOverlay(null);
  const rename = () => {
    close();
    if (title.trim()) dispatch(commands.setTitle, { title: title.trim() });
    markEdit();
  };
  return (
    <Dialog
      title="Rename the project"
      onClose={close}
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" onClick={rename} disabled={!title.trim()} testId="rename.confirm">
            Rename
          </Button>
        </>
      }
      testId="rename"
    >
      <input
        className={styles.title}
        aria-label="Title"
        value={title}
        maxLength={120}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTitle(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && rename()}
        data-testid="rename.title"
      />
    </Dialog>
  );
}
