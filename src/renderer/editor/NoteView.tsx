import { type NodeProps, NodeResizeControl, ResizeControlVariant } from '@xyflow/react';
import { lazy, memo, Suspense } from 'react';
import { commands, graphAt } from '../../core/graph';
import { classes } from '../components/classes';
import { dispatch, markEdit } from '../state/edit';
import { useProject } from '../state/project';
import type { NoteFlowNode } from './flow-model';
import styles from './NoteView.module.css';
import { useNoteEditing } from './note-editing';

const NoteMarkdown = lazy(() => import('./NoteMarkdown'));

/** A sticky note: words beside the graph, in Markdown. Double-click or Enter to write. */
export const NoteView = memo(function NoteView({ data, selected }: NodeProps<NoteFlowNode>) {
  const note = useProject(
    ({ edit }) => edit && graphAt(edit.document, data.graph)?.notes.find(({ id }) => id === data.note),
  );
  const asked = useNoteEditing((state) => state.note === data.note);
  const left = useNoteEditing((state) => state.left === data.note);
  if (!note) return null;
  // A new note is empty: its first words are what it is for.
  const editing = asked || (note.text === '' && !left);
  const setEditing = (on: boolean): void =>
    useNoteEditing.setState(on ? { note: note.id, left: null } : { note: null, left: note.id });
  return (
    <article
      className={classes(styles.note, selected && styles.selected)}
      aria-label="Note"
      data-testid={`note.${note.id}`}
      onDoubleClick={(event) => {
        event.stopPropagation();
        setEditing(true);
      }}
    >
      {editing ? (
        <>
          <textarea
            ref={focusAtEnd}
            className={classes(styles.editor, 'nodrag', 'nowheel')}
            aria-label="Text of the note"
            defaultValue={note.text}
            onFocus={() => setEditing(true)}
            onChange={(event) => dispatch(commands.editNote, { note: note.id, text: event.target.value })}
            onKeyDown={(event) => {
              event.stopPropagation();
              if (event.key === 'Escape') setEditing(false);
            }}
            onBlur={() => {
              setEditing(false);
              markEdit();
            }}
          />
          <Hints />
        </>
      ) : (
        <NoteText text={note.text} />
      )}
      <NodeResizeControl
        variant={ResizeControlVariant.Line}
        position="right"
        minWidth={120}
        maxWidth={800}
        className={styles.resize}
        onResizeEnd={(_event, { width }) => {
          dispatch(commands.editNote, { note: note.id, width: Math.round(width) });
          markEdit();
        }}
      />
    </article>
  );
});

/** Frames to wait for a new note to be shown: React Flow hides it until it is measured, and what is hidden takes no focus. */
const FRAMES = 10;

function focusAtEnd(area: HTMLTextAreaElement | null): void {
  if (!area) return;
  area.setSelectionRange(area.value.length, area.value.length);
  const attempt = (left: number): void => {
    area.focus({ preventScroll: true });
    if (left > 0 && area.isConnected && document.activeElement !== area) requestAnimationFrame(() => attempt(left - 1));
  };
  attempt(FRAMES);
}

/** The text typeset; as it was written until what typesets it is loaded. */
function NoteText({ text }: { text: string }) {
  if (text.trim() === '') return <p className={styles.empty}>Double-click or press Enter to write</p>;
  return (
    <Suspense fallback={<p className={styles.text}>{text}</p>}>
      <NoteMarkdown text={text} />
    </Suspense>
  );
}

/** What the typesetting understands, while one writes. */
function Hints() {
  return (
    <p className={styles.hints}>
      <code>**bold**</code> <code>*italic*</code> <code>`code`</code> <code># heading</code> <code>- list</code>{' '}
      <code>| table |</code> <code>$x^2$</code> <code>$$…$$</code> Esc ends
    </p>
  );
}
