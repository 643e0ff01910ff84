import { Trash2 } from 'lucide-react';
import { commands, graphAt } from '../../core/graph';
import { Button } from '../components/Button';
import { dispatch, markEdit } from '../state/edit';
import { useProject } from '../state/project';
import styles from './parts.module.css';

export function NotePanel({ id }: { id: string }) {
  const note = useProject(
    (state) => state.edit && graphAt(state.edit.document, state.place)?.notes.find((candidate) => candidate.id === id),
  );
  if (!note) return null;
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <strong>Note</strong>
        <span className={styles.sub}>Markdown with $formulas$; a short first line is its heading</span>
      </header>
      <textarea
        className={styles.area}
        aria-label="Text of the note"
        value={note.text}
        onChange={(event) => dispatch(commands.editNote, { note: id, text: event.target.value })}
        onBlur={markEdit}
      />
      <Button icon={Trash2} size="small" onClick={() => dispatch(commands.deleteNote, { note: id })}>
        Delete the note
      </Button>
    </div>
  );
}
