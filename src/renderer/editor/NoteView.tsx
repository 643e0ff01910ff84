import { type NodeProps, NodeResizeControl, ResizeControlVariant } from '@xyflow/react';
import { memo, useState } from 'react';
import { commands, graphAt } from '../../core/graph';
import { classes } from '../components/classes';
import { dispatch, markEdit } from '../state/edit';
import { useProject } from '../state/project';
import type { NoteFlowNode } from './flow-model';
import styles from './NoteView.module.css';

/** A sticky note: words beside the graph. Double-click to write. */
export const NoteView = memo(function NoteView({ data, selected }: NodeProps<NoteFlowNode>) {
  const note = useProject(
    ({ edit }) => edit && graphAt(edit.document, data.graph)?.notes.find(({ id }) => id === data.note),
  );
  const [editing, setEditing] = useState(note?.text === '');
  if (!note) return null;
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
        <textarea
          ref={focusAtEnd}
          className={classes(styles.editor, 'nodrag', 'nowheel')}
          aria-label="Text of the note"
          defaultValue={note.text}
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

/** The first line is a heading where more follows. */
function NoteText({ text }: { text: string }) {
  const [first, ...rest] = text.split('\n');
  const body = rest.join('\n').trim();
  if (text === '') return <p className={styles.empty}>Double-click to write</p>;
  if (body === '') return <p className={styles.text}>{first}</p>;
  return (
    <>
      <p className={styles.heading}>{first}</p>
      <p className={styles.text}>{body}</p>
    </>
  );
}
