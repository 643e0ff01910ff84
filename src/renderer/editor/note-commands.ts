import type { WindowCommand } from '../shell/commands';
import { useProject } from '../state/project';
import { useNoteEditing } from './note-editing';

/** The note that is selected and nothing else. */
function onlyNote(): string | null {
  const { nodes, edges, notes } = useProject.getState().selection;
  return notes.length === 1 && nodes.length + edges.length === 0 ? notes[0] : null;
}

export const noteCommands: WindowCommand[] = [
  {
    id: 'note.write',
    label: 'Write in the note',
    group: 'Edit',
    keys: ['Enter'],
    enabled: () => onlyNote() !== null,
    run: () => useNoteEditing.setState({ note: onlyNote(), left: null }),
  },
];
